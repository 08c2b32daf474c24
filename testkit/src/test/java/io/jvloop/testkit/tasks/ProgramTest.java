// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.tasks;

import static io.jvloop.task.Tasks.createTask;
import static io.jvloop.task.Tasks.currentTask;
import static io.jvloop.task.Tasks.sleep;
import static io.jvloop.task.Tasks.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.EventLoop;
import io.jvloop.task.Body;
import io.jvloop.task.Tasks;
import io.jvloop.testkit.behaviour.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs from their beginning to their end: Tasks.run, Ctrl-C, JVMs with and without the flag. */
@Timeout(120)
class ProgramTest {
    private static final List<String> OPENED = List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED");

    private static final Path HTTP = Path.of("src/test/programs/HttpInTask.java");

    @TempDir
    Path scratch;

    private final List<Object> seen = new ArrayList<>();

    // ---- in this JVM

    @Test
    void runIsNotForVirtualThreadsAndLeavesNothingOpen() throws Exception {
        long before = descriptors();
        for (int i = 0; i < 20; i++) {
            Thread.ofVirtual()
                    .start(() -> seen.add(assertThrows(IllegalStateException.class, () -> Tasks.run(() -> "never"))
                            .getMessage()))
                    .join();
        }
        assertEquals(20, seen.size());
        assertTrue(seen.getFirst().toString().contains("call it on a platform thread"), seen.toString());
        assertTrue(descriptors() < before + 20);
    }

    private static long descriptors() throws IOException {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }

    @Test
    void runGivesTheValueOrThrowsTheVeryFailure() throws Exception {
        assertEquals("value", Tasks.run(() -> {
            sleep(Duration.ofMillis(1));
            return "value";
        }));
        IOException failure = new IOException("no");
        Body failing = () -> {
            throw failure;
        };
        assertSame(failure, assertThrows(IOException.class, () -> Tasks.run(failing)));
        assertThrows(
                CancellationException.class,
                () -> Tasks.run(() -> {
                    currentTask().cancel(false);
                    sleep(Duration.ofHours(1));
                }));
    }

    @Test
    void whatIsLeftIsCancelledAndAwaited() throws Exception {
        Tasks.run(() -> {
            createTask(() -> {
                try {
                    sleep(Duration.ofHours(1));
                } finally {
                    sleep(Duration.ofMillis(20));
                    seen.add("cleaned up");
                }
            });
            yieldNow();
            seen.add("main");
        });
        assertEquals(List.of("main", "cleaned up"), seen);
    }

    @Test
    void whatFailsWhileItIsCancelledIsReported() throws Exception {
        Tasks.run(() -> {
            EventLoop.current().setExceptionHandler((_, context) -> seen.add(context.message()));
            createTask("clumsy", () -> {
                try {
                    sleep(Duration.ofHours(1));
                } catch (CancellationException request) {
                    throw new IOException("while it cleaned up", request);
                }
            });
            yieldNow();
        });
        assertEquals(List.of("unhandled exception during Tasks.run() shutdown: clumsy"), seen);
    }

    @Test
    void theExecutorHasEndedItsWorkWhenRunReturns() throws Exception {
        Tasks.run(() -> {
            EventLoop.current().runInExecutor(() -> {
                Thread.sleep(100);
                return seen.add("work");
            });
        });
        assertEquals(List.of("work"), seen);
    }

    @Test
    void runIsNotForTheInsideOfALoop() throws Exception {
        Tasks.run(() -> {
            seen.add(assertThrows(IllegalStateException.class, () -> Tasks.run(() -> "never"))
                    .getMessage());
        });
        assertEquals(List.of("run() cannot be called while an event loop is running on this thread"), seen);
    }

    // ---- in one of their own

