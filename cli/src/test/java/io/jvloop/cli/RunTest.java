// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    @Test
    void helpNamesEveryOptionOfBench() throws Exception {
        String help = Command.jvloop().run("help").out();
        Path sources = Command.ROOT.resolve("toolbench/src/main/java/io/jvloop/toolbench");
        List<String> missing = new ArrayList<>();
        for (String file : List.of("plan/PlanOptions.java", "command/IdleMemory.java")) {
            Matcher option = Pattern.compile("\"(--[a-z]+)\"").matcher(Files.readString(sources.resolve(file)));
            while (option.find()) {
                if (!help.contains(option.group(1)) && !option.group(1).equals("--peers")) { // --only by another name
                    missing.add(option.group(1));
                }
            }
        }
        assertEquals(List.of(), missing);
    }
}
