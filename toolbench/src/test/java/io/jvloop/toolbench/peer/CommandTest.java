// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.cli.Failed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    private static List<String> shell(String script) {
        return List.of("sh", "-c", script);
    }

    @Test
    void whatItWritesIsTakenFromBothStreams() {
        assertEquals("one\ntwo", Command.output(shell("echo one; echo two >&2; echo")));
    }

    @Test
    void oneThatFailsOrIsNotThereSaysNothing() {
        assertNull(Command.output(shell("echo one; exit 1")));
        assertNull(Command.output(List.of("no-such-program", "--version")));
    }

    @Test
    void theReasonOfAFailedBuildIsNotTheAdviceBelowIt() {
        String maven = "echo '[ERROR] Unknown host repo.example -> [Help 1]'; echo '[ERROR] ';"
                + "echo '[ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.';"
                + "echo '[ERROR] Re-run Maven using the -X switch to enable full debug logging.';"
                + "echo '[ERROR] For more information about the errors and possible solutions, please read:';"
                + "echo '[ERROR] [Help 1] http://cwiki.example/x'; exit 1";
        Failed failed = assertThrows(Failed.class, () -> Command.run(shell(maven), folder, folder.resolve("log")));
        String said = String.valueOf(failed.getMessage());
        assertTrue(said.contains("failed: [ERROR] Unknown host repo.example -> [Help 1] ("), said);
    }

    @Test
    void theReasonOfAFailedBuildIsThatNothingCanBeWritten() {
        String linker = "echo '/usr/bin/ld: final link failed: No space left on device';"
                + "echo 'collect2: error: ld returned 1 exit status'; exit 1";
        String said = saidByAFailedBuild(linker);
        assertTrue(said.contains("failed: /usr/bin/ld: final link failed: No space left on device ("), said);
        String other = saidByAFailedBuild(
                "echo 'undefined reference'; echo 'collect2: error: ld returned 1 exit status'; exit 1");
        assertTrue(other.contains("failed: undefined reference ("), other);
        String silent = saidByAFailedBuild("exit 3");
        assertTrue(silent.contains("failed: it ended with status 3 ("), silent);
    }

    private String saidByAFailedBuild(String script) {
        Failed failed = assertThrows(Failed.class, () -> Command.run(shell(script), folder, folder.resolve("log")));
        return String.valueOf(failed.getMessage());
    }

    @Test
    void aLoadThatSaysNothingIsNamedWithItsEnd() throws Exception {
        assertEquals("2", Command.answer(shell("echo 1; echo 2"), 9));
        assertEquals("the load was ended by signal 9", whyNoAnswer("kill -s KILL $$"));
        assertEquals("the load ended with status 3", whyNoAnswer("exit 3"));
        assertEquals("no luck", whyNoAnswer("echo no luck >&2; exit 3"));
        assertEquals(
                "socket: Too many open files (ulimit -n says how many there may be)",
                whyNoAnswer("echo 'socket: Too many open files' >&2; exit 1"));
    }

    private static @Nullable String whyNoAnswer(String script) {
        return assertThrows(Failed.class, () -> Command.answer(shell(script), 9))
                .getMessage();
    }

    @Test
    void whatKeepsAProgramFromStartingSaysLittleOfWhetherItIsThere() {
        assertTrue(Command.isAbsent(new IOException("Cannot run program \"x\": error=2, No such file or directory")));
        assertTrue(Command.isAbsent(
                new IOException("Cannot run program \"x\": Exec failed, error: 13 (Permission denied)")));
        assertFalse(Command.isAbsent(
                new IOException("Cannot run program \"x\": error=11, Resource temporarily unavailable")));
        assertFalse(Command.isAbsent(new IOException("Cannot run program \"x\": error=24, Too many open files")));
    }

    @Test
    void oneThatHangsIsEndedInTimeWithWhatItHasStarted() throws Exception {
        Path late = folder.resolve("late");
        assertTimeout(
                SOON,
                () -> assertNull(Command.output(shell("echo one; (sleep 3; echo >'" + late + "'); sleep 60"), 1)));
        Thread.sleep(3000);
        assertFalse(Files.exists(late));
    }

    @Test
    void oneThatLeavesAnotherBehindWithItsStreamsIsNotWaitedForAnyLonger() {
        assertTimeout(SOON, () -> assertEquals("one", Command.output(shell("sleep 30 & echo one"))));
    }
}
