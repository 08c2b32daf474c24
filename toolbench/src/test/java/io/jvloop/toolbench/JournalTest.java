// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jvloop.toolbench.result.Machine;
import io.jvloop.toolbench.result.ResultFile;
import io.jvloop.toolbench.result.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final Machine MACHINE =
            new Machine("a processor", 2, 8L << 30, "Linux 6", "25", "abc", 1, 0, Map.of());

    @Test
    void aRunIsFinishedWhenAllWasMeasuredAndNotBefore(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("raw.json");
        Results head = new Results(
                Results.FORMAT, "./jvloop bench", Journal.now(), "", MACHINE, 5, 1, 4, List.of(), List.of(), List.of());
        Journal journal = new Journal(file, head, System.err::println);
        assertEquals("", journal.results().finished());
        journal.finish();
        assertFalse(journal.results().finished().isEmpty());
        assertEquals(journal.results(), ResultFile.read(file));
    }
}
