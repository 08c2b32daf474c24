// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.tasks;

import static io.jvloop.task.Tasks.allTasks;
import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.createTask;
import static io.jvloop.task.Tasks.currentTask;
import static io.jvloop.task.Tasks.shield;
import static io.jvloop.task.Tasks.sleep;
import static io.jvloop.task.Tasks.startTask;
import static io.jvloop.task.Tasks.timeout;
import static io.jvloop.task.Tasks.waitAll;
import static io.jvloop.task.Tasks.yieldNow;
import static io.jvloop.testkit.TaskMode.CARRIED;
import static io.jvloop.testkit.TaskMode.LENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.EventLoop;
import io.jvloop.ExceptionContext;
import io.jvloop.LoopLimits;
import io.jvloop.LoopOptions;
import io.jvloop.LoopPromise;
import io.jvloop.task.Body;
import io.jvloop.task.Task;
import io.jvloop.task.Tasks;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Rig;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** What a task is: made, named, started, awaited, looked at, reported. */
@Timeout(120)
class TaskTest {
    private final List<Object> seen = new ArrayList<>();

    // ---- made and run

    @EveryBackend(tasks = {CARRIED, LENT})
    void aTaskBeginsInItsTurnAndGivesItsValue(Rig rig) throws Exception {
        rig.run(() -> {
            Task<String> task = createTask(() -> {
                seen.add("task");
                return "value";
            });
            seen.add("made");
            assertEquals("value", await(task));
            assertTrue(task.isDone());
        });
        assertEquals(List.of("made", "task"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void theVeryFailureIsThrown(Rig rig) throws Exception {
        IOException failure = new IOException("no");
        rig.run(() -> {
            Task<Void> task = createTask(() -> {
                throw failure;
            });
            assertSame(failure, assertThrows(IOException.class, () -> await(task)));
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void codeBetweenTwoWaitsIsAtomic(Rig rig) throws Exception {
        int[] shared = new int[1];
        rig.run(() -> {
            List<Task<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                tasks.add(createTask(() -> {
                    for (int round = 0; round < 20; round++) {
                        int read = shared[0];
                        Thread.onSpinWait();
                        shared[0] = read + 1;
                        yieldNow();
                    }
                }));
            }
            Tasks.gather(tasks);
        });
        assertEquals(200, shared[0]);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void tasksRunInTheOrderTheyWereMade(Rig rig) throws Exception {
        rig.run(() -> {
            List<Task<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                int number = i;
                tasks.add(createTask(() -> {
                    seen.add("a" + number);
                    yieldNow();
                    seen.add("b" + number);
                }));
            }
            Tasks.gather(tasks);
        });
        assertEquals(List.of("a0", "a1", "a2", "a3", "a4", "b0", "b1", "b2", "b3", "b4"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void anEagerTaskHasRunToItsFirstWaitWhenItIsMade(Rig rig) throws Exception {
        rig.run(() -> {
            Task<Void> task = startTask(() -> {
                seen.add("begun");
                sleep(Duration.ofMillis(1));
                seen.add("ended");
            });
            seen.add("made");
            await(task);
            assertEquals("at once", startTask(() -> "at once").resultNow());
        });
        assertEquals(List.of("begun", "made", "ended"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void anEagerTaskMayBeMadeByACallbackToo(Rig rig) {
        Task<?>[] task = new Task<?>[1];
        rig.loop().callSoon(() -> {
            task[0] = startTask(() -> {
                seen.add("begun");
                yieldNow();
                seen.add("ended");
            });
            seen.add("made");
        });
        rig.runUntil(() -> task[0] != null && task[0].isDone());
        assertEquals(List.of("begun", "made", "ended"), seen);
    }

    // ---- waiting

    @EveryBackend(tasks = {CARRIED, LENT})
    void anyStageCanBeAwaited(Rig rig) throws Exception {
        EventLoop loop = rig.loop();
        rig.run(() -> {
            LoopPromise<String> promise = loop.createFuture();
            loop.callLater(Duration.ofMillis(1), () -> promise.complete("promise"));
            seen.add(await(promise));
            LoopPromise<String> other = loop.createFuture();
            loop.callSoon(() -> other.complete("view"));
            seen.add(await(other.future()));
            CompletableFuture<String> plain = new CompletableFuture<>();
            loop.callSoon(() -> plain.complete("plain"));
            seen.add(await(plain));
            seen.add(await(plain.thenApply(text -> text + " stage").minimalCompletionStage()));
            seen.add(await(CompletableFuture.completedStage("done")));
        });
        assertEquals(List.of("promise", "view", "plain", "plain stage", "done"), seen);
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void aFutureOfAnotherThreadsCanBeAwaited(Rig rig) throws Exception {
        rig.run(() -> {
            for (int i = 0; i < 20; i++) {
                CompletableFuture<Integer> future = new CompletableFuture<>();
                int number = i;
                Thread.ofPlatform().start(() -> future.complete(number));
                assertEquals(i, await(future));
            }
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void getAndJoinOfAFutureParkTheTask(Rig rig) throws Exception {
        EventLoop loop = rig.loop();
        rig.run(() -> {
            LoopPromise<String> promise = loop.createFuture();
            loop.callLater(Duration.ofMillis(1), () -> promise.complete("got"));
            assertEquals("got", promise.get());
            LoopPromise<String> joined = loop.createFuture();
            loop.callLater(Duration.ofMillis(1), () -> joined.completeExceptionally(new IOException("no")));
            assertThrows(CompletionException.class, joined::join);
            assertThrows(ExecutionException.class, joined::get);
            LoopPromise<String> never = loop.createFuture();
            long before = loop.time();
            assertThrows(TimeoutException.class, () -> never.get(5, TimeUnit.MILLISECONDS));
            assertTrue(loop.time() - before >= 5_000_000, "on the loop's clock");
            loop.callLater(Duration.ofMillis(1), () -> never.complete("in time"));
            assertEquals("in time", never.get(10, TimeUnit.SECONDS));
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void awaitOutsideOfATaskSaysWhatToUseInstead(Rig rig) {
        LoopPromise<String> promise = rig.loop().createFuture();
        rig.loop().callSoon(() -> {
            seen.add(assertThrows(IllegalStateException.class, () -> await(promise))
                    .getMessage());
            seen.add(assertThrows(IllegalStateException.class, () -> sleep(Duration.ofMillis(1)))
                    .getMessage());
            seen.add(assertThrows(IllegalStateException.class, promise::get).getMessage());
            seen.add(assertThrows(IllegalStateException.class, () -> promise.get(1, TimeUnit.DAYS))
                    .getMessage());
            seen.add(assertThrows(IllegalStateException.class, promise::join).getMessage());
        });
        rig.runUntil(() -> seen.size() == 5);
        assertTrue(seen.get(0).toString().startsWith("await() needs a task, and this is the loop's own thread: wrap"));
        assertTrue(
                seen.get(1).toString().startsWith("sleep() needs a task"),
                seen.get(1).toString());
        assertTrue(
                seen.get(2).toString().startsWith("waiting here would stop the loop"),
                seen.get(2).toString());
        assertEquals(seen.get(2), seen.get(3));
        assertEquals(seen.get(2), seen.get(4));
        String elsewhere = assertThrows(IllegalStateException.class, () -> await(new CompletableFuture<>()))
                .getMessage();
        assertTrue(elsewhere.contains("future.get()") && elsewhere.contains("Tasks.submit"), elsewhere);
    }

    @Test
    void makingATaskWithoutALoopSaysWhatToUseInstead() {
        for (Executable making : List.<Executable>of(
                () -> createTask(() -> {}), () -> startTask(() -> {}), () -> shield(new CompletableFuture<>()))) {
            String message = assertThrows(IllegalStateException.class, making).getMessage();
            assertTrue(message.contains("Tasks.submit") && message.contains("Tasks.run"), message);
        }
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    @SuppressWarnings("NullAway") // on purpose
    void aTaskWithoutABodyIsRefusedWhereItIsMade(Rig rig) throws Exception {
        rig.run(() -> {
            assertThrows(NullPointerException.class, () -> createTask((Callable<String>) null));
            assertThrows(NullPointerException.class, () -> startTask((Body) null));
            assertEquals(1, allTasks(EventLoop.current()).size());
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void sleepIsNeverShortAndZeroIsATurn(Rig rig) throws Exception {
        EventLoop loop = rig.loop();
        rig.run(() -> {
            long before = loop.time();
            sleep(Duration.ofMillis(3));
            assertTrue(loop.time() - before >= 3_000_000);
            loop.callSoon(() -> seen.add("callback"));
            sleep(Duration.ZERO);
            seen.add("task");
            loop.callSoon(() -> seen.add("callback"));
            sleep(Duration.ofSeconds(-1));
            seen.add("task");
        });
        assertEquals(List.of("callback", "task", "callback", "task"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void valuesMayBeNull(Rig rig) throws Exception {
        rig.run(() -> {
            assertNull(await(createTask(() -> (String) null)));
            assertNull(await(CompletableFuture.completedFuture(null)));
        });
    }

    // ---- looked at

    @EveryBackend(tasks = {CARRIED, LENT})
    void tasksHaveNamesAndAreKnownWhileTheyLive(Rig rig) throws Exception {
        EventLoop loop = rig.loop();
        rig.run(() -> {
            Task<?> main = currentTask();
            Task<?> named = createTask("the other", () -> {
                assertEquals("the other", currentTask().name());
                assertEquals("the other", Thread.currentThread().getName());
                assertSame(loop, EventLoop.current());
                sleep(Duration.ofMillis(1));
            });
            Task<?> numbered = createTask(() -> seen.add(currentTask().name()));
            assertEquals(List.of(main, named, numbered), allTasks(loop));
            assertTrue(numbered.name().matches("Task-\\d+"), numbered.name());
            await(numbered);
            assertEquals(List.of(main, named), allTasks(loop));
            await(named);
        });
        assertEquals(List.of(), allTasks(loop));
        assertThrows(IllegalStateException.class, Tasks::currentTask);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aTaskThatWaitsForItselfIsToldSo(Rig rig) throws Exception {
        rig.run(() -> {
            Task<?> self = currentTask();
            for (Executable wait :
                    List.<Executable>of(() -> await(self), self::get, () -> self.get(1, TimeUnit.HOURS), self::join)) {
                String message = assertThrows(IllegalStateException.class, wait).getMessage();
                assertEquals("a task cannot wait for itself: " + self.name(), message);
            }
        });
    }

    // ---- kept and reported

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 8)
    void aTaskThatNobodyHoldsIsKeptUntilItIsDone(Rig rig) throws Exception {
        WeakReference<Task<?>> task = rig.run(() -> new WeakReference<Task<?>>(createTask(() -> {
            sleep(Duration.ofMillis(20));
            seen.add("done");
        })));
        System.gc();
        rig.runUntil(() -> seen.size() == 1);
        rig.settle();
        for (int i = 0; i < 100 && task.get() != null; i++) {
            System.gc();
            Thread.sleep(1);
        }
        assertNull(task.get(), "and let go of afterwards");
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 8)
    void aFailureThatNobodyLooksAtIsReportedOnce(Rig rig) throws Exception {
        rig.run(() -> {
            createTask("unlucky", () -> {
                throw new IOException("nobody cares");
            });
            yieldNow();
        });
        List<ExceptionContext> reports = new ArrayList<>();
        rig.runUntil("the report", () -> {
            System.gc();
            reports.addAll(rig.takeReports());
            return !reports.isEmpty();
        });
        rig.settle();
        reports.addAll(rig.takeReports());
        assertEquals(1, reports.size(), reports.toString());
        assertTrue(reports.getFirst().message().contains("unlucky"), reports.toString());
        assertEquals("nobody cares", reports.getFirst().exception().getMessage());
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 8)
    void aFailureThatSomebodyHasOnlyWaitedForIsReported(Rig rig) throws Exception {
        rig.run(() -> {
            LoopPromise<Void> mayFail = rig.loop().createFuture();
            Task<Void> task = createTask("unlucky", () -> {
                await(mayFail);
                throw new IOException("nobody cares");
            });
            Tasks.waitFirst(List.of(task), Duration.ZERO);
            assertThrows(TimeoutException.class, () -> task.get(0, TimeUnit.SECONDS));
            mayFail.complete(null);
            Tasks.waitAll(List.of(task));
        });
        List<ExceptionContext> reports = new ArrayList<>();
        rig.runUntil("the report", () -> {
            System.gc();
            reports.addAll(rig.takeReports());
            return !reports.isEmpty();
        });
        assertEquals(1, reports.size(), reports.toString());
        assertEquals("nobody cares", reports.getFirst().exception().getMessage());
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 8)
    void aFailureIsReportedThoughAStoppedRunHasWaitedForTheTask(Rig rig) throws Exception {
        EventLoop loop = rig.loop();
        Task<Void> task = Tasks.submit(loop, () -> {
            sleep(Duration.ofMillis(1));
            throw new IOException("nobody cares");
        });
        loop.callSoon(loop::stop);
        assertThrows(IllegalStateException.class, () -> loop.runUntilComplete(task));
        rig.run(() -> Tasks.waitAll(List.of(task)));
        loop.close();
        List<ExceptionContext> reports = rig.takeReports();
        assertEquals(1, reports.size(), reports.toString());
        assertEquals("nobody cares", reports.getFirst().exception().getMessage());
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aFailureThatSomebodyLooksAtIsNotReported(Rig rig) throws Exception {
        rig.run(() -> {
            for (int way = 0; way < 4; way++) {
                Task<Void> task = createTask(() -> {
                    throw new IOException("looked at");
                });
                switch (way) {
                    case 0 -> assertThrows(IOException.class, () -> await(task));
                    case 1 -> assertThrows(ExecutionException.class, task::get);
                    case 2 -> task.whenComplete((_, failure) -> seen.add(failure));
                    default -> {
                        yieldNow();
                        assertEquals("looked at", task.exceptionNow().getMessage());
                    }
                }
            }
        });
        System.gc();
        rig.settle();
        assertEquals(1, seen.size());
    }

    // ---- from other threads

    @Test
    void aTaskThatTheLoopRefusesIsNotWaitedFor() {
        LoopOptions options = LoopOptions.DEFAULT.withLimits(LoopLimits.NONE.withInboxMax(1));
        EventLoop loop = EventLoop.open(options);
        try (loop) {
            Task<Void> taken = Tasks.submit(loop, () -> {});
            assertThrows(RejectedExecutionException.class, () -> Tasks.submit(loop, () -> {}));
            assertEquals(List.of(taken), allTasks(loop));
        }
        assertThrows(RuntimeException.class, () -> Tasks.submit(loop, () -> {}));
        assertEquals(List.of(), allTasks(loop));
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void otherThreadsSubmitTasksAndWaitForThem(Rig rig) throws Exception {
        EventLoop loop = rig.loop();
        CompletableFuture<String> outcome = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            Task<String> task = Tasks.submit(loop, () -> {
                sleep(Duration.ofMillis(1));
                return "from " + currentTask().loop().inLoop();
            });
            outcome.complete(task.join());
        });
        rig.runUntil(outcome::isDone);
        assertEquals("from true", outcome.join());
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void cancellingGoesBothWaysBetweenThreads(Rig rig) throws Exception {
        EventLoop loop = rig.loop();
        List<Object> told = java.util.Collections.synchronizedList(new ArrayList<>());
        Thread other = Thread.ofPlatform().start(() -> {
            Task<Void> asked = Tasks.submit(loop, () -> {
                try {
                    sleep(Duration.ofHours(1));
                } catch (CancellationException request) {
                    told.add("the task");
                    throw request;
                }
            });
            asked.cancel(false);
            told.add(assertThrows(CancellationException.class, asked::join).getClass());
            Task<Void> itself = Tasks.submit(loop, () -> {
                currentTask().cancel(false);
                sleep(Duration.ofHours(1));
            });
            told.add(assertThrows(CancellationException.class, itself::join).getClass());
        });
        rig.runUntil(() -> !other.isAlive());
        assertTrue(told.size() == 2 || (told.size() == 3 && told.contains("the task")), told.toString());
        assertFalse(loop.isClosed());
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void whoHasGivenUpWaitingHasNotLookedAtTheOutcome(Rig rig) throws Exception {
        rig.run(() -> {
            LoopPromise<Void> go = rig.loop().createFuture();
            Task<Void> worker = createTask(() -> {
                await(go);
                throw new IOException("lost");
            });
            assertThrows(TimeoutException.class, () -> timeout(Duration.ofMillis(5), () -> worker.get()));
            go.complete(null);
            waitAll(List.of(worker));
        });
        rig.loop().close();
        List<ExceptionContext> reports = rig.takeReports();
        assertEquals(1, reports.size(), reports::toString);
        assertEquals("lost", reports.getFirst().exception().getMessage());
    }
}
