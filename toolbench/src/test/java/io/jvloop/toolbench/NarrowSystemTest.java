// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jvloop.toolbench.host.Cores;
import io.jvloop.toolbench.peer.Command;
import io.jvloop.toolbench.result.Figure;
import io.jvloop.toolbench.result.ResultFile;
import io.jvloop.toolbench.result.Results;
import io.jvloop.toolbench.result.Sample;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a system lacks is said, and the rest is measured. */
class NarrowSystemTest {
    @TempDir
    Path root;

    private Path json;

    @BeforeEach
    void aSystemWithSessions() {
        assumeTrue(Command.output(List.of("setsid", "true")) != null, "not run: no setsid");
        json = root.resolve("raw.json");
    }

    /** All programs but these. */
    private Map<String, String> pathWithout(String... names) throws IOException {
        Path programs = Files.createDirectory(root.resolve("programs"));
        for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
            File[] found = new File(folder).listFiles();
            for (File program : found == null ? new File[0] : found) {
                Path link = programs.resolve(program.getName());
                if (!List.of(names).contains(program.getName()) && !Files.isSymbolicLink(link)) {
                    Files.createSymbolicLink(link, program.toPath());
                }
            }
        }
        return Map.of("PATH", programs.toString());
    }

    private List<String> peersMeasured() throws IOException {
        return ResultFile.read(json).samples().stream()
                .filter(sample -> sample.figure(Figure.CPU).isPresent())
                .map(Sample::peer)
                .toList();
    }

    @Test
    void withoutWrkHttpIsAskedByOurOwnLoadWhichIsSaid() throws Exception {
        SmallBench bench = SmallBench.bare(root);
        bench.copy("peers/c-http.json", "peers/c-http/http.c");
        List<String> words = List.of(
                ("http --only c-http --sizes 1024 --connections 2 --rounds 1 --warmup 0.1 --seconds 0.2 --json " + json)
                        .split(" ", -1));
        Outcome outcome = Program.run(root, List.of(), pathWithout("wrk"), words);
        assertEquals(0, outcome.status(), outcome::toString);
        assertTrue(
                outcome.out().contains("missing: wrk: HTTP is asked by our own load instead: apt-get install wrk"),
                outcome::out);
        assertTrue(outcome.out().contains("(http-1k-2, our own closed loop)"), outcome::out);
        assertEquals(List.of("c-http"), peersMeasured());
        assertEquals(
                "our own closed loop", ResultFile.read(json).cases().getFirst().load());
        assertTrue(Files.readString(root.resolve("raw.html")).contains("our own closed loop"));
    }

    @Test
    void withoutCompilersTheirPeersAreMissingAndTheRestIsMeasured() throws Exception {
        SmallBench bench = new SmallBench(root);
        bench.copy("peers/c-epoll.json", "peers/go-echo.json", "peers/jdk-nio.json", "peers/Listen.java");
        try (Stream<Path> sources = Files.list(Outcome.ROOT.resolve("toolbench/peers/jdk"))) {
            for (Path source : sources.toList()) {
                bench.copy("peers/jdk/" + source.getFileName());
            }
        }
        Map<String, String> path = pathWithout("cc", "gcc", "c99", "clang", "go");
        Outcome outcome = Program.run(root, List.of(), path, SmallBench.shortWords("--json", json.toString()));
        assertEquals(0, outcome.status(), outcome::toString);
        assertTrue(
                outcome.out().contains("missing: c-epoll: cc is not there: apt-get install gcc libc6-dev"),
                outcome::out);
        assertTrue(
                outcome.out().contains("missing: go-echo: go is not there: Go 1.24 or newer: https://go.dev/dl"),
                outcome::out);
        assertEquals(List.of("jdk-nio"), peersMeasured());
        String page = Files.readString(root.resolve("raw.html"));
        assertTrue(page.contains("<code>Go 1.24 or newer: https://go.dev/dl"));
    }

    /** Nobody can make a file there. */
    private void temporaryFilesCannotBeMade() throws IOException {
        Path proc = Path.of("/proc");
        assumeTrue(Files.isDirectory(proc), "not run: no proc(5)");
        Files.createSymbolicLink(root.resolve("tmp"), proc);
    }

    @Test
    void withoutAPlaceForTemporaryFilesNoProgramIsTakenForAbsent() throws Exception {
        SmallBench.bare(root);
        temporaryFilesCannotBeMade();
        Outcome outcome = Program.peers(root, List.of(), "install", "c-epoll");
        assertEquals(0, outcome.status(), outcome::toString);
        assertTrue(outcome.out().contains("c-epoll: ready, "), outcome::out);
    }

    @Test
    void withoutAPlaceForSocketsItIsOneLine() throws Exception {
        SmallBench.bare(root);
        temporaryFilesCannotBeMade();
        Outcome outcome = Program.run(root, List.of(), Map.of(), SmallBench.shortWords());
        assertEquals(1, outcome.status(), outcome::toString);
        assertTrue(outcome.err().startsWith("jvloop: no folder for UNIX sockets can be made in "), outcome::err);
        assertEquals(1, outcome.err().lines().count(), outcome::err);
    }

    @Test
    void onOneCoreItIsSaidThatServerAndLoadShareIt() throws Exception {
        Cores cores = Cores.detect();
        assumeTrue(cores.arePinned(), "not run: one core, or no taskset");
        SmallBench.bare(root);
        Outcome outcome = Program.run(
                root,
                List.of("taskset", "-c", String.valueOf(cores.client())),
                Map.of(),
                SmallBench.shortWords("--json", json.toString()));
        assertEquals(0, outcome.status(), outcome::toString);
        assertTrue(
                outcome.out().contains("server and load share core " + cores.client() + ", as there is no other"),
                outcome::out);
        assertEquals(List.of("c-epoll"), peersMeasured());
        Results results = ResultFile.read(json);
        assertEquals(1, results.machine().cores());
        assertEquals(-1, results.machine().serverCore());
        assertTrue(Files.readString(root.resolve("raw.html")).contains("server and load shared the only one"));
    }

    @Test
    void aServerThatCannotListenSpoilsItsOwnResult() throws Exception {
        SmallBench bench = SmallBench.bare(root);
        String description = Files.readString(root.resolve("toolbench/peers/c-epoll.json"));
        String once = "if [ -e '{build}/taken' ]; then echo 'bind: Address already in use' >&2; exit 1; fi;"
                + " touch '{build}/taken'; exec '{build}/echo' \\\"$@\\\"";
        bench.describe(
                "taken",
                description.replace(
                        "\"echo\": [\"{build}/echo\"]", "\"echo\": [\"sh\", \"-c\", \"" + once + "\", \"sh\"]"));
        Outcome outcome = bench.shortRun("--json", json.toString());
        assertEquals(1, outcome.status(), outcome::toString);
        String why = "it does not start: bind: Address already in use";
        assertTrue(outcome.err().contains("jvloop: taken, echo-tcp-100-2: " + why), outcome::err);
        assertTrue(outcome.out().contains("failed: taken, round 1: " + why), outcome::out);
        assertEquals(List.of("c-epoll"), peersMeasured());
    }
}
