// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bare io_uring server in C, where it cannot have what it needs. */
class BareRingTest {
    @TempDir
    Path folder;

    /** A fourth descriptor is the last one that it can have, which is one too few, with io_uring or without it. */
    @Test
    void whatCannotHaveARingDoesNotSayThatItListens() throws Exception {
        assumeTrue(Command.output(List.of("cc", "--version")) != null, "not run: no C compiler");
        Path source = Path.of("peers", "c-uring", "echo.c").toAbsolutePath();
        Path program = folder.resolve("echo");
        Command.run(List.of("cc", "-o", program.toString(), source.toString()), folder, folder.resolve("log"));
        Process process = new ProcessBuilder("sh", "-c", "ulimit -n 4; exec '" + program + "' --port 0")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertNotEquals(0, process.waitFor(), said);
        assertFalse(said.contains("listening on"), said);
    }
}
