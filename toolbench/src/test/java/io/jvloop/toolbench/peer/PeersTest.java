// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.cli.BadInput;
import io.jvloop.cli.Failed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Builds are shell commands here, that write down each time they are run. */
class PeersTest {
    private static final String BUILD = "\"build\": [[\"sh\", \"-c\", \"echo built >>'{build}/log'\"]]";
    private static final String SERVE = "\"serve\": { \"echo\": [\"{build}/echo\"] }";

    @TempDir
    Path root;

    private final List<Missing> missing = new ArrayList<>();

    @BeforeEach
    void aFolderWithASource() throws IOException {
        Files.createDirectories(root.resolve("toolbench/peers/one"));
        Files.writeString(root.resolve("toolbench/peers/one/source"), "1");
    }

    private void describe(String peer, String... keys) throws IOException {
        Files.writeString(
                root.resolve("toolbench/peers/" + peer + ".json"),
                "{ \"folder\": \"one\", " + SERVE + (keys.length == 0 ? "" : ", ") + String.join(", ", keys) + " }");
    }

    private Peers peers() throws Failed {
        return Peers.read(root);
    }

    private Peer named(String name) throws Failed, BadInput {
        return peers().named(List.of(name)).getFirst();
    }

    private long builds() throws IOException {
        Path log = root.resolve("build/bench/one/log");
        return Files.exists(log) ? Files.readString(log).lines().count() : 0;
    }

    @Test
    void whatIsBuiltIsReadyAndIsNotBuiltAgain() throws Exception {
        describe("p", BUILD);
        assertFalse(peers().ready(named("p"), missing));
        assertEquals(
                "p: not installed: ./jvloop peers install p", missing.getFirst().toString());
        assertTrue(peers().prepare(named("p"), missing));
        assertTrue(peers().prepare(named("p"), missing));
        assertTrue(peers().ready(named("p"), missing));
        assertEquals(1, builds());
    }

    @Test
    void aChangedSourceAndAChangedCommandAreBuiltAgain() throws Exception {
        describe("p", BUILD);
        assertTrue(peers().prepare(named("p"), missing));
        Files.writeString(root.resolve("toolbench/peers/one/source"), "2");
        assertFalse(peers().ready(named("p"), missing));
        assertTrue(peers().prepare(named("p"), missing));
        assertEquals(2, builds());
        Files.writeString(root.resolve("toolbench/peers/shared.h"), "of all folders");
        assertFalse(peers().ready(named("p"), missing));
        assertTrue(peers().prepare(named("p"), missing));
        describe("p", BUILD.replace("built", "otherwise"));
        assertFalse(peers().ready(named("p"), missing));
    }

    @Test
    void anotherCompilerBuildsAgainAsItsVersionIsInTheResults() throws Exception {
        Path tool = root.resolve("tool");
        Files.writeString(tool, "cc 12");
        describe("p", BUILD, "\"needs\": [{ \"check\": [\"cat\", \"{root}/tool\"], \"install\": \"\" }]");
        describe(
                "q",
                BUILD.replace("built", "of q"),
                "\"versions\": [[\"cat\", \"{root}/tool\"], [\"cat\", \"{build}/log\"]]");
        assertTrue(peers().prepare(named("p"), missing));
        assertTrue(peers().prepare(named("q"), missing));
        assertTrue(peers().ready(named("q"), missing));
        assertEquals(2, builds());
        Files.writeString(tool, "cc 99");
        assertFalse(peers().ready(named("p"), missing));
        assertFalse(peers().ready(named("q"), missing));
        assertTrue(peers().prepare(named("p"), missing));
        assertEquals(3, builds());
        assertTrue(peers().ready(named("p"), missing));
    }

    @ParameterizedTest
    @CsvSource({
        "go version go1.19.8 linux/amd64, false",
        "go version go1.23 linux/amd64, false",
        "go version go1.24 linux/amd64, true",
        "go version go1.24.1 linux/amd64, true",
        "go version go1.100.0 linux/amd64, true",
        "go version go2.0 linux/amd64, true",
        "go version devel, true"
    })
    void whatIsTooOldIsRefused(String said, boolean isReady) throws Exception {
        describe(
                "p",
                "\"needs\": [{ \"check\": [\"echo\", \"" + said
                        + "\"], \"least\": \"1.24\", \"install\": \"a newer Go\" }]");
        assertEquals(isReady, peers().ready(named("p"), missing));
        assertEquals(
                isReady ? List.of() : List.of("p: " + said + " is too old: 1.24 or newer is needed: a newer Go"),
                missing.stream().map(Missing::toString).toList());
    }

