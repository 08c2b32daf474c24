// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.tasks;

import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.createTask;
import static io.jvloop.task.Tasks.sleep;
import static io.jvloop.task.Tasks.startTask;
import static io.jvloop.task.Tasks.yieldNow;
import static io.jvloop.testkit.TaskMode.CARRIED;
import static io.jvloop.testkit.TaskMode.LENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.task.Task;
import io.jvloop.task.Tasks;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Rig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;

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
}
