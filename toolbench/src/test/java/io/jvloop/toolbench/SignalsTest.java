// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jvloop.toolbench.peer.Command;
import io.jvloop.toolbench.result.ResultFile;
import io.jvloop.toolbench.result.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a run is stopped: what was measured is kept, nobody is blamed, and nothing is left behind. */
class SignalsTest {
    private static final int LOOKS = 400;
    private static final int LOOK_MILLIS = 50;
    private static final int ROUNDS = 3;

    @TempDir
    Path root;

    @BeforeEach
    void aSystemWithSessions() {
        assumeTrue(Command.output(List.of("setsid", "true")) != null, "not run: no setsid");
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "not run: no proc(5)");
    }

    private List<String> twoPeersInThreeRounds() throws IOException {
        SmallBench bench = SmallBench.bare(root);
        bench.describe("twin", Files.readString(root.resolve("toolbench/peers/c-epoll.json")));
        return List.of(
                "echo-tcp",
                "--rounds",
                String.valueOf(ROUNDS),
                "--warmup",
                "0.1",
                "--seconds",
                "1",
                "--sizes",
                "100",
                "--connections",
                "2",
                "--json",
                root.resolve("raw.json").toString());
    }

    private Program start(List<String> words) throws IOException {
        return Program.start(root, List.of(), Map.of(), words);
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        for (int look = 0; look < LOOKS && !condition.call(); look++) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static void leavesNothing(Program program) throws Exception {
        await(() -> program.running().isEmpty());
        assertEquals(List.of(), program.running());
        assertEquals(List.of(), program.temporaryFiles());
    }

    private void isStoppedWhileItMeasures(String signal, boolean isForAll, int status) throws Exception {
        List<String> words = twoPeersInThreeRounds();
        Path json = root.resolve("raw.json");
        try (Program program = start(words)) {
            await(() -> Files.exists(json) || !program.isAlive());
            await(() -> program.running().size() >= 3 || !program.isAlive()); // itself, a server and a load
            program.signal(signal, isForAll);
            Outcome stopped = program.end();
            assertEquals(status, stopped.status(), stopped::toString);
            leavesNothing(program);
            Results kept = ResultFile.read(json);
            int count = kept.samples().size();
            assertEquals("", kept.finished());
            assertTrue(count >= 1 && count < 2 * ROUNDS, kept::toString);
            assertTrue(
                    kept.samples().stream().allMatch(sample -> sample.failure().isEmpty()), kept::toString);
            List<String> said = stopped.err()
                    .lines()
                    .filter(line -> line.startsWith("jvloop: "))
                    .toList();
            assertEquals(
                    List.of("jvloop: stopped; " + count
                            + " samples are in ./raw.json, and the same command goes on from" + " there"),
                    said,
                    stopped::err);
        }
        Outcome on = Program.run(root, List.of(), Map.of(), words);
        assertEquals(0, on.status(), on::toString);
        assertTrue(on.out().contains("goes on with the run that began at "), on::out);
        assertEquals(2 * ROUNDS, ResultFile.read(json).samples().size());
        assertFalse(ResultFile.read(json).finished().isEmpty());
    }

    @Test
    void ctrlCOnATerminalReachesServersAsWellAndTheSameCommandGoesOn() throws Exception {
        isStoppedWhileItMeasures("INT", true, 130);
    }

    @Test
    void aSignalForTheRunAloneStopsItsServersToo() throws Exception {
        isStoppedWhileItMeasures("TERM", false, 143);
    }

    @Test
    void whatAKilledRunHasLeftTheNextOneRemoves() throws Exception {
        List<String> words = twoPeersInThreeRounds();
        try (Program program = start(words)) {
            await(() -> Files.exists(root.resolve("raw.json")) || !program.isAlive());
            program.signal("KILL", false);
            program.end();
            await(() -> program.running().isEmpty());
            assertFalse(program.temporaryFiles().isEmpty());
        }
        try (Program next = start(words)) {
            assertEquals(0, next.end().status());
            assertEquals(List.of(), next.temporaryFiles());
        }
    }

    @Test
    void whileOneMeasuresAnotherIsRefused() throws Exception {
        List<String> words = twoPeersInThreeRounds();
        try (Program first = start(words)) {
            await(() -> Files.exists(root.resolve("raw.json")) || !first.isAlive());
            Outcome second = Outcome.of(root, words);
            assertEquals(1, second.status(), second::toString);
            assertTrue(second.err().startsWith("jvloop: another bench measures here"), second::err);
            assertEquals("", second.out());
            assertEquals(0, first.end().status());
        }
    }

    private void isStoppedWhileItBuilds(String signal, boolean isForAll, int status) throws Exception {
        SmallBench bench = new SmallBench(root);
        Files.createDirectories(root.resolve("toolbench/peers/slow"));
        bench.describe("slow", """
                { "folder": "slow", "build": [["sh", "-c", "touch '{build}/begun'; sleep 60; exit 1"]],
                  "serve": { "echo": ["{build}/echo"] } }""");
        try (Program program = start(List.of("echo-tcp"))) {
            await(() -> Files.exists(root.resolve("build/bench/slow/begun")) || !program.isAlive());
            program.signal(signal, isForAll);
            Outcome stopped = program.end();
            assertEquals(status, stopped.status(), stopped::toString);
            leavesNothing(program);
            assertTrue(stopped.err().endsWith("\njvloop: stopped; nothing was measured by this run\n"), stopped::err);
            assertEquals("", stopped.out());
        }
    }

    @Test
    void ctrlCWhilePeersAreMadeReadyLeavesNothing() throws Exception {
        isStoppedWhileItBuilds("INT", true, 130);
    }

    /** As by Ctrl-C: what looks for it is ended as well, and its end says nothing of what is there. */
    @Test
    void ctrlCWhileItLooksForProgramsIsNoTrace() throws Exception {
        SmallBench bench = new SmallBench(root);
        Files.createDirectories(root.resolve("toolbench/peers/stopping"));
        for (int i = 0; i < 9; i++) {
            bench.describe("stopping" + i, """
                    { "folder": "stopping", "needs": [{ "check": ["sh", "-c", "kill -s INT 0; sleep 9"], "install": "" },
                      { "check": ["true", "%d"], "install": "" }],
                      "serve": { "echo": ["true"] } }""".formatted(i));
        }
        try (Program program = start(List.of("echo-tcp"))) {
            Outcome stopped = program.end();
            assertEquals(130, stopped.status(), stopped::toString);
            leavesNothing(program);
            assertEquals(
                    "making ready: stopping0\n\njvloop: stopped; nothing was measured by this run\n", stopped.err());
            assertEquals("", stopped.out());
        }
    }

    @Test
    void aSignalWhilePeersAreMadeReadyStopsWhatBuildsThem() throws Exception {
        isStoppedWhileItBuilds("TERM", false, 143);
    }
}