    /** What is started in the background by a shell ignores SIGINT, and so does everything that it starts. */
    private static String listensToControlC() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("SigIgn:")) {
                boolean ignored = (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0;
                return ignored ? "exec env --default-signal=INT \"$@\" || " : "";
            }
        }
        return "";
    }

    private final class Child implements AutoCloseable {
        private final Process process;
        private final BufferedReader output;

        Child(List<String> options, String... arguments) throws IOException {
            this(ChildJvm.start(scratch, listensToControlC(), options, Programs.class, arguments));
        }

        Child(Process process) {
            this.process = process;
            output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        void says(String line) throws IOException {
            assertEquals(line, output.readLine());
        }

        void controlC() throws Exception {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }

        void endsWith(int status) throws Exception {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end");
            assertEquals(status, process.exitValue());
            assertNull(output.readLine());
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /** In a JVM that was opened, and in one that was not. */
    private void inBoth(ThrowingConsumer test) throws Exception {
        test.accept(OPENED);
        test.accept(List.of());
    }

    @FunctionalInterface
    private interface ThrowingConsumer {
        void accept(List<String> options) throws Exception;
    }

    @Test
    void controlCCancelsTheMainTaskAndTheProcessEndsAsByASignal() throws Exception {
        inBoth(options -> {
            try (Child child = new Child(options, "interruptible")) {
                child.says("ready");
                child.controlC();
                child.says("cleaned up");
                child.endsWith(130);
            }
        });
    }

    @Test
    void theSecondControlCEndsTheProcessAtOnce() throws Exception {
        try (Child child = new Child(OPENED, "stubborn")) {
            child.says("ready");
            child.controlC();
            child.says("not yet");
            child.controlC();
            child.endsWith(130);
        }
    }

    @Test
    void aMainTaskThatReturnsAfterControlCHasReturned() throws Exception {
        try (Child child = new Child(OPENED, "polite")) {
            child.says("ready");
            child.controlC();
            child.says("returns");
            child.endsWith(0);
        }
    }

    @Test
    void controlCCancelsTheMainTasksOfAllProgramsAndTheProcessEndsWithTheLast() throws Exception {
        try (Child child = new Child(OPENED, "side-by-side")) {
            child.says("ready");
            child.controlC();
            child.says("first");
            child.says("second");
            child.endsWith(130);
        }
    }

    @Test
    void afterProgramsOnSeveralThreadsControlCIsTheJvmsAgain() throws Exception {
        try (Child child = new Child(OPENED, "one-after-another")) {
            child.says("ready");
            child.controlC();
            child.endsWith(130);
        }
    }

    @Test
    void withXrsControlCIsTheSystems() throws Exception {
        List<String> options = new ArrayList<>(OPENED);
        options.add("-Xrs");
        try (Child child = new Child(options, "interruptible")) {
            child.says("ready");
            child.controlC();
            child.endsWith(130);
        }
    }

    @Test
    void aJvmThatWasNotOpenedSaysTheFlagOnceAndWorks() throws Exception {
        try (Child child = new Child(List.of(), "fallback")) {
            for (int i = 0; i < 3; i++) {
                child.says("awaited wrapped");
            }
            child.says("said 1");
            child.says("named");
            child.endsWith(0);
        }
    }

    @Test
    void scopedValuesGoAlongOnlyWhereTheJvmWasOpened() throws Exception {
        try (Child child = new Child(OPENED, "scoped")) {
            child.says("true true");
            child.endsWith(0);
        }
        try (Child child = new Child(List.of(), "scoped")) {
            child.says("false false");
            child.endsWith(0);
        }
    }

    @Test
    void theJdksPollerDoesNotGoDownWithTheLoopWhoseTaskNeededItFirst() throws Exception {
        try (Child child = new Child(OPENED, "poller")) {
            child.says("read 2");
            child.says("read 2");
            child.says("alive");
            child.endsWith(0);
        }
    }

    @Test
    void anHttpClientInATaskOnlyParksIt() throws Exception {
        inBoth(options -> {
            try (Child child = new Child(ChildJvm.startSource(scratch, options, HTTP))) {
                child.says("ok while the loop went on");
                child.endsWith(0);
            }
        });
    }

    @Test
    void aHundredThousandSleepingTasksTakeTwoKibibytesEachAtMostInAJvmThatHasJustStarted() throws Exception {
        sleepingTasksTake("sleepers", 2048);
    }

    @Test
    void theyTakeLessOnceTheJvmHasCompiledWhatTheyDo() throws Exception {
        sleepingTasksTake("sleepers-later", 1280);
    }

    private void sleepingTasksTake(String program, int bytesMax) throws Exception {
        try (Child child = new Child(OPENED, program, "100000")) {
            int bytes = Integer.parseInt(child.output.readLine());
            assertTrue(bytes <= bytesMax, bytes + " bytes each");
            System.out.println("a sleeping task: " + bytes + " bytes of heap");
            child.says("ended");
            child.endsWith(0);
        }
    }
}
