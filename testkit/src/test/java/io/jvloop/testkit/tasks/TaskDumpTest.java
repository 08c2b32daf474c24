// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.tasks;

import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.createTask;
import static io.jvloop.task.Tasks.dump;
import static io.jvloop.task.Tasks.yieldNow;
import static io.jvloop.testkit.TaskMode.CARRIED;
import static io.jvloop.testkit.TaskMode.LENT;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.EventLoop;
import io.jvloop.LoopPromise;
import io.jvloop.task.Task;
import io.jvloop.task.Tasks;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Rig;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;

/** What {@link Tasks#dump} says: every task, where it is, and who waits for it. */
@Timeout(120)
class TaskDumpTest {
    @EveryBackend(tasks = {CARRIED, LENT})
    void aDumpSaysWhoWaitsForWhomAndWhere(Rig rig) throws Exception {
        rig.run(() -> {
            LoopPromise<String> end = rig.loop().createFuture();
            Task<?> sleeper = createTask("sleeper", () -> waitHere(end));
            Task<?> waiter = createTask("waiter", () -> {
                await(sleeper);
            });
            Task<?> gatherer = createTask("gatherer", () -> {
                Tasks.gather(List.of(sleeper, waiter));
            });
            Task<?> grouped = createTask(
                    "grouped",
                    () -> Tasks.taskGroup(group -> {
                        group.createTask("child", () -> await(sleeper));
                    }));
            for (int turns = 0; turns < 5; turns++) {
                yieldNow();
            }
            String text = dump(rig.loop());
            String block = text.substring(text.indexOf("Task[sleeper"), text.indexOf("Task[waiter"));
            assertTrue(block.contains("waitHere"), text);
            for (String name : List.of("waiter", "gatherer", "child")) {
                assertTrue(block.contains("awaited by " + name), name + " in " + text);
            }
            assertTrue(text.substring(text.indexOf("Task[child")).contains("awaited by grouped"), text);
            end.complete("now");
            Tasks.waitAll(List.of(sleeper, waiter, gatherer, grouped));
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aDumpShowsTasksThatWaitForEachOtherInACircle(Rig rig) throws Exception {
        rig.run(() -> {
            Task<?>[] circle = new Task<?>[2];
            circle[0] = createTask("one", () -> {
                await(circle[1]);
            });
            circle[1] = createTask("other", () -> {
                Tasks.gather(List.of(circle[0]));
            });
            yieldNow();
            yieldNow();
            String text = dump(rig.loop());
            assertTrue(text.contains("Task[one, pending, waits for other]"), text);
            assertTrue(text.contains("Task[other, pending, waits for one]"), text);
            circle[0].cancel(false);
            Tasks.waitAll(List.of(circle));
        });
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void anotherThreadMayDumpAGroupWhoseTasksEndMeanwhile(Rig rig) throws Exception {
        EventLoop loop = rig.loop(); // which opens it: not on two threads
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> watching = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                assertFalse(dump(loop).contains("\0"));
            }
        });
        try {
            rig.run(() -> Tasks.taskGroup(group -> {
                for (int i = 0; i < 300; i++) {
                    int turns = i % 20;
                    group.createTask(() -> {
                        for (int left = turns; left > 0; left--) {
                            yieldNow();
                        }
                    });
                }
            }));
        } finally {
            over.set(true);
        }
        watching.get(60, TimeUnit.SECONDS);
    }

    private static String waitHere(LoopPromise<String> promise) throws Exception {
        return await(promise);
    }
}
