// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jvloop.toolbench.host.ProcessStatus;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchTest {
    @Test
    void whatGrowsInEachQuarterGrowsWithoutEnd() {
        assertEquals(80, Watch.growthWithoutEnd(List.of(10L, 20L, 30L, 40L, 50L, 60L, 70L, 80L, 90L)));
    }

    @Test
    void howLongTheLoadTookToStartDoesNotMatter() {
        assertEquals(80, Watch.growthWithoutEnd(List.of(10L, 10L, 10L, 10L, 10L, 10L, 30L, 50L, 70L, 90L)));
        assertEquals(0, Watch.growthWithoutEnd(List.of(10L, 10L, 10L, 10L, 10L, 10L)));
    }

    @Test
    void norDoesHowLongItTookToEnd() {
        assertEquals(
                80,
                Watch.growthWithoutEnd(List.of(
                        10L, 20L, 30L, 40L, 50L, 60L, 65L, 70L, 75L, 80L, 82L, 84L, 86L, 88L, 90L, 90L, 90L, 90L)));
    }

    @Test
    void whatGrowsAtFirstAndThenStaysDoesNot() {
        assertEquals(0, Watch.growthWithoutEnd(List.of(10L, 50L, 80L, 90L, 90L, 90L, 90L, 90L, 90L)));
    }

    @Test
    void aFewLooksSayNothing() {
        assertEquals(0, Watch.growthWithoutEnd(List.of(10L, 1000L)));
    }

    @Test
    void socketsAreCountedAndOtherDescriptorsAreNot() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/fd")), "not run: no proc(5)");
        new ServerSocket(0).close(); // the JDK keeps one of its own from the first close on
        long own = ProcessHandle.current().pid();
        int before = ProcessStatus.sockets(own);
        try (ServerSocket _ = new ServerSocket(0);
                InputStream _ = Files.newInputStream(Path.of("/dev/null"))) {
            assertEquals(before + 1, ProcessStatus.sockets(own));
        }
        assertEquals(before, ProcessStatus.sockets(own));
    }
}
