// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {
    @Test
    void aContainerHasWhatItsLimitLeavesAndTheFilesThatCanBeDropped(@TempDir Path group) throws IOException {
        Files.writeString(group.resolve("memory.max"), "1000\n");
        Files.writeString(group.resolve("memory.current"), "700\n");
        Files.writeString(group.resolve("memory.stat"), "anon 500\ninactive_file 150\nactive_file 50\n");
        assertEquals(450, Memory.leftIn(group));
    }

    @Test
    void aGroupWithoutLimitLeavesAll(@TempDir Path group) throws IOException {
        assertEquals(Long.MAX_VALUE, Memory.leftIn(group));
        Files.writeString(group.resolve("memory.max"), "max\n");
        assertEquals(Long.MAX_VALUE, Memory.leftIn(group));
    }

    @Test
    void thereIsMemory() {
        assertTrue(Memory.bytes() > 1 << 20);
    }
}