    @Test
    void peersOfOneFolderShareItsBuildAndAnotherDescriptionChangesNothing() throws Exception {
        describe("p", BUILD);
        describe("q", BUILD, "\"title\": \"another\"");
        assertTrue(peers().prepare(named("p"), missing));
        assertTrue(peers().ready(named("q"), missing));
        describe("r", "\"title\": \"new\"");
        assertTrue(peers().ready(named("p"), missing));
        assertEquals(1, builds());
    }

    @Test
    void quickBuildsOnlyWhatNeedsNoDownload() throws Exception {
        describe("compiled", BUILD, "\"quick\": true");
        describe("fetched", BUILD.replace("built", "fetched"));
        assertFalse(peers().quick(named("fetched"), missing));
        assertEquals(0, builds());
        assertTrue(peers().quick(named("compiled"), missing));
        assertEquals(1, builds());
    }

    @Test
    void aBuildThatFailsOrIsBrokenOffLeavesNothingThatLooksReady() throws Exception {
        describe("p", BUILD.replace("'\"", "'; echo no luck; exit 3\""));
        Peers peers = peers();
        Peer peer = peers.named(List.of("p")).getFirst();
        assertFalse(peers.prepare(peer, missing));
        String reason = missing.getFirst().reason();
        assertTrue(reason.startsWith("cannot be built: ") && reason.contains("no luck"), reason);
        assertFalse(peers.prepare(peer, missing));
        assertEquals(1, builds(), "a build that failed is not tried again in the same run");
        assertFalse(peers().ready(named("p"), missing));
    }

    @Test
    void oneCommandGetsAllThatIsMissing() throws Exception {
        describe(
                "p",
                "\"needs\": [{ \"check\": [\"no-such-a\"], \"install\": \"apt-get install a b\" },"
                        + "{ \"check\": [\"true\"], \"install\": \"never\" },"
                        + "{ \"name\": \"c's library\", \"check\": [\"false\"], \"install\": \"apt-get install b c\" }]");
        assertFalse(peers().prepare(named("p"), missing));
        assertEquals(
                "p: no-such-a, c's library are not there: apt-get install a b c",
                missing.getFirst().toString());
    }

    @Test
    void versionsAreThoseThatItSaysElseThoseOfItsNeeds() throws Exception {
        String need = "\"needs\": [{ \"check\": [\"echo\", \"tool 1.0\"], \"install\": \"\" }]";
        describe("p", need, "\"versions\": [[\"echo\", \"it 2.0\"], [\"false\"], [\"printf\", \"on 3.0\\\\nmore\"]]");
        describe("q", need);
        assertEquals("it 2.0; on 3.0", peers().version(named("p")));
        assertEquals("tool 1.0", peers().version(named("q")));
        Peers peers = peers();
        assertTrue(peers.ready(named("q"), missing));
        assertEquals("tool 1.0", peers.versions().get("q"));
    }

    @Test
    void twoWhoBuildAtOnceBuildOnce() throws Exception {
        describe("p", BUILD.replace("echo built", "sleep 0.3; echo built"));
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Boolean>> both = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                both.add(threads.submit(() -> peers().prepare(named("p"), new ArrayList<>())));
            }
            for (Future<Boolean> one : both) {
                assertTrue(one.get());
            }
        }
        assertEquals(1, builds());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "instal | peers instal: expected nothing, or one of: install, check, --json: did you mean 'install'?",
                "install uvlop | no peer 'uvlop': did you mean 'uvloop'? (./jvloop peers lists them)",
                "check uvlop | no peer 'uvlop': did you mean 'uvloop'? (./jvloop peers lists them)",
                "check --all | unknown option '--all': there are no options",
            })
    void whatMakesNoSenseIsOneLineAndStatusTwo(String line, String expected) throws Exception {
        describe("uvloop");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status =
                Main.run(root, List.of(line.split(" ", -1)), new PrintStream(out, true), new PrintStream(err, true));
        assertEquals(2, status);
        assertEquals("jvloop: " + expected + System.lineSeparator(), err.toString(StandardCharsets.UTF_8));
        assertEquals(0, out.size());
    }

    @Test
    void anUnknownNameIsSaidWithTheNearest() throws Exception {
        describe("uvloop");
        BadInput wrong = assertThrows(BadInput.class, () -> named("uvlop"));
        assertEquals("no peer 'uvlop': did you mean 'uvloop'? (./jvloop peers lists them)", wrong.getMessage());
    }
}
