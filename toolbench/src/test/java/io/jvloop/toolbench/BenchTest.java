// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jvloop.toolbench.host.Memory;
import io.jvloop.toolbench.result.Figure;
import io.jvloop.toolbench.result.ResultFile;
import io.jvloop.toolbench.result.Results;
import io.jvloop.toolbench.result.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Short real runs, in a toolbench of their own beside the load of the repository. */
class BenchTest {
    private static final String SHORT = "echo-tcp --rounds 2 --warmup 0.1 --seconds 0.2 --sizes 100 --connections 2";

    @TempDir
    Path root;

    private SmallBench bench;

    @BeforeEach
    void aToolbenchWithOneBarePeer() throws IOException {
        bench = SmallBench.bare(root);
    }

    private Outcome run(String... more) {
        List<String> words = new ArrayList<>(List.of(more));
        words.addAll(more.length > 0 && !more[0].startsWith("-") ? 1 : 0, List.of(SHORT.split(" ", -1)));
        return Outcome.of(root, words);
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
    void peersTakeTurnsInEachCaseOnServersThatStayUpForTheRound() throws IOException {
        assumeTrue(!Memory.isShort(), "not run: memory is short, so that servers do not wait");
        bench.describe("twin", """
                { "folder": "c-epoll", "build": [["cc", "-O2", "-o", "{build}/echo", "{here}/echo.c"]],
                  "serve": { "echo": ["sh", "-c", "echo $$ >> '{root}/starts'; exec '{build}/echo' $0 $@"] } }""");
        Path json = root.resolve("raw.json");
        Outcome outcome = run("--sizes", "100,200", "--json", json.toString());
        assertEquals(0, outcome.status(), outcome::toString);
        List<Sample> samples = ResultFile.read(json).samples();
        assertEquals(
                List.of("100-2 0", "100-2 0", "200-2 0", "200-2 0", "200-2 1", "200-2 1", "100-2 1", "100-2 1"),
                samples.stream()
                        .map(sample -> sample.caseName().substring("echo-tcp-".length()) + " " + sample.round())
                        .toList());
        for (int turn = 0; turn < samples.size(); turn += 2) {
            assertEquals(
                    Set.of("c-epoll", "twin"),
                    Set.of(samples.get(turn).peer(), samples.get(turn + 1).peer()));
        }
        int checked = 1;
        assertEquals(checked + 2, Files.readAllLines(root.resolve("starts")).size());
    }

    private void describe(String peer, String build, String serve) throws IOException {
        bench.describe(peer, """
                { "folder": "c-epoll", "build": [["sh", "-c", "%s"]], "serve": { "echo": ["sh", "-c", "%s"] } }""".formatted(build, serve));
    }

    /** Whichever of the two comes second ends the first one, which has had its first turn. */
    @Test
    void aServerThatDiesBetweenItsTurnsIsNotSaidToHaveDoneSoWhileItWasMeasured() throws IOException {
        assumeTrue(!Memory.isShort(), "not run: memory is short, so that servers do not wait");
        for (String name : List.of("one", "other")) {
            describe(
                    name,
                    "cc -O2 -o '{build}/echo' echo.c",
                    "kill -9 $(cat '{root}/up') 2>/dev/null; echo $$ > '{root}/up'; exec '{build}/echo' $0 $@");
        }
        Outcome outcome = run("--sizes", "100,200", "--rounds", "1", "--only", "one,other");
        assertEquals(1, outcome.status(), outcome::toString);
        assertTrue(
                outcome.err().contains(", echo-tcp-200-2: it died while it waited for its turn, signal 9"),
                outcome::err);
        assertFalse(outcome.err().contains("while it was measured"), outcome::err);
    }

    @Test
    void aServerThatWorksWhileItWaitsIsEndedUntilItsTurn() throws IOException {
        assumeTrue(!Memory.isShort(), "not run: memory is short, so that servers do not wait");
        describe(
                "restless",
                "sed 's/EVENTS, -1)/EVENTS, 0)/' echo.c | cc -O2 -x c - -o '{build}/echo'",
                "exec '{build}/echo' $0 $@");
        Path json = root.resolve("raw.json");
        Outcome outcome = run("--sizes", "100,200", "--rounds", "1", "--json", json.toString());
        assertTrue(outcome.err().contains("jvloop: restless: took "), outcome::err);
        assertEquals(0, outcome.status(), outcome::toString);
        assertEquals(4, ResultFile.read(json).samples().size());
    }

    @Test
    void atARateAsManyRequestsAreSentWhateverTheServerCould() throws IOException {
        Path json = root.resolve("raw.json");
        Outcome outcome = run("--rate", "2000", "--seconds", "1", "--json", json.toString());
        assertEquals(0, outcome.status(), outcome::toString);
        assertTrue(outcome.out().contains("\nopen loop: 2000 requests/s are due over all connections"), outcome::out);
        assertTrue(outcome.out().contains("(echo-tcp-100-2-at-2000, open loop, 2000 requests/s)"), outcome::out);
        Results results = ResultFile.read(json);
        assertEquals(2000, results.cases().getFirst().rate());
        assertEquals("open loop, 2000 requests/s", results.cases().getFirst().load());
        assertEquals(2, results.samples().size());
        for (Sample sample : results.samples()) {
            assertEquals("echo-tcp-100-2-at-2000", sample.caseName());
            assertEquals(2000, sample.figure(Figure.REQUESTS_PER_SECOND).orElseThrow(), 200, sample::toString);
            assertTrue(sample.figure(Figure.LATENCY_P99).orElseThrow() > 0, sample::toString);
        }
    }

    @Test
    void aServerThatDoesNotKeepUpWithTheRateIsSaidNotTo() {
        Outcome outcome = run("--rate", "10000000", "--rounds", "1", "--seconds", "1");
        assertEquals(1, outcome.status(), outcome::toString);
        String why = "load: the server does not keep up with 10000000 requests/s: ";
        assertTrue(outcome.err().contains("jvloop: c-epoll, echo-tcp-100-2-at-10000000: " + why), outcome::err);
        assertTrue(outcome.out().contains("failed: c-epoll, round 1: " + why), outcome::out);
    }

    @Test
    void noPathOfTheMachineIsInTheResultFile() throws IOException {
        Path json = root.resolve("raw.json");
        bench.describe(
                "broken",
                "{ \"serve\": { \"echo\": [\"sh\", \"-c\", \"echo cannot read '{here}/x /etc/no/luck' >&2\"] } }");
        Outcome outcome = run("--json", json.toString());
        assertTrue(outcome.out().contains("missing: broken: it does not start: cannot read"), outcome::out);
        String text = Files.readString(json);
        assertFalse(text.contains(root.toString()) || text.contains("/etc/no"), text);
        assertTrue(text.contains("--json ./raw.json") && text.contains("…/luck"), text);
    }

    @Test
    void unixSocketsAreMeasuredLikewise() {
        Outcome outcome = run("echo-unix");
        assertEquals(0, outcome.status(), outcome::toString);
        assertTrue(outcome.out().contains("UNIX echo, 100 bytes, 2 connections"), outcome::out);
    }

    @Test
    void aPeerThatIsNotThereIsListedWithWhatInstallsIt() throws IOException {
        bench.describe("absent", """
                { "needs": [{ "check": ["no-such-program", "--version"], "install": "apt-get install nothing" }],
                  "serve": { "echo": ["no-such-program"] } }""");
        Outcome outcome = run();
        assertEquals(0, outcome.status(), outcome::toString);
        assertTrue(
                outcome.out().contains("missing: absent: no-such-program is not there: apt-get install nothing"),
                outcome::out);
        assertTrue(outcome.out().lines().anyMatch("missing: absent"::equals), outcome::out);
    }

    @Test
    void onePeerThatDoesNotStartInOneGroupIsMissingInThatAlone() throws IOException {
        bench.describe(
                "half",
                Files.readString(root.resolve("toolbench/peers/c-epoll.json"))
                        .replace(
                                "[\"{build}/echo\"]",
                                "[\"sh\", \"-c\", \"case \\\"$*\\\" in *--unix*) echo no such socket >&2;; *) exec '{build}/echo' \\\"$@\\\";; esac\", \"half\"]"));
        Outcome outcome = run("echo");
        assertTrue(
                outcome.out().contains("missing in echo-unix: half: it does not start: no such socket"), outcome::out);
        assertFalse(outcome.out().contains("missing: half: "), outcome::out);
    }

    @Test
    void aPeerThatDoesNotStartIsListedWithWhatItSaid() throws IOException {
        bench.describe("broken", "{ \"serve\": { \"echo\": [\"sh\", \"-c\", \"echo no luck >&2\"] } }");
        Outcome outcome = run();
        assertTrue(outcome.out().contains("missing: broken: it does not start: no luck"), outcome::out);
        assertEquals(1, run("--peers", "broken").status());
    }

    @Test
    void aServerThatDiesWhileItIsLookedAtHasItsLastWordsAsItsFailure() throws IOException {
        bench.describe(
                "dying",
                "{ \"serve\": { \"echo\": [\"sh\", \"-c\","
                        + " \"echo listening on 127.0.0.1:1; echo no luck >&2; exit 3\"] } }");
        Outcome outcome = run();
        assertEquals(1, outcome.status(), outcome::toString);
        assertTrue(outcome.err().contains("jvloop: dying, echo-tcp: it died, status 3: no luck"), outcome::err);
    }

    @Test
    void whatIsNoResultInOurOwnFolderIsWrittenAnewWhichIsSaid() throws IOException {
        Path json = Files.createDirectories(root.resolve("build/bench")).resolve("echo-tcp.json");
        Files.writeString(json, "{");
        Outcome outcome = run();
        assertEquals(0, outcome.status(), outcome::toString);
        assertTrue(
                outcome.err()
                        .contains(
                                "jvloop: ./build/bench/echo-tcp.json: not a result file: it is no JSON, or was cut off;"
                                        + " it is written anew"),
                outcome::err);
        assertEquals(2, ResultFile.read(json).samples().size());
    }

    @Test
    void whatWasCutOffIsKeptWhenAnotherCommandWritesThere() throws IOException {
        assertEquals(0, run().status());
        Path json = root.resolve("build/bench/echo-tcp.json");
        Results all = ResultFile.read(json);
        Results cut = new Results(
                all.format(),
                all.command(),
                all.started(),
                "",
                all.machine(),
                all.rounds(),
                all.warmupSeconds(),
                all.seconds(),
                all.cases(),
                all.peers(),
                all.samples().subList(0, 1));
        ResultFile.write(json, cut);
        Outcome other = run("--case", "echo-tcp-100-2");
        assertEquals(0, other.status(), other::toString);
        assertTrue(other.err().contains("it is kept in ./build/bench/echo-tcp.json.before"), other::err);
        assertEquals(cut, ResultFile.read(root.resolve("build/bench/echo-tcp.json.before")));
        assertFalse(ResultFile.read(json).finished().isEmpty());
        ResultFile.write(json, cut);
        assertEquals(0, run("--case", "echo-tcp-100-2", "--rounds", "1").status());
        assertEquals(cut, ResultFile.read(root.resolve("build/bench/echo-tcp.json.before-2")));
    }

    @Test
    void whatIsOfJvloopAloneAndEveryPeerAreToldApart() throws IOException {
        assertEquals(0, run().status());
        Path script = Files.writeString(
                root.resolve("jvloop"),
                "#!/bin/sh\nshift 2\nexec '" + root.resolve("build/bench/c-epoll/echo") + "' \"$@\"\n");
        assertTrue(script.toFile().setExecutable(true));
        Outcome both = Outcome.of(root, List.of("start", "--rounds", "1"));
        assertEquals(0, both.status(), both::toString);
        int alone = both.out().indexOf("jvloop alone, with its AOT cache and without it:");
        int every = both.out().indexOf("Every peer, each as a whole process:");
        assertTrue(alone >= 0 && every > alone, both::out);
        assertTrue(both.out().indexOf("from the start until the first byte is echoed") > every, both::out);
        assertEquals(1, ResultFile.read(root.resolve("build/bench/start.json")).rounds());
        assertTrue(Files.exists(root.resolve("build/bench/start-jvloop.json")));
        Outcome one = Outcome.of(root, List.of("--case", "start", "--rounds", "1"));
        assertEquals(0, one.status(), one::toString);
        assertFalse(one.out().contains("jvloop alone") || one.out().contains("Every peer"), one::out);
    }

    @Test
    void whatFailsOfJvloopAloneLeavesThePeersAndTheOtherBackends() throws IOException {
        Path script = Files.writeString(root.resolve("jvloop"), "#!/bin/sh\necho no luck >&2\nexit 1\n");
        assertTrue(script.toFile().setExecutable(true));
        Outcome start = Outcome.of(root, List.of("start", "--rounds", "1"));
        assertEquals(1, start.status(), start::toString);
        assertTrue(start.err().contains("jvloop: start of jvloop alone: it does not start: no luck"), start::err);
        assertTrue(start.out().contains("from the start until the first byte is echoed"), start::out);
        Outcome idle = Outcome.of(root, List.of("idle", "--backends", "io_uring,epoll"));
        assertEquals(1, idle.status(), idle::toString);
        assertTrue(idle.err().contains("jvloop: idle, io_uring: it does not start: no luck"), idle::err);
        assertTrue(idle.err().contains("jvloop: idle, epoll: it does not start: no luck"), idle::err);
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
