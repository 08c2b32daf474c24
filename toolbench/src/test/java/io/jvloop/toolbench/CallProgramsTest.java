// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.host.Cores;
import io.jvloop.toolbench.measure.CallProgram;
import io.jvloop.toolbench.measure.Pace;
import io.jvloop.toolbench.peer.Command;
import io.jvloop.toolbench.peer.Peer;
import io.jvloop.toolbench.peer.Peers;
import io.jvloop.toolbench.plan.CallCases;
import io.jvloop.toolbench.result.Case;
import io.jvloop.toolbench.result.Figure;
import io.jvloop.toolbench.result.ResultFile;
import io.jvloop.toolbench.result.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of {@code toolbench/calls}, for a moment each: those that can run without a download. */
class CallProgramsTest {
    private static final Path CALLS = Outcome.ROOT.resolve("toolbench/calls");
    private static final Pace SHORT = new Pace(0.05, 0.1);

    /** Between the least that an addition may take and the most that anybody would call a call. */
    private static final double NANOS_MAX = 2e6;

    @TempDir
    Path folder;

    @Test
    void jvloopSaysWhatEachCaseTakes() throws Failed {
        measure(java("JvloopCalls"), CallCases.CALLS);
        measure(java("JvloopTasks"), CallCases.TASKS);
    }

    @Test
    void asyncioSaysWhatEachCaseTakes() throws Failed {
        List<String> python = List.of("python3", "-B");
        assumeTrue(Command.output(List.of("python3", "--version")) != null, "not run: no python3");
        measure(with(python, CALLS.resolve("python/calls.py").toString()), CallCases.CALLS);
        measure(with(python, CALLS.resolve("python/tasks.py").toString()), CallCases.TASKS);
    }

    @Test
    void nodeSaysWhatEachCaseTakes() throws Failed {
        assumeTrue(Command.output(List.of("node", "--version")) != null, "not run: no node");
        measure(List.of("node", CALLS.resolve("node/calls.js").toString()), CallCases.CALLS);
    }

    @Test
    void goSaysWhatEachCaseTakes() throws Failed {
        assumeTrue(Command.output(List.of("go", "version")) != null, "not run: no Go");
        String program = folder.resolve("calls").toString();
        Command.run(List.of("go", "build", "-o", program, "."), CALLS.resolve("go"), folder.resolve("go.log"));
        measure(List.of(program), CallCases.CALLS);
        measure(List.of(program), CallCases.TASKS);
    }

    @Test
    void theGroupHasEveryCaseOnOneCoreButTheOneWithThreads() throws IOException {
        assumeTrue(Cores.detect().arePinned(), "not run: one core, or no taskset");
        Path peers = Files.createDirectories(folder.resolve("toolbench/peers"));
        String saysItsCores = "echo \\\"{'nanosPerCall': $(nproc), 'cpuNanosPerCall': 1, 'calls': 1}\\\"";
        Files.writeString(peers.resolve("cores.json"), """
                { "serve": { "calls": ["sh", "-c", "%s"], "tasks": ["sh", "-c", "%s"] } }""".formatted(saysItsCores, saysItsCores));
        Path json = folder.resolve("raw.json");
        Outcome outcome = Outcome.of(
                folder,
                List.of("calls", "--rounds", "1", "--seconds", "0.1", "--warmup", "0.1", "--json", json.toString()));
        assertEquals(0, outcome.status(), outcome::toString);
        Map<String, Double> cores = new HashMap<>();
        for (Sample sample : ResultFile.read(json).samples()) {
            cores.put(sample.caseName(), sample.figure(Figure.NANOS_PER_CALL).orElseThrow());
        }
        assertEquals(Set.copyOf(CallCases.ALL.stream().map(Case::name).toList()), cores.keySet(), outcome::toString);
        assertTrue(cores.remove("call-soon-threadsafe") > 1);
        assertEquals(Set.of(1.0), Set.copyOf(cores.values()));
    }

    @Test
    void whatIsBuiltLiesInTheBuildFolderWhereverItsSourcesAre() throws Failed {
        Peers peers = Peers.read(Outcome.ROOT);
        Peer go = peers.serving(CallCases.CALLS, false).stream()
                .filter(peer -> peer.name().equals("go-calls"))
                .findFirst()
                .orElseThrow();
        Path built = Outcome.ROOT.resolve("build/bench/calls/go/calls");
        assertEquals(List.of(built.toString()), peers.command(go, CallCases.CALLS));
    }

    @Test
    void aProgramThatDoesNotKnowTheCaseIsAFailureOfOneLine() {
        Case unknown = new Case("call-later", "calls", "", "", 0, 0, "", Figure.NANOS_PER_CALL.key());
        Failed failure = assertThrows(
                Failed.class, () -> new CallProgram(true).run(java("JvloopCalls"), unknown, SHORT, errors()));
        assertEquals("unknown case 'call-later'", failure.getMessage());
    }

    @Test
    void aProgramThatSaysNothingOrNonsenseHasNoFigures() {
        assertEquals("it said nothing", failureOf("true"));
        assertEquals("it said what is no result: fast", failureOf("echo fast"));
        assertEquals("it said what is no result: {\"calls\": 0}", failureOf("echo '{\"calls\": 0}'"));
        assertEquals("it ended with status 3", failureOf("exit 3"));
        assertEquals("out of luck", failureOf("echo out of luck >&2; exit 1"));
    }

    @Test
    void aProgramThatHangsIsKilled() {
        long before = System.nanoTime();
        assertEquals("it did not end within 0 s", failureOf("exec sleep 600"));
        assertTrue(System.nanoTime() - before < 60_000_000_000L);
    }

    private String failureOf(String script) {
        Failed failure = assertThrows(
                Failed.class,
                () -> new CallProgram(true, 0.2)
                        .run(List.of("sh", "-c", script, "sh"), CallCases.ALL.getFirst(), SHORT, errors()));
        return String.valueOf(failure.getMessage());
    }

    private void measure(List<String> command, String served) throws Failed {
        for (Case of : CallCases.ALL) {
            if (CallCases.served(of).equals(served)) {
                Map<String, Double> figures = new CallProgram(true).run(command, of, SHORT, errors());
                double nanos = figures.get(Figure.NANOS_PER_CALL.key());
                assertTrue(nanos > 0.1 && nanos < NANOS_MAX, () -> command + ", " + of.name() + ": " + figures);
            }
        }
    }

    private Path errors() {
        return folder.resolve("errors");
    }

    private static List<String> with(List<String> words, String more) {
        List<String> all = new ArrayList<>(words);
        all.add(more);
        return all;
    }

    /** As {@code ./jvloop run}, on the jars that this test runs with. */
    private static List<String> java(String program) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-p",
                System.getProperty("jdk.module.path"),
                "--add-modules",
                "io.jvloop",
                "--enable-native-access=io.jvloop",
                "--add-opens",
                "java.base/java.lang=io.jvloop",
                CALLS.resolve("java/" + program + ".java").toString());
    }
}
