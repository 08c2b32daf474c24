// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    private static List<String> shell(String script) {
        return List.of("sh", "-c", script);
    }

    @Test
    void whatItWritesIsTakenFromBothStreams() {
        assertEquals("one\ntwo", Command.output(shell("echo one; echo two >&2; echo")));
    }

    @Test
    void oneThatFailsOrIsNotThereSaysNothing() {
        assertNull(Command.output(shell("echo one; exit 1")));
        assertNull(Command.output(List.of("no-such-program", "--version")));
    }

    @Test
    void oneThatHangsIsEndedInTimeWithWhatItHasStarted() throws Exception {
        Path late = folder.resolve("late");
        assertTimeout(
                SOON,
                () -> assertNull(Command.output(shell("echo one; (sleep 3; echo >'" + late + "'); sleep 60"), 1)));
        Thread.sleep(3000);
        assertFalse(Files.exists(late));
    }

    @Test
    void oneThatLeavesAnotherBehindWithItsStreamsIsNotWaitedForAnyLonger() {
        assertTimeout(SOON, () -> assertEquals("one", Command.output(shell("sleep 30 & echo one"))));
    }
}
