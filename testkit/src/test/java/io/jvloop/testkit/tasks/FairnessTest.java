// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.tasks;

import static io.jvloop.task.Tasks.allTasks;
import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.createTask;
import static io.jvloop.task.Tasks.currentTask;
import static io.jvloop.task.Tasks.sleep;
import static io.jvloop.task.Tasks.toThread;
import static io.jvloop.task.Tasks.yieldNow;
import static io.jvloop.testkit.TaskMode.CARRIED;
import static io.jvloop.testkit.TaskMode.LENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.EventLoop;
import io.jvloop.LoopOptions;
import io.jvloop.LoopPromise;
import io.jvloop.task.Body;
import io.jvloop.task.Task;
import io.jvloop.task.Tasks;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Rig;
import io.jvloop.testkit.behaviour.Heard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;

/** No task has the loop for itself, whatever it does; and one that tries is named. */
@Timeout(120)
class FairnessTest {
    private static final Duration SHORT = Duration.ofMillis(2);

    private final List<Object> seen = new ArrayList<>();

    /** While this goes on, a timer fires, input arrives, and another task has its turns. */
    private void assertOthersHaveTheirTurn(Rig rig, List<Task<?>> busy) {
        var connection = rig.accept();
        rig.loop().callLater(SHORT, () -> seen.add("timer"));
        Task<?> other = Tasks.submit(rig.loop(), () -> {
            sleep(SHORT);
            yieldNow();
            seen.add("task");
        });
        connection.peer().send("input");
        rig.runUntil(() -> other.isDone()
                && seen.contains("timer")
                && connection.receivedText().equals("input"));
        busy.forEach(task -> assertFalse(task.isDone(), task::toString));
        busy.forEach(task -> task.cancel(false));
        rig.runUntil(() -> busy.stream().allMatch(Task::isDone));
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aTaskThatYieldsForEverStarvesNobody(Rig rig) {
        assertOthersHaveTheirTurn(rig, List.of(Tasks.submit(rig.loop(), () -> {
            while (true) {
                yieldNow();
            }
        })));
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aTimerThatIsDueAtOnceComesBehindSeventeenStepsOfTasksAtMost(Rig rig) throws Exception {
        rig.run(() -> {
            rig.loop().callLater(Duration.ZERO, () -> seen.add("timer"));
            int steps = 0;
            while (seen.isEmpty()) {
                yieldNow();
                steps++;
            }
            assertTrue(steps > 1 && steps <= 1 + 1 + 16, steps + " steps");
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aTaskWhoseAwaitsAreAlwaysOverStarvesNobody(Rig rig) {
        CompletableFuture<String> plain = CompletableFuture.completedFuture("over");
        LoopPromise<String> promise = rig.loop().createFuture();
        promise.complete("over");
        assertOthersHaveTheirTurn(rig, List.of(Tasks.submit(rig.loop(), () -> {
            while (true) {
                await(plain);
                await(promise);
            }
        })));
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void twoTasksThatWakeEachOtherForEverStarveNobody(Rig rig) {
        EventLoop loop = rig.loop();
        List<LoopPromise<Void>> balls = new ArrayList<>(List.of(loop.createFuture(), loop.createFuture()));
        List<Task<?>> players = new ArrayList<>();
        for (int side = 0; side < 2; side++) {
            int mine = side;
            int others = 1 - side;
            players.add(Tasks.submit(loop, () -> {
                while (true) {
                    LoopPromise<Void> next = loop.createFuture();
                    balls.get(others).complete(null);
                    await(balls.get(mine));
                    balls.set(mine, next);
                }
            }));
        }
        assertOthersHaveTheirTurn(rig, players);
    }

    @EveryBackend(tasks = CARRIED)
    void twoTasksThatWakeEachOtherByAQueueStarveNobody(Rig rig) {
        BlockingQueue<Integer> one = new ArrayBlockingQueue<>(1);
        BlockingQueue<Integer> two = new ArrayBlockingQueue<>(1);
        assertOthersHaveTheirTurn(
                rig,
                List.of(
                        Tasks.submit(rig.loop(), () -> {
                            while (true) {
                                one.put(1);
                                two.take();
                            }
                        }),
                        Tasks.submit(rig.loop(), () -> {
                            while (true) {
                                two.put(one.take());
                            }
                        })));
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void tasksThatMakeTasksForEverStarveNobody(Rig rig) {
        boolean[] over = new boolean[1];
        Body[] again = new Body[1];
        again[0] = () -> {
            if (!over[0]) {
                createTask(again[0]);
            }
        };
        Tasks.submit(rig.loop(), again[0]);
        assertOthersHaveTheirTurn(rig, List.of());
        over[0] = true;
        rig.runUntil(() -> allTasks(rig.loop()).isEmpty());
    }

    // ---- those who do not let go

    private static void compute(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static List<String> heardWhile(Rig rig, Body body) throws Exception {
        try (Heard heard = new Heard()) {
            rig.run(body);
            return heard.messages();
        }
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void debugModeNamesATaskThatComputesWithItsStack(Rig rig) throws Exception {
        rig.open(LoopOptions.DEFAULT.withDebug(true).withSlowCallback(Duration.ofMillis(20)));
        List<String> heard = heardWhile(rig, () -> {
            await(createTask("busy", () -> compute(60)));
            sleep(SHORT);
        });
        List<String> busy = heard.stream() // on a busy machine others may be slow too
                .filter(message -> message.startsWith("Executing Task[busy"))
                .toList();
        assertEquals(1, busy.size(), heard.toString());
        assertTrue(busy.getFirst().contains("FairnessTest.compute"), heard.toString());
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void debugModeNamesATaskThatDoesNotEndBeforeItDoes(Rig rig) throws Exception {
        rig.open(LoopOptions.DEFAULT.withDebug(true).withSlowCallback(Duration.ofMillis(10)));
        List<String> heard = heardWhile(rig, () -> await(createTask("endless", () -> compute(300))));
        String named = heard.stream() // on a busy machine it may be heard of after the end all the same
                .filter(message -> message.startsWith("Task[endless"))
                .findFirst()
                .orElse("");
        assertTrue(named.contains(" has held the loop for "), heard.toString());
        assertTrue(named.contains("FairnessTest.compute"), heard.toString());
    }

    @EveryBackend(tasks = CARRIED, seeds = 0)
    void debugModeNamesATaskThatIsPinnedInANativeFrame(Rig rig) throws Exception {
        rig.open(LoopOptions.DEFAULT.withDebug(true).withSlowCallback(Duration.ofMillis(20)));
        List<String> heard = heardWhile(rig, () -> await(createTask("pinned", () -> Pinned.sleepInsideClassInit())));
        assertTrue(heard.toString().contains("Executing Task[pinned"), heard.toString());
    }

    /** The initialisation of a class pins the thread that does it. */
    private static final class Pinned {

        static void sleepInsideClassInit() throws Exception {
            for (String name : List.of("A", "B", "C", "D", "E", "F")) {
                if (USED.add(name)) {
                    Class.forName(FairnessTest.class.getName() + "$Slow" + name);
                    return;
                }
            }
        }
    }

    private static final Set<String> USED = new LinkedHashSet<>();

    private static int sleepPinned() {
        try {
            Thread.sleep(60);
        } catch (InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
        return 0;
    }

    static final class SlowA {
        static final int SLEPT = sleepPinned();
    }

    static final class SlowB {
        static final int SLEPT = sleepPinned();
    }

    static final class SlowC {
        static final int SLEPT = sleepPinned();
    }

    static final class SlowD {
        static final int SLEPT = sleepPinned();
    }

    static final class SlowE {
        static final int SLEPT = sleepPinned();
    }

    static final class SlowF {
        static final int SLEPT = sleepPinned();
    }

    /** Another process, whose output ends when its input does: reading it waits in native code. */
    private static Process silent() throws IOException {
        return new ProcessBuilder("cat").start();
    }

    private static void endInput(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Ends it, and leaves no descriptor open. */
    private static void end(Process process) throws Exception {
        endInput(process);
        process.waitFor();
        process.getInputStream().close();
        process.getErrorStream().close();
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void aTaskThatReadsAFileHoldsTheLoopAndIsNamedAndCancelledBehindIt(Rig rig) throws Exception {
        rig.open(LoopOptions.DEFAULT.withDebug(true).withSlowCallback(Duration.ofMillis(50)));
        Process silent = silent();
        List<String> heard = heardWhile(rig, () -> {
            Task<Void> task = createTask("reads a file", () -> {
                rig.loop().callLater(SHORT, () -> seen.add("timer"));
                Task<?> self = currentTask();
                Thread.ofPlatform().start(() -> {
                    LockSupport.parkNanos(200_000_000);
                    self.cancel(false);
                    endInput(silent);
                });
                seen.add(silent.getInputStream().read());
                sleep(SHORT);
            });
            assertThrows(CancellationException.class, () -> await(task));
            sleep(SHORT);
        });
        end(silent);
        assertEquals(List.of(-1, "timer"), seen);
        assertTrue(heard.toString().contains("Executing Task[reads a file"), heard.toString());
        assertTrue(heard.toString().contains("FileInputStream.read"), heard.toString());
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void aFileThatIsReadElsewhereLeavesTheLoopToOthers(Rig rig) throws Exception {
        Process silent = silent();
        rig.run(() -> {
            rig.loop().callLater(SHORT, () -> {
                seen.add("timer");
                endInput(silent);
            });
            seen.add(toThread(() -> silent.getInputStream().read()));
        });
        end(silent);
        assertEquals(List.of("timer", -1), seen);
    }

    // ---- bad days

    private static int overflow(int depth) {
        return depth == Integer.MAX_VALUE ? 0 : overflow(depth + 1) + 1;
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aTaskThatOverflowsItsStackFailsAlone(Rig rig) throws Exception {
        rig.run(() -> {
            Task<Integer> task = createTask(() -> overflow(0));
            assertThrows(StackOverflowError.class, () -> await(task));
            sleep(SHORT);
        });
    }
}
