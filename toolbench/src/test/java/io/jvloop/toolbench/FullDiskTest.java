// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that cannot be written is one line and status 1: what is measured is shown all the same. */
class FullDiskTest {
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    Path root;

    private SmallBench bench;

    @BeforeEach
    void aFullDevice() throws IOException {
        assumeTrue(Files.isWritable(FULL), "not run: no /dev/full");
        bench = SmallBench.bare(root);
    }

    private static List<String> said(Outcome outcome) {
        return outcome.err().lines().filter(line -> line.startsWith("jvloop: ")).toList();
    }

    @Test
    void resultsThatCannotBeKeptAreSaidOnceAndMeasuringGoesOn() {
        Outcome outcome = bench.shortRun("--rounds", "2", "--json", FULL.toString());
        assertEquals(1, outcome.status(), outcome::toString);
        assertEquals(
                List.of("jvloop: /dev/full cannot be written: No space left on device; measuring goes on"),
                said(outcome));
        assertTrue(outcome.out().contains("TCP echo, 100 bytes, 2 connections"), outcome::out);
        assertTrue(outcome.out().contains("/dev/full lacks some of the raw results"), outcome::out);
        assertTrue(Files.exists(root.resolve("build/bench/echo-tcp.html")), outcome::out);
        assertFalse(Files.isRegularFile(FULL));
    }

    @Test
    void whatIsSaidAndCannotBeWrittenIsALineAndStatusOne() throws Exception {
        List<String> intoIt = List.of("sh", "-c", "exec \"$@\" >/dev/full", "sh");
        Outcome list = Program.run(root, intoIt, Map.of(), List.of("--list"));
        Outcome peers = Program.peers(root, intoIt, "--json");
        for (Outcome outcome : List.of(list, peers)) {
            assertEquals(1, outcome.status(), outcome::toString);
            assertEquals("jvloop: stdout cannot be written: No space left on device\n", outcome.err());
        }
    }

    @Test
    void whoeverReadsNoMoreGetsNoLine() throws Exception {
        List<String> intoAClosedPipe = List.of("sh", "-c", "\"$@\" | true; sleep 0", "sh");
        Outcome outcome = Program.run(root, intoAClosedPipe, Map.of(), List.of("--list"));
        assertEquals("", outcome.err());
    }

    @Test
    void aReportThatCannotBeKeptLeavesTheResults() {
        Outcome outcome = bench.shortRun("--report", FULL.toString());
        assertEquals(1, outcome.status(), outcome::toString);
        assertEquals(List.of("jvloop: /dev/full cannot be written: No space left on device"), said(outcome));
        assertTrue(Files.exists(root.resolve("build/bench/echo-tcp.json")), outcome::out);
        assertFalse(Files.isRegularFile(FULL));
    }
}
