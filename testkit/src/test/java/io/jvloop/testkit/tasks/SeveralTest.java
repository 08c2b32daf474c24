// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.tasks;

import static io.jvloop.task.Tasks.allTasks;
import static io.jvloop.task.Tasks.asCompleted;
import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.createTask;
import static io.jvloop.task.Tasks.gather;
import static io.jvloop.task.Tasks.shield;
import static io.jvloop.task.Tasks.sleep;
import static io.jvloop.task.Tasks.timeout;
import static io.jvloop.task.Tasks.toThread;
import static io.jvloop.task.Tasks.waitAll;
import static io.jvloop.task.Tasks.waitFirst;
import static io.jvloop.task.Tasks.waitFirstFailure;
import static io.jvloop.task.Tasks.yieldNow;
import static io.jvloop.testkit.TaskMode.CARRIED;
import static io.jvloop.testkit.TaskMode.LENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.EventLoop;
import io.jvloop.ExceptionContext;
import io.jvloop.LoopLimits;
import io.jvloop.LoopOptions;
import io.jvloop.LoopPromise;
import io.jvloop.task.Task;
import io.jvloop.task.Tasks;
import io.jvloop.task.Waited;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Rig;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Timeout;

/** Waiting for several things, and for things elsewhere. */
@Timeout(120)
class SeveralTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(2);

    private final List<Object> seen = new ArrayList<>();

    private static Task<String> after(Duration time, String value) {
        return createTask(() -> {
            sleep(time);
            return value;
        });
    }

    private static Task<String> failing(String message) {
        return createTask(() -> {
            throw new IOException(message);
        });
    }

    // ---- gather

    @EveryBackend(tasks = {CARRIED, LENT})
    void gatherGivesTheValuesInTheOrderOfTheArguments(Rig rig) throws Exception {
        rig.run(() -> {
            Task<String> twice = after(SHORT, "b");
            assertEquals(
                    List.of("a", "b", "c", "b"),
                    gather(after(SHORT.multipliedBy(3), "a"), twice, CompletableFuture.completedFuture("c"), twice));
            assertEquals(List.of(), gather(List.of()));
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void gatherThrowsTheFirstFailureAndTheOthersGoOn(Rig rig) throws Exception {
        rig.run(() -> {
            Task<String> other = after(SHORT, "goes on");
            assertEquals(
                    "first",
                    assertThrows(IOException.class, () -> gather(other, failing("first"), failing("second")))
                            .getMessage());
            assertFalse(other.isDone());
            assertEquals("goes on", await(other));
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void cancellingTheOneThatGathersCancelsAll(Rig rig) throws Exception {
        rig.run(() -> {
            List<Task<String>> each = List.of(after(LONG, "a"), after(LONG, "b"));
            Task<List<String>> gathering = createTask(() -> gather(each));
            sleep(SHORT);
            gathering.cancel(false);
            assertThrows(CancellationException.class, () -> await(gathering));
            waitAll(each);
            assertTrue(each.stream().allMatch(Task::isCancelled));
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aGatherThatIsCancelledEndsWhenWhatItCancelledHasCleanedUp(Rig rig) throws Exception {
        rig.run(() -> {
            Task<Void> child = createTask(() -> {
                try {
                    sleep(LONG);
                } finally {
                    sleep(SHORT);
                    seen.add("cleaned up");
                }
            });
            Task<Void> gathering = createTask(() -> {
                try {
                    gather(child);
                } finally {
                    seen.add("gather has ended");
                }
            });
            sleep(SHORT);
            gathering.cancel(false);
            waitAll(List.of(gathering, child));
            assertTrue(gathering.isCancelled());
        });
        assertEquals(List.of("cleaned up", "gather has ended"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void whatFailsWhileAGatherIsCancelledIsThrown(Rig rig) throws Exception {
        rig.run(() -> {
            Task<String> child = createTask(() -> {
                try {
                    sleep(LONG);
                } catch (CancellationException request) {
                    throw new IOException("the clean-up has failed");
                }
                return "never";
            });
            Task<List<String>> gathering = createTask(() -> gather(child));
            sleep(SHORT);
            gathering.cancel(false);
            assertEquals(
                    "the clean-up has failed",
                    assertThrows(IOException.class, () -> await(gathering)).getMessage());
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void theFirstFailureIsTheOneThatCameFirst(Rig rig) throws Exception {
        rig.run(() -> {
            LoopPromise<String> one = rig.loop().createFuture();
            LoopPromise<String> two = rig.loop().createFuture();
            rig.loop().callSoon(() -> {
                two.completeExceptionally(new IOException("first"));
                one.completeExceptionally(new IOException("second"));
            });
            assertEquals(
                    "first",
                    assertThrows(IOException.class, () -> gather(one, two)).getMessage());
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aGatherOfItsOwnTaskCanBeCancelled(Rig rig) throws Exception {
        rig.run(() -> {
            List<Task<?>> itself = new ArrayList<>();
            Task<Void> gathering = createTask(() -> {
                gather(itself);
            });
            itself.add(gathering);
            sleep(SHORT);
            gathering.cancel(false);
            assertThrows(CancellationException.class, () -> await(gathering));
        });
    }

    // ---- wait

    @EveryBackend(tasks = {CARRIED, LENT})
    void waitAllWaitsForAllWhateverTheirOutcomes(Rig rig) throws Exception {
        rig.run(() -> {
            List<Task<String>> each = List.of(failing("no"), after(SHORT, "yes"));
            Waited waited = waitAll(each);
            assertEquals(each, waited.done());
            assertEquals(List.of(), waited.pending());
            assertEquals("no", each.getFirst().exceptionNow().getMessage());
            assertEquals(List.of(), waitAll(List.of()).done());
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void waitingForATimeCancelsNothing(Rig rig) throws Exception {
        rig.run(() -> {
            Task<String> never = after(LONG, "never");
            Task<String> soon = after(SHORT, "soon");
            Waited waited = waitAll(List.of(never, soon), SHORT.multipliedBy(20));
            assertEquals(List.of(soon), waited.done());
            assertEquals(List.of(never), waited.pending());
            assertFalse(never.isDone());
            assertEquals(
                    List.of(never), waitFirst(List.of(never), Duration.ZERO).pending());
            never.cancel(false);
            waitAll(List.of(never));
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void waitFirstReturnsAtTheFirstOutcome(Rig rig) throws Exception {
        rig.run(() -> {
            Task<String> slow = after(LONG, "slow");
            Task<String> quick = after(SHORT, "quick");
            assertEquals(List.of(quick), waitFirst(List.of(slow, quick)).done());
            Task<String> failed = failing("no");
            assertEquals(List.of(failed), waitFirst(List.of(slow, failed)).done());
            failed.exceptionNow();
            slow.cancel(false);
            waitAll(List.of(slow));
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void waitFirstFailureLetsValuesPass(Rig rig) throws Exception {
        rig.run(() -> {
            Task<String> value = after(SHORT, "value");
            Task<String> slow = after(LONG, "slow");
            Task<String> failed = createTask(() -> {
                sleep(SHORT.multipliedBy(2));
                throw new IOException("no");
            });
            Waited waited = waitFirstFailure(List.of(value, failed, slow));
            assertEquals(List.of(value, failed), waited.done());
            failed.exceptionNow();
            slow.cancel(false);
            assertEquals(2, waitFirstFailure(List.of(value, slow)).done().size());
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void waitFirstFailureTakesNoCancelledTaskForAFailedOne(Rig rig) throws Exception {
        rig.run(() -> {
            Task<String> cancelled = after(LONG, "never");
            Task<String> slow = after(SHORT.multipliedBy(3), "slow");
            rig.loop().callLater(SHORT, () -> cancelled.cancel(false));
            assertEquals(List.of(), waitFirstFailure(List.of(cancelled, slow)).pending());
        });
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 8)
    void waitingForTheSameFutureAgainAndAgainLeavesNothingOnIt(Rig rig) throws Exception {
        rig.run(() -> {
            LoopPromise<Void> never = rig.loop().createFuture();
            List<WeakReference<Object>> taskStates = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                waitFirst(List.of(never), Duration.ZERO);
                assertThrows(TimeoutException.class, () -> never.get(0, TimeUnit.SECONDS));
                if (i == 100) {
                    Object held = new Object();
                    var handle = never.addDoneCallback(() -> seen.add(held));
                    taskStates.add(new WeakReference<>(held));
                    handle.cancel();
                    assertTrue(handle.isCancelled());
                }
            }
            for (int i = 0; i < 100 && taskStates.getFirst().get() != null; i++) {
                System.gc();
                yieldNow();
            }
            assertNull(taskStates.getFirst().get());
            assertFalse(never.isDone(), "nor does it cancel it");
            never.complete(null);
            yieldNow();
            yieldNow();
        });
        assertEquals(List.of(), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void asCompletedGivesThemAsTheyAreDone(Rig rig) throws Exception {
        rig.run(() -> {
            LoopPromise<String> last = rig.loop().createFuture();
            LoopPromise<String> first = rig.loop().createFuture();
            List<Task<String>> each =
                    List.of(createTask(() -> await(last)), createTask(() -> await(first)), failing("at once"));
            for (CompletableFuture<String> next : asCompleted(each)) {
                seen.add(next.isCompletedExceptionally() ? next.exceptionNow().getMessage() : next.resultNow());
                if (!first.complete("first")) {
                    last.complete("last");
                }
            }
        });
        assertEquals(List.of("at once", "first", "last"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void asCompletedIsIteratedOverOnce(Rig rig) throws Exception {
        rig.run(() -> {
            Iterable<CompletableFuture<String>> once = asCompleted(List.of(after(SHORT, "one")));
            once.forEach(_ -> {});
            assertThrows(IllegalStateException.class, once::iterator);
        });
    }

    // ---- of other loops and threads

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void aTaskOfAnotherLoopGoesOnWhenNobodyWaitsForItAnyMore(Rig rig) throws Exception {
        CompletableFuture<EventLoop> opened = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try (EventLoop loop = EventLoop.open(LoopOptions.DEFAULT)) {
                loop.callSoon(() -> opened.complete(loop));
                loop.runForever();
            }
        });
        EventLoop other = opened.join();
        try {
            LoopPromise<String> value = other.createFuture();
            Task<String> slow = Tasks.submit(other, () -> await(value));
            rig.run(() -> {
                assertEquals(List.of(slow), waitFirst(List.of(slow), SHORT).pending());
                assertEquals(List.of(slow), waitAll(List.of(slow), SHORT).pending());
                Task<String> failing = Tasks.submit(other, () -> {
                    throw new IOException("no");
                });
                assertThrows(IOException.class, () -> gather(slow, failing));
                Task<Waited> cancelled = createTask(() -> waitAll(List.of(slow)));
                yieldNow();
                cancelled.cancel(false);
                waitAll(List.of(cancelled));
                sleep(SHORT);
                assertEquals(0, slow.cancelling());
                rig.loop().callLater(SHORT, () -> value.complete("goes on"));
                assertEquals(List.of(slow), waitFirst(List.of(slow)).done());
                assertEquals("goes on", slow.resultNow());
            });
        } finally {
            other.callSoonThreadsafe(other::stop);
            thread.join();
        }
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void anOutcomeThatFindsTheInboxFullIsHeardOf(Rig rig) throws Exception {
        EventLoop loop = rig.open(LoopOptions.DEFAULT.withLimits(LoopLimits.NONE.withInboxMax(1)));
        rig.run(() -> {
            CompletableFuture<String> elsewhere = new CompletableFuture<>();
            Task<List<String>> gathering = createTask(() -> gather(elsewhere));
            yieldNow();
            Thread thread = Thread.ofPlatform().start(() -> {
                loop.callSoonThreadsafe(() -> {});
                elsewhere.complete("there");
            });
            while (thread.isAlive()) {
                Thread.onSpinWait();
            }
            assertEquals(List.of("there"), await(gathering));
        });
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 8)
    void norOnAFutureOfAnotherKindWhichIsStillSeenToBeDone(Rig rig) throws Exception {
        rig.run(() -> {
            CompletableFuture<String> stop = new CompletableFuture<>();
            for (int i = 0; i < 200; i++) {
                waitFirst(List.of(stop), Duration.ZERO);
                waitAll(List.of(stop), Duration.ZERO);
            }
            assertEquals(0, stop.getNumberOfDependents());
            rig.loop().callLater(SHORT, () -> stop.complete("stop"));
            assertEquals(
                    List.of(stop),
                    waitFirst(List.of(stop, createTask(() -> sleep(Duration.ofHours(1)))))
                            .done());
            allTasks(rig.loop()).stream()
                    .filter(task -> task != Tasks.currentTask())
                    .forEach(task -> task.cancel(false));
        });
    }

    // ---- shield

    @EveryBackend(tasks = {CARRIED, LENT})
    void whatIsShieldedOutlivesTheOneThatWaits(Rig rig) throws Exception {
        rig.run(() -> {
            Task<String> inner = after(SHORT.multipliedBy(3), "lives");
            Task<String> outer = createTask(() -> await(shield(inner)));
            yieldNow();
            yieldNow();
            outer.cancel(false);
            assertThrows(CancellationException.class, () -> await(outer));
            assertFalse(inner.isDone());
            assertEquals("lives", await(inner));
            assertEquals("lives", await(shield(inner)));
            assertThrows(IOException.class, () -> await(shield(failing("no"))));
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aShieldedFailureThatNobodyWaitsForAnyMoreIsReported(Rig rig) throws Exception {
        rig.run(() -> {
            Task<String> inner = createTask(() -> {
                sleep(SHORT);
                throw new IOException("late");
            });
            var shielded = shield(inner);
            shielded.cancel(false);
            waitAll(List.of(inner));
        });
        rig.settle();
        List<ExceptionContext> reports = rig.takeReports();
        assertEquals(1, reports.size(), reports.toString());
        assertEquals("late", reports.getFirst().exception().getMessage());
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aShieldedFailureThatSomebodyGotIsNotReportedForThoseWhoGaveUpBefore(Rig rig) throws Exception {
        for (boolean isTaken : new boolean[] {true, false}) {
            rig.run(() -> {
                LoopPromise<Void> go = rig.loop().createFuture();
                Task<String> inner = createTask(() -> {
                    await(go);
                    throw new IOException("late");
                });
                for (int i = 0; i < 3; i++) {
                    assertThrows(TimeoutException.class, () -> timeout(SHORT.dividedBy(2), () -> await(shield(inner))));
                }
                go.complete(null);
                if (isTaken) {
                    assertThrows(IOException.class, () -> await(shield(inner)));
                } else {
                    waitAll(List.of(inner));
                }
                yieldNow();
                yieldNow();
            });
            rig.settle();
            assertEquals(isTaken ? 0 : 1, rig.takeReports().size());
        }
    }

    // ---- elsewhere

    @EveryBackend(tasks = {CARRIED, LENT})
    void toThreadRunsWorkElsewhereAndWaits(Rig rig) throws Exception {
        rig.run(() -> {
            Thread here = Thread.currentThread();
            assertEquals("done", toThread(() -> {
                seen.add(Thread.currentThread() == here ? "here" : "elsewhere");
                return "done";
            }));
            assertThrows(
                    IOException.class,
                    () -> toThread(() -> {
                        throw new IOException("no");
                    }));
        });
        assertEquals(List.of("elsewhere"), seen);
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void cancellingTheOneThatWaitsInterruptsTheWork(Rig rig) throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<String> work = new CompletableFuture<>();
        rig.run(() -> {
            Task<Object> task = createTask(() -> toThread(() -> {
                started.countDown();
                try {
                    Thread.sleep(LONG);
                } catch (InterruptedException request) {
                    work.complete("interrupted");
                }
                return "";
            }));
            while (started.getCount() > 0) {
                sleep(SHORT);
            }
            task.cancel(false);
            assertThrows(CancellationException.class, () -> await(task));
            assertEquals("interrupted", await(work));
        });
    }
}
