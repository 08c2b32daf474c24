// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.cli.Failed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
