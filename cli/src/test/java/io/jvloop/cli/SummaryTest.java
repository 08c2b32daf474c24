// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir
    private Path root;

    private void report(String module, String className, String cases) throws IOException {
        Path folder = Files.createDirectories(root.resolve(module).resolve("target/surefire-reports"));
        Files.writeString(
                folder.resolve("TEST-" + className + ".xml"),
                "<?xml version='1.0' encoding='UTF-8'?><testsuite name='" + className + "'><properties>"
                        + "<property name='a' value='b'/></properties>" + cases + "</testsuite>");
    }

    private static String test(String className, String name, String inside) {
        return "<testcase name='" + name + "' classname='" + className + "' time='1.25'>" + inside + "</testcase>";
    }

    private int summary(String... more) throws BadInput, Failed {
        List<String> args = new java.util.ArrayList<>(List.of("--root", root.toString()));
        args.addAll(List.of(more));
        return Summary.run(args, new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void allPassed() throws Exception {
        report("core", "a.ATest", test("a.ATest", "one", "<system-out>x</system-out>") + test("a.ATest", "two", ""));
        report("toolbench/jmh", "b.BTest", test("b.BTest", "three", ""));
        assertEquals(0, summary("--strict"));
        assertEquals("""
                core                2 passed (2.5 s)
                toolbench/jmh       1 passed (1.3 s)
                total               3 passed (3.8 s)
                """, said());
    }

    @Test
    void whatWasNotRunIsOneLineForEachReason() throws Exception {
        String skipped = "<skipped message='not run: io_uring (EPERM: seccomp)'/>";
        report(
                "core",
                "a.ATest",
                test("a.ATest", "one[io_uring]", skipped)
                        + test("a.ATest", "two[io_uring]", skipped)
                        + test("a.ATest", "three", "<skipped message='for fun'/>"));
        assertEquals(0, summary());
        assertTrue(said().contains("\nnot run: io_uring (EPERM: seccomp): 2 tests\n"), said());
        assertTrue(said().contains("\nnot run: ATest (for fun): 1 test\n"), said());
    }

    @Test
    void strictTurnsNotRunIntoAFailure() throws Exception {
        report("core", "a.ATest", test("a.ATest", "one", "<skipped message='not run: x (y)'/>"));
        assertEquals(1, summary("--strict"));
    }

    @Test
    void aFailureComesWithTheCommandThatHasItAgain() throws Exception {
        report(
                "testkit",
                "io.jvloop.testkit.WritingTest",
                test(
                        "io.jvloop.testkit.WritingTest",
                        "muchArrives(Rig)[3] sim, seed 17",
                        "<failure message='[sim, seed 17; again with -Dseed=17] expected: 1&#10;second line' type='x'>"
                                + "stack</failure>"));
        assertEquals(1, summary());
        assertTrue(said().contains("FAILED: io.jvloop.testkit.WritingTest.muchArrives(Rig)[3] sim, seed 17\n"), said());
        assertTrue(said().contains("    again: ./jvloop test 'WritingTest#muchArrives' --seed 17\n"), said());
        assertTrue(said().contains("expected: 1\n"), said());
    }

    @Test
    void aSeedBelowZeroIsInTheCommandAsWell() throws Exception {
        report(
                "testkit",
                "a.ATest",
                test("a.ATest", "one(Rig) sim, seed -3", "<failure message='again with -Dseed=-3' type='x'/>"));
        assertEquals(1, summary());
        assertTrue(said().contains("    again: ./jvloop test 'ATest#one' --seed -3\n"), said());
    }

    @Test
    void aFailureOfAWholeClassNamesTheClass() throws Exception {
        report("core", "a.ATest", test("a.ATest", "", "<error type='java.lang.Error'/>"));
        assertEquals(1, summary());
        assertTrue(said().contains("    again: ./jvloop test ATest\n"), said());
    }

    @Test
    void aPatternThatMatchesNothingIsBadInput() {
        BadInput wrong = assertThrows(BadInput.class, () -> summary("--asked-for", "NopeTest"));
        assertEquals("no test matches 'NopeTest'", wrong.getMessage());
    }
}
