// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.tasks;

import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.blocking;
import static io.jvloop.task.Tasks.createTask;
import static io.jvloop.task.Tasks.currentTask;
import static io.jvloop.task.Tasks.sleep;
import static io.jvloop.task.Tasks.yieldNow;
import static io.jvloop.testkit.TaskMode.CARRIED;
import static io.jvloop.testkit.TaskMode.LENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.LoopPromise;
import io.jvloop.task.Task;
import io.jvloop.task.Tasks;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Rig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;

/** Asking tasks to end, and who gets to know: asyncio's counting. */
@Timeout(120)
class CancellingTest {
    private final List<Object> seen = new ArrayList<>();

    private static final Duration LONG = Duration.ofHours(1);

    @EveryBackend(tasks = {CARRIED, LENT})
    void theRequestArrivesAtTheWaitAndTheTaskIsCancelled(Rig rig) throws Exception {
        rig.run(() -> {
            Task<Void> task = createTask(() -> {
                try {
                    sleep(LONG);
                } catch (CancellationException request) {
                    seen.add("asked");
                    throw request;
                } finally {
                    seen.add("cleaned up");
                }
            });
            yieldNow();
            assertTrue(task.cancel(false));
            assertFalse(task.isDone(), "it is asked, not ended");
            assertThrows(CancellationException.class, () -> await(task));
            assertTrue(task.isCancelled());
            assertFalse(task.cancel(false), "it is done");
        });
        assertEquals(List.of("asked", "cleaned up"), seen);
        assertEquals(0, rig.loop().metrics().timersPending(), "the sleep's timer is gone");
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aTaskThatIsCancelledBeforeItBeginsNeverDoes(Rig rig) throws Exception {
        rig.run(() -> {
            Task<Boolean> task = createTask(() -> seen.add("never"));
            task.cancel(false);
            assertThrows(CancellationException.class, () -> await(task));
        });
        assertEquals(List.of(), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aTaskMaySwallowTheRequestAndGoOn(Rig rig) throws Exception {
        rig.run(() -> {
            Task<String> task = createTask(() -> {
                try {
                    sleep(LONG);
                } catch (CancellationException ignored) {
                    sleep(Duration.ofMillis(1));
                }
                return "went on";
            });
            yieldNow();
            task.cancel(false);
            assertEquals("went on", await(task));
            assertEquals(1, task.cancelling());
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void theRequestIsPassedOnToWhatIsAwaited(Rig rig) throws Exception {
        rig.run(() -> {
            Task<Void> inner = createTask(() -> sleep(LONG));
            Task<Void> outer = createTask(() -> {
                await(inner);
            });
            yieldNow();
            yieldNow();
            outer.cancel(false);
            assertThrows(CancellationException.class, () -> await(outer));
            assertTrue(inner.isCancelled());
            LoopPromise<Void> promise = rig.loop().createFuture();
            Task<Void> third = createTask(() -> {
                await(promise.future());
            });
            yieldNow();
            third.cancel(false);
            assertThrows(CancellationException.class, () -> await(third));
            assertTrue(promise.isCancelled());
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aRequestGoesDownAChainOneTaskATurn(Rig rig) throws Exception {
        rig.run(() -> {
            Task<Void> inner = createTask(() -> sleep(LONG));
            Task<Void> middle = createTask(() -> {
                await(inner);
            });
            Task<Void> outer = createTask(() -> {
                await(Tasks.shield(createTask(() -> "neither asked nor in between")));
                Tasks.gather(middle);
            });
            for (int turn = 0; turn < 5; turn++) {
                yieldNow();
            }
            outer.cancel(false);
            assertEquals(List.of(1, 0, 0), requests(outer, middle, inner));
            yieldNow();
            assertEquals(List.of(1, 1, 0), requests(outer, middle, inner));
            yieldNow();
            assertEquals(List.of(1, 1, 1), requests(outer, middle, inner));
            assertThrows(CancellationException.class, () -> await(outer));
        });
    }

    private static List<Integer> requests(Task<?>... tasks) {
        return Stream.of(tasks).map(Task::cancelling).toList();
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void whatATaskAwaitsBeginsIfItsTurnComesBeforeTheRequest(Rig rig) throws Exception {
        rig.run(() -> {
            Task<Void> outer = createTask(() -> {
                await(createTask(() -> {
                    seen.add("begun");
                    sleep(LONG);
                }));
            });
            yieldNow();
            outer.cancel(false);
            assertThrows(CancellationException.class, () -> await(outer));
        });
        assertEquals(List.of("begun"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aRequestThatWasMadeBeforeTheWaitIsThrownByItBeforeAnybodyElseHasATurn(Rig rig) throws Exception {
        rig.run(() -> {
            Task<Void> task = createTask(() -> {
                currentTask().cancel(false);
                rig.loop().callSoon(() -> seen.add("others' turn"));
                try {
                    sleep(LONG);
                } finally {
                    seen.add("thrown");
                }
            });
            assertThrows(CancellationException.class, () -> await(task));
        });
        assertEquals(List.of("thrown", "others' turn"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void anInnerTaskThatGoesOnAllTheSameGivesItsValueAndTheRequestIsOver(Rig rig) throws Exception {
        rig.run(() -> {
            Task<String> inner = createTask(() -> {
                try {
                    sleep(LONG);
                } catch (CancellationException ignored) {
                    yieldNow();
                }
                return "all the same";
            });
            Task<String> outer = createTask(() -> {
                String value = await(inner);
                sleep(Duration.ofMillis(1));
                return value;
            });
            yieldNow();
            yieldNow();
            outer.cancel(false);
            assertEquals("all the same", await(outer));
        });
    }

    private Task<Void> waitingForItAndThenAgain(CompletableFuture<String> future) {
        return createTask(() -> {
            seen.add(await(future));
            try {
                sleep(LONG);
            } catch (CancellationException request) {
                seen.add("the next wait");
                throw request;
            }
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aValueThatIsThereAlreadyIsNotTakenAwayAndTheNextWaitGetsTheRequest(Rig rig) throws Exception {
        rig.run(() -> {
            LoopPromise<String> promise = rig.loop().createFuture();
            Task<Void> task = waitingForItAndThenAgain(promise);
            yieldNow();
            promise.complete("there"); // and the task is on its way
            task.cancel(false);
            assertThrows(CancellationException.class, () -> await(task));
        });
        assertEquals(List.of("there", "the next wait"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aValueThatComesBehindTheRequestAndBeforeTheTasksTurnIsNotTakenAwayEither(Rig rig) throws Exception {
        rig.run(() -> {
            LoopPromise<String> promise = rig.loop().createFuture();
            Task<Void> task = waitingForItAndThenAgain(promise);
            yieldNow();
            task.cancel(false);
            assertTrue(promise.complete("there"), "nobody has cancelled it yet");
            assertThrows(CancellationException.class, () -> await(task));
        });
        assertEquals(List.of("there", "the next wait"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aValueThatTheTaskReturnsIsNotTakenAwayEither(Rig rig) throws Exception {
        rig.run(() -> {
            LoopPromise<String> promise = rig.loop().createFuture();
            Task<String> task = createTask(() -> await(promise));
            yieldNow();
            promise.complete("there");
            task.cancel(false);
            assertEquals("there", await(task));
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aFutureThatDoesNotLetItselfBeCancelledDoesNotHoldTheTask(Rig rig) throws Exception {
        CompletableFuture<Void> stubborn = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                return false;
            }
        };
        rig.run(() -> {
            Task<Void> task = createTask(() -> {
                await(stubborn);
            });
            yieldNow();
            task.cancel(false);
            assertThrows(CancellationException.class, () -> await(task));
        });
        assertFalse(stubborn.isDone());
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aValueThatComesWhileTheRequestIsPassedOnLeavesItForTheNextWait(Rig rig) throws Exception {
        CompletableFuture<String> quicker = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                complete("there"); // as if by another thread, at this very moment
                return super.cancel(mayInterruptIfRunning);
            }
        };
        rig.run(() -> {
            Task<Void> task = waitingForItAndThenAgain(quicker);
            yieldNow();
            task.cancel(false);
            assertEquals(
                    List.of(task),
                    Tasks.waitFirst(List.of(task), Duration.ofSeconds(10)).done());
            assertTrue(task.isCancelled());
        });
        assertEquals(List.of("there", "the next wait"), seen);
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void waitsOfTheJdksGetTheSameRequestAsAnInterrupt(Rig rig) throws Exception {
        rig.run(() -> {
            Task<Void> task = createTask(() -> {
                try {
                    blocking(() -> Thread.sleep(LONG));
                } catch (InterruptedException request) {
                    seen.add("interrupted");
                    throw request;
                }
            });
            Task<String> queue = createTask(() -> blocking(() -> new LinkedBlockingQueue<String>().take()));
            yieldNow();
            sleep(Duration.ofMillis(2));
            task.cancel(false);
            queue.cancel(false);
            assertThrows(CancellationException.class, () -> await(task));
            assertThrows(CancellationException.class, () -> await(queue));
            assertTrue(task.isCancelled());
        });
        assertEquals(List.of("interrupted"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void requestsAreCountedAndTakenBackByTheTaskAlone(Rig rig) throws Exception {
        rig.run(() -> {
            Task<Void> task = createTask(() -> {
                try {
                    sleep(LONG);
                } catch (CancellationException request) {
                    seen.add(currentTask().cancelling());
                }
                seen.add(currentTask().uncancel());
                seen.add(currentTask().uncancel());
                seen.add(currentTask().uncancel());
                sleep(Duration.ofMillis(1));
            });
            yieldNow();
            assertEquals(0, task.cancelling());
            task.cancel(false);
            task.cancel(false);
            assertEquals(2, task.cancelling());
            assertThrows(IllegalStateException.class, task::uncancel);
            await(task);
        });
        assertEquals(List.of(2, 1, 0, 0), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void takingBackTheLastRequestKeepsItFromTheNextWait(Rig rig) throws Exception {
        rig.run(() -> {
            currentTask().cancel(false);
            assertEquals(0, currentTask().uncancel());
            sleep(Duration.ofMillis(1));
            currentTask().cancel(false);
            currentTask().cancel(false);
            assertEquals(1, currentTask().uncancel());
            assertThrows(CancellationException.class, () -> sleep(LONG));
            currentTask().uncancel();
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aTaskThatInterruptsItselfEndsCancelledAtItsNextWait(Rig rig) throws Exception {
        rig.run(() -> {
            for (int way = 0; way < 4; way++) {
                int chosen = way;
                Task<Void> task = createTask(() -> {
                    Thread.currentThread().interrupt();
                    switch (chosen) {
                        case 0 -> sleep(LONG);
                        case 1 -> await(rig.loop().createFuture());
                        case 2 -> await(new CompletableFuture<>());
                        default -> yieldNow();
                    }
                });
                assertThrows(CancellationException.class, () -> await(task));
                assertEquals(0, task.cancelling());
            }
        });
        rig.settle();
        assertEquals(List.of(), rig.takeReports(), "the loop's own thread is not interrupted by that");
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void cancellingAtEveryAwaitLosesNothingAndLeavesNothingBehind(Rig rig) throws Exception {
        int waits = 40;
        for (int cancelAt = 0; cancelAt <= waits; cancelAt++) {
            int turns = cancelAt;
            rig.run(() -> {
                List<LoopPromise<Integer>> promises = new ArrayList<>();
                int[] sum = new int[1];
                Task<Void> task = createTask(() -> {
                    for (int i = 0; i < 10; i++) {
                        LoopPromise<Integer> promise = rig.loop().createFuture();
                        promises.add(promise);
                        int number = i;
                        rig.loop().callSoon(() -> promise.complete(number));
                        switch (i % 4) {
                            case 0 -> sum[0] += await(promise);
                            case 1 -> sum[0] += Tasks.timeout(LONG, () -> await(promise));
                            case 2 ->
                                sum[0] += Tasks.inTaskGroup(group -> await(group.createTask(() -> await(promise))));
                            default -> {
                                sum[0] += Tasks.gather(promise).getFirst();
                            }
                        }
                    }
                });
                for (int i = 0; i < turns && !task.isDone(); i++) {
                    yieldNow();
                }
                task.cancel(false);
                Tasks.waitAll(List.of(task));
                int got = promises.stream()
                        .filter(promise -> promise.isDone() && !promise.isCancelled())
                        .mapToInt(LoopPromise::resultNow)
                        .sum();
                // what was awaited when the request came may have been thrown away with the future itself, never more
                assertTrue(sum[0] <= got && got - sum[0] <= 9, sum[0] + " of " + got);
                assertTrue(task.isCancelled() || sum[0] == 45, "cancelled, or to the end: " + sum[0]);
            });
            assertEquals(List.of(), Tasks.allTasks(rig.loop()));
        }
        assertEquals(0, rig.loop().metrics().timersPending());
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void cancellingAtEveryWaitForSeveralThingsOrElsewhereEndsJustWhatItShould(Rig rig) throws Exception {
        int waits = 50;
        for (int cancelAt = 0; cancelAt <= waits; cancelAt++) {
            int turns = cancelAt;
            rig.run(() -> {
                List<CompletableFuture<Integer>> spared = new ArrayList<>();
                List<Task<Integer>> submitted = new ArrayList<>();
                int[] sum = new int[1];
                Task<Void> task = createTask(() -> {
                    for (int i = 0; i < 9; i++) {
                        LoopPromise<Integer> promise = rig.loop().createFuture();
                        int number = i;
                        rig.loop().callSoon(() -> promise.complete(number));
                        switch (i % 4) {
                            case 0 -> {
                                Task<Integer> shielded = createTask(() -> await(promise));
                                spared.add(shielded);
                                sum[0] += await(Tasks.shield(shielded));
                            }
                            case 1 -> {
                                spared.add(promise);
                                assertEquals(
                                        List.of(promise),
                                        Tasks.waitFirst(List.of(promise), LONG).done());
                                sum[0] += promise.resultNow();
                            }
                            case 2 -> {
                                spared.add(promise);
                                for (CompletableFuture<Integer> each : Tasks.asCompleted(List.of(promise))) {
                                    sum[0] += each.resultNow();
                                }
                            }
                            default -> {
                                Task<Integer> inner = Tasks.submit(rig.loop(), () -> await(promise));
                                submitted.add(inner);
                                sum[0] += await(inner);
                            }
                        }
                    }
                    sum[0] += Tasks.toThread(() -> 9);
                });
                for (int i = 0; i < turns && !task.isDone(); i++) {
                    yieldNow();
                }
                task.cancel(false);
                Tasks.waitAll(List.of(task));
                assertTrue(task.isCancelled() || sum[0] == 45, "cancelled, or to the end: " + sum[0]);
                assertTrue(submitted.stream().allMatch(Task::isDone), "it waited for what it had asked to end");
                Tasks.waitAll(spared);
                spared.forEach(each -> assertFalse(each.isCancelled(), each::toString));
            });
            assertEquals(List.of(), Tasks.allTasks(rig.loop()));
        }
        assertEquals(0, rig.loop().metrics().timersPending());
    }
}
