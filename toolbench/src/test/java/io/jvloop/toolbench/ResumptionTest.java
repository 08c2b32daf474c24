// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.cli.BadInput;
import io.jvloop.cli.Failed;
import io.jvloop.toolbench.host.Toolbench;
import io.jvloop.toolbench.plan.Plan;
import io.jvloop.toolbench.plan.Slices;
import io.jvloop.toolbench.plan.WarmUp;
import io.jvloop.toolbench.result.Case;
import io.jvloop.toolbench.result.Machine;
import io.jvloop.toolbench.result.PeerEntry;
import io.jvloop.toolbench.result.ResultFile;
import io.jvloop.toolbench.result.Results;
import io.jvloop.toolbench.result.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was cut off is gone on with by the same code and the same peers, and by nothing else. */
class ResumptionTest {
    private static final Case ECHO =
            new Case("echo-tcp-1k-10", "echo-tcp", "TCP echo", "tcp", 1024, 10, "closed loop", "cpuMicrosPerRequest");

    private static final PeerEntry OURS = peer("jvloop-epoll", "25");
    private static final PeerEntry NODE = peer("node-net", "Node.js 22.1");

    @TempDir
    Path root;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path json;

    @BeforeEach
    void aFile() {
        json = root.resolve("raw.json");
    }

    private static PeerEntry peer(String name, String version) {
        return new PeerEntry(name, name, "Java", version, List.of(ECHO.name()), List.of(), "", "");
    }

    private static Sample sample(PeerEntry peer) {
        return new Sample(ECHO.name(), peer.name(), 0, 0, "", "", Map.of("cpuMicrosPerRequest", 1.0));
    }

    private static Results run(String commit, List<PeerEntry> peers, Sample... samples) {
        Machine machine = new Machine("a processor", 2, 1, "Linux 6", "25", commit, 1, 0, Map.of());
        return new Results(
                Results.FORMAT,
                "./jvloop bench echo",
                "2026-01-02T03:04:05Z",
                "",
                machine,
                5,
                1,
                4,
                List.of(ECHO),
                peers,
                Arrays.asList(samples));
    }

    private Results gone(boolean insists, Results old, Results fresh) throws IOException, BadInput, Failed {
        ResultFile.write(json, old);
        Plan plan = new Plan(
                "./jvloop bench echo",
                List.of(),
                List.of(),
                new Slices(5, new WarmUp(1, 1), 4),
                0,
                true,
                json,
                root.resolve("raw.html"),
                insists);
        Toolbench toolbench = new Toolbench(
                root,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return Resumption.read(toolbench, plan).of(fresh, toolbench);
    }

    private void isKeptAside(Results old, Results fresh, String why) throws Exception {
        assertEquals(List.of(), gone(false, old, fresh).samples());
        assertEquals(
                "jvloop: ./raw.json has a run of " + why + " that was cut off; it is kept in ./raw.json.before\n",
                said());
        assertEquals(old, ResultFile.read(root.resolve("raw.json.before")));
        assertFalse(Files.exists(json));
        Failed failure = assertThrows(Failed.class, () -> gone(true, old, fresh));
        assertEquals("--resume: ./raw.json has a run of " + why, failure.getMessage());
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theSameGoesOn() throws Exception {
        Results old = run("abc with changes 123", List.of(OURS, NODE), sample(OURS), sample(NODE));
        Results on = gone(true, old, run("abc with changes 123", List.of(OURS, NODE)));
        assertEquals(old, on);
        assertEquals("", said());
        assertTrue(out.toString(StandardCharsets.UTF_8).startsWith("goes on with the run that began at "));
    }

    @Test
    void otherChangesAreAnotherRun() throws Exception {
        isKeptAside(
                run("abc with changes 123", List.of(OURS), sample(OURS)),
                run("abc with changes 124", List.of(OURS)),
                "another commit (abc with changes 123, and now it is abc with changes 124)");
    }

    @Test
    void changesThatAnOlderFileDoesNotTellAreAnotherRun() throws Exception {
        isKeptAside(
                run("abc with changes", List.of(OURS), sample(OURS)),
                run("abc with changes 124", List.of(OURS)),
                "another commit (abc with changes, and now it is abc with changes 124)");
    }

    @Test
    void anotherVersionOfAPeerIsAnotherRun() throws Exception {
        isKeptAside(
                run("abc", List.of(OURS, NODE), sample(OURS), sample(NODE)),
                run("abc", List.of(OURS, peer("node-net", "Node.js 24.0"))),
                "another version of node-net (Node.js 22.1, and now it is Node.js 24.0)");
    }

    @Test
    void aPeerThatIsMissingNowIsAnotherRun() throws Exception {
        PeerEntry missing = new PeerEntry(
                "node-net", "node-net", "Java", "", List.of(ECHO.name()), List.of(), "node is not there", "");
        isKeptAside(
                run("abc", List.of(OURS, NODE), sample(OURS), sample(NODE)),
                run("abc", List.of(OURS, missing)),
                "another version of node-net (Node.js 22.1, and now it is unknown)");
    }

    @Test
    void theVersionOfAPeerWithoutSamplesIsNoMatter() throws Exception {
        Results old = run("abc", List.of(OURS, NODE), sample(OURS));
        Results on = gone(false, old, run("abc", List.of(OURS, peer("node-net", "Node.js 24.0"))));
        assertEquals(1, on.samples().size());
        assertEquals("Node.js 24.0", on.peers().getLast().version());
    }

    @Test
    void anotherCommandIsAnotherRun() throws Exception {
        Results fresh = run("abc", List.of(OURS));
        isKeptAside(
                new Results(
                        fresh.format(),
                        "./jvloop bench http",
                        fresh.started(),
                        "",
                        fresh.machine(),
                        5,
                        1,
                        4,
                        fresh.cases(),
                        fresh.peers(),
                        List.of(sample(OURS))),
                fresh,
                "another command (./jvloop bench http)");
    }

    @Test
    void withWhatIsFinishedNothingGoesOn() throws Exception {
        Results fresh = run("abc", List.of(OURS));
        Results whole = new Results(
                fresh.format(),
                fresh.command(),
                fresh.started(),
                "2026-01-02T04:04:05Z",
                fresh.machine(),
                5,
                1,
                4,
                fresh.cases(),
                fresh.peers(),
                List.of(sample(OURS)));
        assertEquals(List.of(), gone(false, whole, fresh).samples());
        assertEquals("", said());
        Failed failure = assertThrows(Failed.class, () -> gone(true, whole, fresh));
        assertEquals("--resume: ./raw.json has a run that was not cut off", failure.getMessage());
    }
}
