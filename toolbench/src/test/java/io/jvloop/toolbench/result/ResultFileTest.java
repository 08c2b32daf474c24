// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
    @TempDir
    Path folder;

    private static Results results(int format) {
        return new Results(
                format,
                "./jvloop bench echo",
                "2026-01-01T00:00:00Z",
                "",
                new Machine("cpu", 2, 1L << 34, "Linux", "JDK", "abc", 1, 0, Map.of()),
                5,
                8,
                4,
                List.of(new Case("echo", "echo-tcp", "TCP", "tcp", 1024, 10, "closed loop", Figure.CPU.key())),
                List.of(new PeerEntry(
                        "gone",
                        "a peer",
                        "C",
                        "",
                        List.of("echo"),
                        List.of("echo"),
                        "cc is not there",
                        "apt-get install gcc")),
                List.of(new Sample("echo", "ours", 0, 1, "epoll", "", Map.of(Figure.CPU.key(), 1.25))));
    }

    @Test
    void whatIsReadIsWhatWasWritten() throws IOException {
        Path file = folder.resolve("new/results.json");
        ResultFile.write(file, results(Results.FORMAT));
        assertEquals(results(Results.FORMAT), ResultFile.read(file));
        try (Stream<Path> all = Files.list(folder.resolve("new"))) {
            assertEquals(List.of(file), all.toList());
        }
    }

    @Test
    void oneThatIsOlderThanFloorsHasNone() throws IOException {
        Path file = folder.resolve("results.json");
        String text = ResultFile.json(results(Results.FORMAT));
        String older = text.replaceAll("\"floorIn\": \\[[^]]*],\\s*", "");
        assertTrue(older.length() < text.length(), text);
        Files.writeString(file, older);
        assertEquals(List.of(), ResultFile.read(file).peers().getFirst().floorIn());
    }

    @Test
    void anotherFormatIsRefusedByName() throws IOException {
        Path file = folder.resolve("results.json");
        ResultFile.write(file, results(99));
        String said =
                assertThrows(IOException.class, () -> ResultFile.read(file)).getMessage();
        assertTrue(said.contains("format 99"), said);
    }

    @Test
    void whatIsNoResultFileIsSaidInOneSentence() throws IOException {
        Path file = folder.resolve("results.json");
        for (String text : List.of("", "{", "[]", "{}", "null", "7", "{\"format\": 1}")) {
            Files.writeString(file, text);
            String said = assertThrows(IOException.class, () -> ResultFile.read(file), text)
                    .getMessage();
            assertEquals(file + ": not a result file", said);
        }
        assertTrue(assertThrows(IOException.class, () -> ResultFile.read(folder.resolve("none")))
                .getMessage()
                .endsWith("no such file"));
    }
}
