// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The load as a program of its own, and its options. */
class LoadProgramTest {
    @Test
    void idleConnectionsAreHeldUntilTheInputEnds() throws IOException, InterruptedException {
        try (TestServer server = TestServer.echo()) {
            List<String> command =
                    LoadProgram.command(List.of("--mode", "idle", "--to", server.address(), "--connections", "200"));
            Process load = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader said = load.inputReader()) {
                assertEquals("ready", said.readLine());
                assertEquals(200, server.accepted());
                assertTrue(load.isAlive());
                load.getOutputStream().close();
                assertEquals(0, load.waitFor());
            } finally {
                load.destroyForcibly();
            }
        }
    }

    @Test
    void nothingOfTheLoopIsOnItsPath() {
        List<String> command = LoadProgram.command(List.of());
        String path = command.get(command.indexOf("-cp") + 1);
        assertFalse(path.contains("/core/") || path.contains("jvloop.jar"), path);
        assertEquals(3, path.split(java.io.File.pathSeparator, -1).length, path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--connections 1 | --to is missing",
                "--to nowhere | --to nowhere: expected HOST:PORT with an IPv4 address, or unix:PATH",
                "--to 127.0.0.1:0 | 0 is not from 1 to 65535",
                "--to 127.0.0.1:70000 | 70000 is not from 1 to 65535",
                "--to 1.2.3.400:1 | 400 is not from 0 to 255",
                "--to unix: | expected a path of 1 to 107 bytes",
                "--to 127.0.0.1:1 --mode ehco | did you mean 'echo'?",
                "--to 127.0.0.1:1 --conections 1 | did you mean '--connections'?",
                "--to 127.0.0.1:1 --connections | --connections needs a value",
                "--to 127.0.0.1:1 --connections 0 | expected a whole number from 1 to 100000",
                "--to 127.0.0.1:1 --size 0 | --size 0: expected a whole number from 1 to 16777216",
                "--to 127.0.0.1:1 --size 1k | --size 1k: expected a whole number",
                "--to 127.0.0.1:1 --lines 5 | --lines belongs to --mode lines, not echo",
                "--to 127.0.0.1:1 --pipeline 5 | --pipeline belongs to --mode http, not echo",
                "--to 127.0.0.1:1 --mode lines --lines 1000 --size 20000 | 1000 of 20000 bytes are more than 16777216",
                "--to 127.0.0.1:1 --seconds 0 | --seconds 0: expected a number from 0.1 to 3600",
                "--to 127.0.0.1:1 --seconds NaN | --seconds NaN: expected a number",
                "--to 127.0.0.1:1 --warmup -1 | --warmup -1: expected a number from 0 to 3600",
                "--to 127.0.0.1:1 --rate 0 | --rate 0: expected a number from 1 to 10000000",
                "--to 127.0.0.1:1 --server-pid me | --server-pid me: expected a whole number from 1 to 4194304",
            })
    void whatMakesNoSenseIsOneLineAndStatusTwo(String line, String expected) {
        Said.by(List.of(line.split(" ", -1))).failedWith(2, expected);
    }

    @Test
    void aServerThatDoesNotRunIsSaid() {
        Said.by("127.0.0.1:1", "--server-pid 4194304").failedWith(1, "--server-pid 4194304: ");
    }
}
