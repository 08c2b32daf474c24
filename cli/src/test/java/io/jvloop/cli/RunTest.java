// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run}, {@code doctor} and {@code help}. */
class RunTest {
    @TempDir
    private Path folder;

    @BeforeAll
    static void thereIsACommand() throws Exception {
        Command.assumeBuilt();
    }

    @Test
    void aSourceFileRunsWithJvloopAndItsArguments() throws Exception {
        Path file = folder.resolve("Program.java");
        Files.writeString(file, """
                import io.jvloop.*;
                import io.jvloop.task.Tasks;

                void main(String[] args) throws Exception {
                    String said = Tasks.run(() -> {
                        Tasks.sleep(java.time.Duration.ofMillis(1));
                        return String.join("+", args) + " " + EventLoop.class.getModule().isNativeAccessEnabled();
                    });
                    IO.println(said);
                    System.exit(3);
                }
                """);
        var outcome = Command.jvloop().run("run", file.toString(), "a b", "c");
        assertEquals(new Command.Outcome(3, "a b+c true\n", ""), outcome);
    }

    @Test
    void doctorSaysWhatThereIs() throws Exception {
        var outcome = Command.jvloop().run("doctor");
        assertEquals(0, outcome.status());
        assertEquals("", outcome.err());
        for (String word : "JDK io_uring epoll nio takes carried AOT".split(" ", -1)) {
            assertTrue(outcome.out().contains(word), word);
        }
        assertTrue(outcome.out().contains(Runtime.version().feature() + "."), outcome.out());
    }

    @Test
    void helpNamesEveryVerb() throws Exception {
        var outcome = Command.jvloop().run("help");
        assertEquals(0, outcome.status());
        String verbs = Files.readAllLines(Command.ROOT.resolve("jvloop")).stream()
                .filter(line -> line.startsWith("verbs="))
                .findFirst()
                .orElseThrow();
        for (String verb : verbs.replaceAll("verbs=|\"", "").split(" ", -1)) {
            assertTrue(outcome.out().contains("\n  " + verb), verb);
        }
    }
}
