// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.toolbench.peer.Command;
import io.jvloop.toolbench.result.Figure;
import io.jvloop.toolbench.result.ResultFile;
import io.jvloop.toolbench.result.Results;
import io.jvloop.toolbench.result.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Short real runs, in a toolbench of their own beside the load of the repository. */
class BenchTest {
    private static final String SHORT = "echo-tcp --rounds 2 --warmup 0.1 --seconds 0.2 --sizes 100 --connections 2";

    @TempDir
    Path root;

    @BeforeEach
    void aToolbenchWithOneBarePeer() throws IOException {
        Assumptions.assumeTrue(Command.output(List.of("cc", "--version")) != null, "not run: no C compiler");
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/stat")), "not run: no proc(5)");
        Path sources = Outcome.ROOT.resolve("toolbench");
        for (String file : List.of("peers/listen.h", "peers/c-epoll.json", "peers/c-epoll/echo.c")) {
            Path copy = root.resolve("toolbench").resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(sources.resolve(file), copy);
        }
    }

    private Outcome run(String... more) {
        List<String> words = new ArrayList<>(List.of(more));
        words.addAll(more.length > 0 && !more[0].startsWith("-") ? 1 : 0, List.of(SHORT.split(" ", -1)));
        return Outcome.of(root, words);
    }

    private void describe(String peer, String json) throws IOException {
        Files.writeString(root.resolve("toolbench/peers/" + peer + ".json"), json);
    }

    @Test
    void eachRoundStartsThePeerOnceAndTheRawFiguresAreKept() throws IOException {
        Path json = root.resolve("raw.json");
        Outcome outcome = run("--json", json.toString());
        assertEquals(0, outcome.status(), outcome::toString);
        Results results = ResultFile.read(json);
        assertEquals(
                List.of(0, 1), results.samples().stream().map(Sample::round).toList());
        for (Sample sample : results.samples()) {
            assertEquals("echo-tcp-100-2", sample.caseName());
            for (Figure figure : List.of(Figure.CPU, Figure.RESIDENT, Figure.WARMUP_SECONDS)) {
                assertTrue(sample.figure(figure).orElseThrow() > 0, sample::toString);
            }
            assertTrue(sample.figure(Figure.REQUESTS).orElseThrow() >= 1, sample::toString);
            assertTrue(
                    sample.figure(Figure.LATENCY_P99).orElseThrow()
                            >= sample.figure(Figure.LATENCY_P50).orElseThrow(),
                    sample::toString);
        }
        assertFalse(results.finished().isEmpty());
        assertTrue(outcome.out().contains("TCP echo, 100 bytes, 2 connections"), outcome::out);
    }

    @Test
    void unixSocketsAreMeasuredLikewise() {
        Outcome outcome = run("echo-unix");
        assertEquals(0, outcome.status(), outcome::toString);
        assertTrue(outcome.out().contains("UNIX echo, 100 bytes, 2 connections"), outcome::out);
    }

    @Test
    void aPeerThatIsNotThereIsListedWithWhatInstallsIt() throws IOException {
        describe("absent", """
                { "needs": [{ "check": ["no-such-program", "--version"], "install": "apt-get install nothing" }],
                  "serve": { "echo": ["no-such-program"] } }""");
        Outcome outcome = run();
        assertEquals(0, outcome.status(), outcome::toString);
        assertTrue(
                outcome.out().contains("missing: absent: no-such-program is not there: apt-get install nothing"),
                outcome::out);
    }

    @Test
    void aPeerThatDoesNotStartIsListedWithWhatItSaid() throws IOException {
        describe("broken", "{ \"serve\": { \"echo\": [\"sh\", \"-c\", \"echo no luck >&2\"] } }");
        Outcome outcome = run();
        assertTrue(outcome.out().contains("missing: broken: it does not start: no luck"), outcome::out);
        assertEquals(1, run("--peers", "broken").status());
    }

    @Test
    void aServerThatSendsWrongBytesIsNotMeasured() throws IOException {
        Path source = root.resolve("toolbench/peers/c-epoll/echo.c");
        String wrong =
                Files.readString(source).replace("    ssize_t sent = send(c->fd, buffer, n, MSG_NOSIGNAL);", """
                    buffer[n - 1] ^= 1;
                    ssize_t sent = send(c->fd, buffer, n, MSG_NOSIGNAL);""");
        Files.writeString(source, wrong);
        Outcome outcome = run();
        assertEquals(1, outcome.status(), outcome::toString);
        assertTrue(outcome.err().contains("c-epoll, echo-tcp: byte 0 of "), outcome::err);
        assertTrue(outcome.out().contains("failed: c-epoll, round 1: byte 0 of "), outcome::out);
    }
}
