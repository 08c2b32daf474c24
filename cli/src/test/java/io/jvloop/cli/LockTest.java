// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who waits for whom where something is built or tested, and that nobody waits for ever. */
class LockTest {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    @TempDir
    private Path folder;

    private FreshMachine machine;

    @BeforeAll
    static void thereIsACommand() throws Exception {
        Command.assumeBuilt();
    }

    @BeforeEach
    void copyTheCommand() throws IOException {
        machine = new FreshMachine(folder);
    }

    private Command command() {
        return machine.command().with("JAVA_HOME", FreshMachine.JDK);
    }

    /** Lines of a shell, in the folder of the command. */
    private Command.Running shell(String lines) throws IOException {
        Command sh = machine.at(Path.of("/bin/sh")).with("JAVA_HOME", FreshMachine.JDK);
        return sh.start("-c", "cd '" + folder + "'\n" + lines);
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.call()) {
            assertTrue(System.nanoTime() - start < PATIENCE_NANOS, "it does not happen");
            Thread.sleep(10);
        }
    }

    private static boolean hasText(Path file) throws IOException {
        return Files.exists(file) && Files.size(file) > 0;
    }

    private Path lock() {
        return folder.resolve("build/locked");
    }

    private void lockBy(String owner) throws IOException {
        Files.createDirectories(lock().getParent());
        Files.createSymbolicLink(lock(), Path.of(owner));
    }

    @Test
    void whereNothingCanBeWrittenItSaysSoAndEnds() throws Exception {
        machine.script("mvn", "exit 1");
        Files.writeString(folder.resolve("build"), "in the way");
        try (var build = command().start("build")) {
            assertEquals(1, build.status());
            String said = build.err().get();
            assertTrue(said.startsWith("jvloop: nothing can be written in "), said);
            assertEquals(1, said.lines().count(), said);
        }
    }

    /** Processes of a container have the same small numbers each time. */
    @Test
    void aLockThatWasLeftByOneOfOurOwnNumberIsTakenOver() throws Exception {
        machine.script("mvn", "exit 1");
        try (var build = shell("mkdir build\nln -s $$ build/locked\nexec ./jvloop build")) {
            assertEquals(1, build.status());
            String said = build.err().get();
            assertTrue(said.contains("jvloop: the build failed"), said);
        }
        assertFalse(Files.isSymbolicLink(lock()));
    }

    @Test
    void ofSeveralThatFindALockWhoseOwnerIsGoneOneAtATimeBuilds() throws Exception {
        machine.script("mvn", "mkdir alone || echo clash >>clashes\nsleep 0.02\nrmdir alone\nexit 1");
        Process gone = new ProcessBuilder("true").start();
        assertEquals(0, gone.waitFor());
        for (int round = 0; round < 10; round++) {
            lockBy(gone.pid() + " (./jvloop test)");
            try (var builds = shell("for i in 1 2 3 4; do ./jvloop build & done\nwait")) {
                assertEquals(0, builds.status());
            }
        }
        assertFalse(Files.exists(folder.resolve("clashes")));
    }

    /** Whoever takes a lock over has been killed in the middle of that. */
    @Test
    void aTakeOverThatWasNotCompletedHoldsNobodyUpForLong() throws Exception {
        machine.script("mvn", "exit 1");
        Process gone = new ProcessBuilder("true").start();
        assertEquals(0, gone.waitFor());
        lockBy(gone.pid() + " (./jvloop test)");
        Path half = Files.createDirectory(lock().resolveSibling("locked.gone"));
        Files.setLastModifiedTime(half, FileTime.from(Instant.now().minusSeconds(180)));
        try (var build = command().start("build")) {
            assertEquals(1, build.status());
        }
        assertFalse(Files.exists(half));
    }

    @Test
    void whoeverWaitsSaysForWhom() throws Exception {
        machine.script("mvn", "exit 1");
        String other = ProcessHandle.current().pid() + " (./jvloop test)";
        lockBy(other);
        Path said = folder.resolve("said");
        try (var build = shell("exec ./jvloop build 2>said")) {
            await(() -> hasText(said));
            Files.delete(lock());
            assertEquals(1, build.status());
        }
        String text = Files.readString(said);
        assertTrue(text.startsWith("jvloop: waiting for process " + other + ", which has "), text);
        assertTrue(text.contains("jvloop: the build failed"), text);
    }

    /** A Maven that writes down when it begins and ends, which it does when it is let. */
    private void slowMaven() throws IOException {
        machine.build();
        machine.script("mvn", """
                echo "begins $3" >>log
                while [ -e log ] && [ ! -e end ]; do sleep 0.1; done
                echo "ends $3" >>log""");
    }

    @ParameterizedTest
    @CsvSource({"test, 2", "fuzz cuts, 0"}) // no test was run
    void besideTestsWhatIsBuiltStartsAtOnceAndWhoeverBuildsWaits(String words, int status) throws Exception {
        slowMaven();
        try (var tests = command().start(words.split(" ", -1))) {
            await(() -> hasText(folder.resolve("log")));
            try (var server = command().start("serve", "echo", "--port", "0")) {
                assertTrue(server.line().startsWith("listening on "));
                assertEquals(0, server.end("TERM"));
                assertEquals("", server.err().get());
            }
            try (var install = shell("exec ./jvloop install 2>said")) {
                await(() -> hasText(folder.resolve("said")));
                Files.createFile(folder.resolve("end"));
                assertEquals(status, tests.status());
                assertEquals(0, install.status());
            }
            String said = Files.readString(folder.resolve("said"));
            String waits = "jvloop: waiting for process " + tests.process().pid() + " (./jvloop ";
            assertTrue(said.startsWith(waits), said);
            assertEquals(1, said.lines().count(), said);
        }
        assertEquals(
                List.of("begins test", "ends test", "begins install", "ends install"),
                Files.readAllLines(folder.resolve("log")));
        assertFalse(Files.isSymbolicLink(lock()));
    }

    /** The tests run the command themselves: it would wait for its own caller. */
    @Test
    void whoeverMustNotBuildIsRefusedBesideTestsInsteadOfWaiting() throws Exception {
        slowMaven();
        try (var tests = command().start("test")) {
            await(() -> hasText(folder.resolve("log")));
            Files.writeString(folder.resolve("build/stamp"), "another JDK\n");
            var outcome = command().with("JVLOOP_BUILD", "never").run("build");
            assertEquals(2, outcome.status(), outcome::toString);
            assertTrue(outcome.err().startsWith("jvloop: it is not built, or not since "), outcome::err);
            Files.createFile(folder.resolve("end"));
            assertEquals(2, tests.status());
        }
    }

    @Test
    void testsThatWereKilledHoldNobodyUp() throws Exception {
        slowMaven();
        try (var tests = command().start("test")) {
            await(() -> hasText(folder.resolve("log")));
            assertEquals(137, tests.end("KILL"));
            Files.createFile(folder.resolve("end"));
        }
        try (var install = command().start("install")) {
            assertEquals(0, install.status());
            assertEquals("", install.err().get());
        }
    }
}
