// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.tasks;

import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.createTask;
import static io.jvloop.task.Tasks.currentTask;
import static io.jvloop.task.Tasks.inTaskGroup;
import static io.jvloop.task.Tasks.sleep;
import static io.jvloop.task.Tasks.taskGroup;
import static io.jvloop.task.Tasks.yieldNow;
import static io.jvloop.testkit.TaskMode.CARRIED;
import static io.jvloop.testkit.TaskMode.LENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.EventLoop;
import io.jvloop.LoopFuture;
import io.jvloop.LoopPromise;
import io.jvloop.task.Task;
import io.jvloop.task.TaskGroup;
import io.jvloop.task.TaskGroupException;
import io.jvloop.task.Tasks;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Rig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Timeout;

/** Tasks that belong together: what fails, who is cancelled, and what comes out. */
@Timeout(120)
class TaskGroupTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(2);

    private final List<Object> seen = new ArrayList<>();

    private static Void fail(String message) throws IOException {
        throw new IOException(message);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void itEndsWhenAllOfItsTasksHave(Rig rig) throws Exception {
        rig.run(() -> {
            String result = inTaskGroup(group -> {
                LoopPromise<Void> first = EventLoop.current().createFuture();
                Task<Integer> third = group.createTask(() -> follow(first, 3));
                Task<Integer> second = group.createTask(() -> follow(third, 2));
                group.createTask(() -> follow(second, 1));
                group.createTask(() -> first.complete(null));
                seen.add("body");
                return "result";
            });
            seen.add(result);
            taskGroup(_ -> seen.add("no tasks at all"));
        });
        assertEquals(List.of("body", 3, 2, 1, "result", "no tasks at all"), seen);
    }

    private int follow(LoopFuture<?> other, int number) throws Exception {
        await(other);
        seen.add(number);
        return number;
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aFailureCancelsTheOthersAndTheBodyAndIsThrown(Rig rig) throws Exception {
        rig.run(() -> {
            TaskGroupException thrown = assertThrows(
                    TaskGroupException.class,
                    () -> taskGroup(group -> {
                        group.createTask("sibling", () -> {
                            try {
                                sleep(LONG);
                            } finally {
                                seen.add("sibling cancelled");
                            }
                        });
                        group.createTask(() -> fail("one"));
                        try {
                            sleep(LONG);
                        } finally {
                            seen.add("body cancelled");
                        }
                    }));
            assertEquals("one", thrown.failures().getFirst().getMessage());
            assertSame(thrown.failures().getFirst(), thrown.getCause());
            assertEquals(1, thrown.failures().size());
            assertEquals(0, currentTask().cancelling());
            sleep(SHORT);
        });
        assertEquals(2, seen.size(), seen.toString());
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aTaskThatCleansUpIsAskedToEndOnce(Rig rig) throws Exception {
        rig.run(() -> assertThrows(
                TaskGroupException.class,
                () -> taskGroup(group -> {
                    group.createTask("sibling", () -> {
                        try {
                            sleep(LONG);
                        } finally {
                            seen.add(currentTask().cancelling());
                            sleep(SHORT);
                            seen.add("cleaned up");
                        }
                    });
                    group.createTask(() -> fail("one"));
                    sleep(LONG);
                })));
        assertEquals(List.of(1, "cleaned up"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void everythingThatWentWrongComesTogether(Rig rig) throws Exception {
        rig.run(() -> {
            TaskGroupException thrown = assertThrows(
                    TaskGroupException.class,
                    () -> taskGroup(group -> {
                        group.createTask(() -> fail("one"));
                        group.createTask(() -> {
                            try {
                                sleep(LONG);
                            } finally {
                                fail("two, while it cleaned up");
                            }
                        });
                        yieldNow();
                        fail("the body");
                    }));
            List<String> messages =
                    thrown.failures().stream().map(Throwable::getMessage).toList();
            assertEquals(List.of("the body", "one", "two, while it cleaned up"), messages);
            assertEquals(2, thrown.getSuppressed().length);
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aFailureThatOthersAwaitedIsThrownOnce(Rig rig) throws Exception {
        rig.run(() -> {
            TaskGroupException thrown = assertThrows(
                    TaskGroupException.class,
                    () -> taskGroup(group -> {
                        Task<Void> failing = group.createTask(() -> {
                            sleep(SHORT);
                            fail("one");
                        });
                        group.createTask(() -> {
                            await(failing);
                        });
                        await(failing);
                    }));
            assertEquals(1, thrown.failures().size(), thrown.failures().toString());
            assertEquals("one", thrown.getCause().getMessage());
            assertEquals("a task of the group failed: " + thrown.getCause(), thrown.getMessage());
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aFailureThatTheBodyAwaitsComesAlongWithThatOfATaskInTheSameTurn(Rig rig) throws Exception {
        rig.run(() -> {
            TaskGroupException thrown = assertThrows(
                    TaskGroupException.class,
                    () -> taskGroup(group -> {
                        group.createTask(() -> fail("a task's"));
                        await(createTask(() -> fail("awaited")));
                    }));
            assertEquals(
                    List.of("awaited", "a task's"),
                    thrown.failures().stream().map(Throwable::getMessage).toList());
            assertEquals(0, currentTask().cancelling());
            sleep(SHORT);
        });
        assertEquals(List.of(), rig.takeReports());
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void tasksOfABodyThatWasAskedToEndBeforehandNeverBegin(Rig rig) throws Exception {
        rig.run(() -> {
            Task<Void> task = createTask(() -> {
                currentTask().cancel(false);
                taskGroup(group -> group.createTask(() -> seen.add("never")));
            });
            assertThrows(CancellationException.class, () -> await(task));
        });
        assertEquals(List.of(), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aBodyThatFailsCancelsItsTasks(Rig rig) throws Exception {
        rig.run(() -> {
            Task<?>[] child = new Task<?>[1];
            TaskGroupException thrown = assertThrows(
                    TaskGroupException.class,
                    () -> taskGroup(group -> {
                        child[0] = group.createTask(() -> sleep(LONG));
                        yieldNow();
                        fail("body");
                    }));
            assertEquals("body", thrown.getCause().getMessage());
            assertTrue(child[0].isCancelled());
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aTaskThatIsCancelledAloneIsNoFailure(Rig rig) throws Exception {
        rig.run(() -> {
            taskGroup(group -> {
                Task<Void> child = group.createTask(() -> sleep(LONG));
                group.createTask(() -> sleep(SHORT));
                yieldNow();
                child.cancel(false);
            });
            seen.add("fine");
        });
        assertEquals(List.of("fine"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aRequestFromOutsideReachesAllOfItsTasks(Rig rig) throws Exception {
        rig.run(() -> {
            for (int way = 0; way < 2; way++) {
                boolean inBody = way == 0;
                seen.clear();
                Task<Void> parent = createTask(() -> taskGroup(group -> {
                    for (int i = 0; i < 3; i++) {
                        group.createTask(() -> {
                            try {
                                sleep(LONG);
                            } finally {
                                seen.add("child");
                            }
                        });
                    }
                    if (inBody) {
                        sleep(LONG);
                    }
                }));
                sleep(SHORT);
                parent.cancel(false);
                assertThrows(CancellationException.class, () -> await(parent));
                assertTrue(parent.isCancelled());
                assertEquals(List.of("child", "child", "child"), seen);
            }
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void failuresGoBeforeARequestFromOutsideWhichIsNotForgotten(Rig rig) throws Exception {
        rig.run(() -> {
            Task<Void> parent = createTask(() -> {
                TaskGroupException thrown = assertThrows(
                        TaskGroupException.class,
                        () -> taskGroup(group -> {
                            group.createTask(() -> {
                                try {
                                    sleep(LONG);
                                } finally {
                                    fail("while it was cancelled");
                                }
                            });
                            sleep(LONG);
                        }));
                seen.add(thrown.getCause().getMessage());
                seen.add(currentTask().cancelling());
                assertThrows(CancellationException.class, () -> sleep(LONG));
                seen.add("at the next wait");
            });
            sleep(SHORT);
            parent.cancel(false);
            await(parent);
        });
        assertEquals(List.of("while it was cancelled", 1, "at the next wait"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void groupsInGroupsAndLimitsAroundThemKeepApart(Rig rig) throws Exception {
        rig.run(() -> {
            assertThrows(
                    TimeoutException.class,
                    () -> Tasks.timeout(
                            SHORT,
                            () -> taskGroup(outer -> {
                                outer.createTask(() -> taskGroup(inner -> inner.createTask(() -> sleep(LONG))));
                                taskGroup(inner -> inner.createTask(() -> sleep(LONG)));
                            })));
            assertEquals(0, currentTask().cancelling());
            taskGroup(outer -> {
                TaskGroupException inner = assertThrows(
                        TaskGroupException.class,
                        () -> taskGroup(group -> {
                            group.createTask(() -> fail("inner"));
                            sleep(LONG);
                        }));
                seen.add(inner.getCause().getMessage());
                sleep(SHORT);
            });
            TaskGroupException nested = assertThrows(
                    TaskGroupException.class,
                    () -> taskGroup(outer -> outer.createTask(() -> taskGroup(inner -> {
                        inner.createTask(() -> fail("deep"));
                    }))));
            assertEquals("deep", nested.getCause().getCause().getMessage());
            TaskGroupException late = assertThrows(
                    TaskGroupException.class,
                    () -> taskGroup(group -> group.createTask(() -> Tasks.timeout(SHORT, () -> sleep(LONG)))));
            assertTrue(late.getCause() instanceof TimeoutException);
            sleep(SHORT);
            assertEquals(0, currentTask().cancelling());
        });
        assertEquals(List.of("inner"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void tasksMayBeAddedWhileItEndsAndNotAfter(Rig rig) throws Exception {
        rig.run(() -> {
            TaskGroup[] kept = new TaskGroup[1];
            taskGroup(group -> {
                kept[0] = group;
                group.createTask(() -> {
                    sleep(SHORT);
                    group.createTask(() -> seen.add("added while it ends"));
                });
            });
            assertThrows(IllegalStateException.class, () -> kept[0].createTask(() -> seen.add("never")));
            assertThrows(
                    TaskGroupException.class,
                    () -> taskGroup(group -> {
                        group.createTask(() -> fail("one"));
                        try {
                            sleep(LONG);
                        } catch (CancellationException aborting) {
                            IllegalStateException refused = assertThrows(
                                    IllegalStateException.class, () -> group.createTask(() -> seen.add("never")));
                            seen.add(refused.getMessage());
                        }
                    }));
        });
        assertEquals(List.of("added while it ends", "this task group is ending, because a task in it failed"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aBodyThatSwallowsTheRequestStillThrowsTheFailures(Rig rig) throws Exception {
        rig.run(() -> {
            assertThrows(
                    TaskGroupException.class,
                    () -> taskGroup(group -> {
                        group.createTask(() -> fail("one"));
                        try {
                            sleep(LONG);
                        } catch (CancellationException swallowed) {
                            seen.add("swallowed");
                        }
                    }));
            assertEquals(0, currentTask().cancelling());
            sleep(SHORT);
        });
        assertEquals(List.of("swallowed"), seen);
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void itIsForItsOwnLoopOnly(Rig rig) throws Exception {
        rig.run(() -> taskGroup(group -> {
            IllegalStateException refused = Tasks.toThread(
                    () -> assertThrows(IllegalStateException.class, () -> group.createTask(() -> seen.add("never"))));
            assertTrue(refused.getMessage().contains("Tasks.submit"), refused.getMessage());
        }));
        assertEquals(List.of(), seen);
    }
}
