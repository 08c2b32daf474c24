// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.tasks;

import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.blocking;
import static io.jvloop.task.Tasks.createTask;
import static io.jvloop.task.Tasks.currentTask;
import static io.jvloop.task.Tasks.sleep;
import static io.jvloop.task.Tasks.taskGroup;
import static io.jvloop.task.Tasks.timeout;
import static io.jvloop.task.Tasks.timeoutAt;
import static io.jvloop.task.Tasks.yieldNow;
import static io.jvloop.testkit.TaskMode.CARRIED;
import static io.jvloop.testkit.TaskMode.LENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.LoopPromise;
import io.jvloop.task.Body;
import io.jvloop.task.Task;
import io.jvloop.task.TaskGroupException;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Rig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Limits in time for parts of tasks: alone, nested, moved, and beside requests from elsewhere. */
@org.junit.jupiter.api.Timeout(120)
class TimeoutTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(2);

    private final List<Object> seen = new ArrayList<>();

    @EveryBackend(tasks = {CARRIED, LENT})
    void aPartThatTakesTooLongIsCancelledAndTheTaskGoesOn(Rig rig) throws Exception {
        rig.run(() -> {
            long before = rig.loop().time();
            assertThrows(
                    TimeoutException.class,
                    () -> timeout(SHORT, () -> {
                        try {
                            sleep(LONG);
                        } finally {
                            seen.add("cleaned up");
                        }
                    }));
            assertTrue(rig.loop().time() - before >= SHORT.toNanos());
            assertEquals(0, currentTask().cancelling());
            sleep(SHORT);
        });
        assertEquals(List.of("cleaned up"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aPartThatIsInTimeGivesItsValueOrItsFailure(Rig rig) throws Exception {
        rig.run(() -> {
            assertEquals("in time", timeout(LONG, () -> {
                sleep(SHORT);
                return "in time";
            }));
            assertThrows(
                    IOException.class,
                    () -> timeout(LONG, () -> {
                        throw new IOException("in time too");
                    }));
        });
        assertEquals(0, rig.loop().metrics().timersPending());
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aTimeThatIsOverBeforehandStopsTheFirstWaitOnly(Rig rig) throws Exception {
        rig.run(() -> {
            assertEquals("no wait", timeout(Duration.ZERO, () -> "no wait"));
            assertThrows(TimeoutException.class, () -> timeout(Duration.ofSeconds(-5), () -> sleep(LONG)));
            assertThrows(TimeoutException.class, () -> timeoutAt(rig.loop().time() - 1, () -> sleep(LONG)));
            sleep(SHORT);
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aTimeThatIsOverBeforehandStopsAWaitOfOneTurnToo(Rig rig) throws Exception {
        rig.run(() -> {
            assertThrows(TimeoutException.class, () -> timeout(Duration.ZERO, () -> yieldNow()));
            assertThrows(TimeoutException.class, () -> timeoutAt(rig.loop().time(), () -> yieldNow()));
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void nestedLimitsEachEndTheirOwnPart(Rig rig) throws Exception {
        rig.run(() -> {
            timeout(LONG, () -> {
                assertThrows(TimeoutException.class, () -> timeout(SHORT, () -> sleep(LONG)));
                seen.add("the outer part goes on");
                sleep(SHORT);
            });
            assertThrows(
                    TimeoutException.class,
                    () -> timeout(SHORT, () -> {
                        CancellationException outer =
                                assertThrows(CancellationException.class, () -> timeout(LONG, () -> sleep(LONG)));
                        seen.add("it was not the inner limit's");
                        throw outer;
                    }));
        });
        assertEquals(List.of("the outer part goes on", "it was not the inner limit's"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void limitsThatAreOverAtOnceAreTheOutermosts(Rig rig) throws Exception {
        rig.run(() -> {
            long when = rig.loop().time() + SHORT.toNanos();
            assertThrows(
                    TimeoutException.class,
                    () -> timeoutAt(when, () -> {
                        assertThrows(
                                CancellationException.class,
                                () -> timeoutAt(when, () -> {
                                    // both fire in one turn, before this part hears of either
                                    await(rig.loop().createFuture());
                                }));
                        throw new CancellationException();
                    }));
            assertEquals(0, currentTask().cancelling());
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aRequestFromOutsideIsNotTakenForTheLimit(Rig rig) throws Exception {
        rig.run(() -> {
            Task<Void> task = createTask(() -> timeout(LONG, () -> sleep(LONG)));
            yieldNow();
            task.cancel(false);
            assertThrows(CancellationException.class, () -> await(task));
            assertTrue(task.isCancelled());
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aRequestFromOutsideThatComesWithTheLimitWins(Rig rig) throws Exception {
        rig.run(() -> {
            Task<?>[] task = new Task<?>[1];
            task[0] = createTask(() -> {
                long when = rig.loop().time() + SHORT.toNanos();
                rig.loop().callAt(when, () -> task[0].cancel(false));
                timeoutAt(when, () -> sleep(LONG));
            });
            assertThrows(CancellationException.class, () -> await(task[0]));
            assertTrue(task[0].isCancelled());
            assertEquals(1, task[0].cancelling());
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aLimitMayBeMovedAndTakenAway(Rig rig) throws Exception {
        rig.run(() -> {
            timeout(SHORT, limit -> {
                limit.reschedule(LONG);
                assertTrue(limit.when() > rig.loop().time() + SHORT.toNanos());
                sleep(SHORT.multipliedBy(2));
                limit.rescheduleAt(Long.MAX_VALUE);
                assertEquals(Long.MAX_VALUE, limit.when());
                sleep(SHORT);
                assertFalse(limit.isExpired());
                return null;
            });
            assertThrows(
                    TimeoutException.class,
                    () -> timeout(LONG, limit -> {
                        limit.reschedule(SHORT);
                        try {
                            sleep(LONG);
                        } finally {
                            assertTrue(limit.isExpired());
                            assertThrows(IllegalStateException.class, () -> limit.reschedule(LONG));
                        }
                        return null;
                    }));
            io.jvloop.task.Timeout[] kept = new io.jvloop.task.Timeout[1];
            timeout(LONG, limit -> kept[0] = limit);
            assertThrows(IllegalStateException.class, () -> kept[0].reschedule(SHORT));
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aPartThatSwallowsTheRequestIsNotTimedOut(Rig rig) throws Exception {
        rig.run(() -> {
            assertEquals("went on", timeout(SHORT, () -> {
                try {
                    sleep(LONG);
                } catch (CancellationException ignored) {
                    sleep(SHORT);
                }
                return "went on";
            }));
            assertEquals(0, currentTask().cancelling());
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aFailureWhileTheLimitIsOverIsTheFailure(Rig rig) throws Exception {
        rig.run(() -> {
            assertThrows(
                    IOException.class,
                    () -> timeout(SHORT, () -> {
                        try {
                            sleep(LONG);
                        } catch (CancellationException request) {
                            throw new IOException("while cleaning up", request);
                        }
                    }));
            assertEquals(0, currentTask().cancelling());
            sleep(SHORT);
        });
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void waitsOfTheJdksAreLimitedToo(Rig rig) throws Exception {
        rig.run(() -> {
            assertThrows(
                    TimeoutException.class, () -> timeout(SHORT, () -> blocking(() -> new Semaphore(0).acquire())));
            assertThrows(TimeoutException.class, () -> timeout(SHORT, () -> blocking(() -> Thread.sleep(LONG))));
            sleep(SHORT);
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aLimitThatIsOverTogetherWithTheResultLeavesNothingBehindInACleanUp(Rig rig) throws Exception {
        rig.run(() -> {
            Task<Void> task = createTask(() -> {
                try {
                    sleep(LONG);
                } catch (CancellationException request) {
                    LoopPromise<String> promise = rig.loop().createFuture();
                    long when = rig.loop().time() + SHORT.toNanos();
                    rig.loop().callAt(when, () -> promise.complete("there"));
                    seen.add(timeoutAt(when, () -> await(promise)));
                    sleep(SHORT);
                    seen.add("cleaned up");
                    throw request;
                }
            });
            yieldNow();
            task.cancel(false);
            assertThrows(CancellationException.class, () -> await(task));
        });
        assertEquals(List.of("there", "cleaned up"), seen);
    }

    // ---- of a future

    @EveryBackend(tasks = {CARRIED, LENT})
    void aTaskWhoseTimeIsOverHasItsOutcomeWhenItsBodyHasEnded(Rig rig) throws Exception {
        rig.run(() -> {
            List<String> ended = new ArrayList<>();
            Body body = () -> {
                try {
                    sleep(Duration.ofHours(1));
                } finally {
                    sleep(Duration.ofMillis(5));
                    ended.add("cleaned up");
                }
            };
            assertThrows(TimeoutException.class, () -> await(createTask(body).orTimeout(10, TimeUnit.MILLISECONDS)));
            assertEquals(List.of("cleaned up"), ended);
            assertThrows(TimeoutException.class, () -> taskGroupOf(body));
            assertEquals(List.of("cleaned up", "cleaned up"), ended);
        });
    }

    private static void taskGroupOf(Body body) throws Exception {
        try {
            taskGroup(group -> group.createTask(body).orTimeout(10, TimeUnit.MILLISECONDS));
        } catch (TaskGroupException several) {
            throw (Exception) several.failures().getFirst();
        }
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aTaskWhoseTimeIsOverMayHaveAnOutcomeOfItsOwnAllTheSame(Rig rig) throws Exception {
        rig.run(() -> {
            Task<String> stubborn = createTask(() -> {
                try {
                    sleep(Duration.ofHours(1));
                } catch (CancellationException late) {
                    return "in spite of it";
                }
                return "never";
            });
            assertEquals("in spite of it", await(stubborn.orTimeout(5, TimeUnit.MILLISECONDS)));
            Task<String> obedient = createTask(() -> {
                sleep(Duration.ofHours(1));
                return "never";
            });
            assertEquals("instead", await(obedient.completeOnTimeout("instead", 5, TimeUnit.MILLISECONDS)));
            Task<String> cancelled = createTask(() -> {
                sleep(Duration.ofHours(1));
                return "never";
            });
            var limited = cancelled.orTimeout(1, TimeUnit.HOURS);
            yieldNow();
            cancelled.cancel(false);
            assertThrows(CancellationException.class, () -> await(limited));
        });
    }
}
