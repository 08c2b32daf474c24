// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
    @TempDir
    Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whatWasThereIsReplacedAndNothingElseIsLeft() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "old and longer");
        TextFile.write(file, "new");
        assertEquals("new", TextFile.read(file));
        assertEquals(List.of("a"), names());
    }

    @Test
    void aLinkStaysOneAndWhatItLeadsToIsReplaced() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        TextFile.write(link, "new");
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(file));
    }

    @Test
    void aDeviceStaysOneAndIsNotRead() throws IOException {
        Path nothing = Path.of("/dev/null");
        assumeTrue(Files.isWritable(nothing), "not run: no /dev/null");
        TextFile.write(nothing, "text");
        assertTrue(TextFile.isDevice(nothing));
        assertEquals(
                "/dev/null: not a regular file",
                assertThrows(IOException.class, () -> TextFile.read(nothing)).getMessage());
    }

    /** A disk that fills up while a file is written, as the limit on the size of files looks the same. */
    @Test
    void whatDoesNotFitLeavesWhatWasThere() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "not run: no /bin/sh");
        Path file = folder.resolve("a");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String path = Path.of("target", "classes").toAbsolutePath() + ":"
                + Path.of("target", "test-classes").toAbsolutePath();
        Process process = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "ulimit -f 64; exec '" + java + "' -XX:-UsePerfData -cp '" + path + "' "
                                + WritesTwice.class.getName() + " '" + file + "'")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        assertEquals(file + " cannot be written: File too large\n", said);
        assertEquals(WritesTwice.FIRST, Files.readString(file));
        assertEquals(List.of("a"), names());
    }

    @Test
    void whatCannotBeWrittenSaysWhyOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "text");
        Path below = file.resolve("b");
        String said = assertThrows(IOException.class, () -> TextFile.write(below, "text"))
                .getMessage();
        assertTrue(said.startsWith(below + " cannot be written: "), said);
        assertEquals(1, said.lines().count(), said);
    }
}
