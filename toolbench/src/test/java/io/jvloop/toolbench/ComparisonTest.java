// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import io.jvloop.toolbench.peer.Command;
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
class ComparisonTest {
    private static final String SHORT = "echo --rounds 2 --warmup 0.1 --seconds 0.2 --sizes 100 --connections 2";

    @TempDir
    Path root;

    @BeforeEach
    void aToolbenchWithOneBarePeer() throws IOException {
        Assumptions.assumeTrue(Command.output(List.of("cc", "--version")) != null, "not run: no C compiler");
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/stat")), "not run: no proc(5)");
        Path sources = Outcome.ROOT.resolve("toolbench");
        for (String file :
                List.of("load/echo_load.c", "peers/listen.h", "peers/c-epoll.json", "peers/c-epoll/echo.c")) {
            Path copy = root.resolve("toolbench").resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(sources.resolve(file), copy);
        }
    }

    private Outcome run(String... more) {
        List<String> words = new ArrayList<>(List.of(SHORT.split(" ", -1)));
        words.addAll(List.of(more));
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
        Results results = new Gson().fromJson(Files.readString(json), Results.class);
        assertEquals(
                List.of(0, 1), results.samples().stream().map(Sample::round).toList());
        for (Sample sample : results.samples()) {
            assertTrue(sample.figures().requests() > 100, sample::toString);
            assertTrue(sample.figures().serverCpuNanos() > 0, sample::toString);
            assertTrue(sample.figures().p99Micros() >= sample.figures().p50Micros(), sample::toString);
            assertTrue(sample.residentBytes() > 0, sample::toString);
        }
        assertTrue(outcome.out().contains("echo, 100 bytes x 2"), outcome::out);
    }

    @Test
    void unixSocketsAreMeasuredLikewise() {
        Outcome outcome = run("--unix");
        assertEquals(0, outcome.status(), outcome::toString);
        assertTrue(outcome.out().contains("echo over UNIX sockets, 100 bytes x 2"), outcome::out);
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
        assertTrue(outcome.out().contains("missing: broken: no luck"), outcome::out);
        assertEquals(1, run("--peers", "broken").status());
    }

    @Test
    void aServerThatSendsWrongBytesFailsTheRun() throws IOException {
        Path source = root.resolve("toolbench/peers/c-epoll/echo.c");
        String wrong =
                Files.readString(source).replace("    ssize_t sent = send(c->fd, buffer, n, MSG_NOSIGNAL);", """
                    buffer[n - 1] ^= 1;
                    ssize_t sent = send(c->fd, buffer, n, MSG_NOSIGNAL);""");
        Files.writeString(source, wrong);
        Outcome outcome = run();
        assertEquals(1, outcome.status(), outcome::toString);
        assertTrue(outcome.err().contains("c-epoll: load: wrong bytes came back"), outcome::err);
    }
}
