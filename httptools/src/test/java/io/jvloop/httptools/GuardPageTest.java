// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is read behind the end of the input: there, in another process, lies a page that kills whoever looks. */
class GuardPageTest {
    /** What a JVM ends with that has had a SIGSEGV and is not to leave a core behind. */
    private static final int CRASHED = 1;

    @TempDir
    Path folder;

    @BeforeEach
    void onlyOnLinux() {
        Assumptions.assumeTrue(
                System.getProperty("os.name").equals("Linux"), "not run: guard page (mmap is called as on Linux)");
    }

    @Test
    void everyTranscriptIsReadUpToThePageHoweverItIsCut() throws Exception {
        Outcome outcome = run("transcripts");
        assertEquals(0, outcome.status, outcome.said);
        assertTrue(outcome.said.matches("\\d{4,} inputs\\R"), outcome.said);
    }

    @Test
    void aParserThatReadsOneByteBeyondDies() throws Exception {
        Outcome outcome = run("beyond");
        assertEquals(CRASHED, outcome.status, outcome.said);
        assertTrue(outcome.said.startsWith("read up to the page\n"), outcome.said);
        assertTrue(outcome.said.contains("SIGSEGV"), outcome.said);
        assertFalse(outcome.said.contains("read beyond it"), outcome.said);
    }

    private record Outcome(int status, String said) {}

    private Outcome run(String what) throws Exception {
        String classPath = String.join(
                File.pathSeparator, "target/classes", "target/test-classes", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:ErrorFile=" + folder.resolve("hs_err"),
                        "-XX:-CreateCoredumpOnCrash",
                        "-cp",
                        classPath,
                        GuardPage.class.getName(),
                        what))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), said);
    }
}
