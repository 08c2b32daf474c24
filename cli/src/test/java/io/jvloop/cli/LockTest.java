// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who waits for whom where something is built, and that nobody waits for ever. */
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
        try (var build = shell("mkdir -p build/lock\necho $$ >build/lock/owner\nexec ./jvloop build")) {
            assertEquals(1, build.status());
            String said = build.err().get();
            assertTrue(said.contains("jvloop: the build failed"), said);
        }
        assertFalse(Files.exists(folder.resolve("build/lock")));
    }

    @Test
    void whoeverWaitsSaysForWhom() throws Exception {
        machine.script("mvn", "exit 1");
        Path lock = Files.createDirectories(folder.resolve("build/lock"));
        String other = ProcessHandle.current().pid() + " (./jvloop test)";
        Files.writeString(lock.resolve("owner"), other + "\n");
        Path said = folder.resolve("said");
        try (var build = shell("exec ./jvloop build 2>said")) {
            await(() -> hasText(said));
            Files.delete(lock.resolve("owner"));
            Files.delete(lock);
            assertEquals(1, build.status());
        }
        String text = Files.readString(said);
        assertTrue(text.startsWith("jvloop: waiting for process " + other + ", which has "), text);
        assertTrue(text.contains("jvloop: the build failed"), text);
    }
}
