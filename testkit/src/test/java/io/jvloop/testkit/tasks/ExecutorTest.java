// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.tasks;

import static io.jvloop.task.Tasks.yieldNow;
import static io.jvloop.testkit.TaskMode.CARRIED;
import static io.jvloop.testkit.TaskMode.LENT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jvloop.EventLoop;
import io.jvloop.LoopOptions;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Rig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;

/** Views of loops as executors, used by tasks. */
@Timeout(120)
class ExecutorTest {
    /** None of them may have to wait behind a task of the loop for something that the loop's own thread needs. */
    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void oneViewMayBeUsedByTasksAndManyThreadsAtATime(Rig rig) throws Exception {
        int each = 2000;
        AtomicInteger ran = new AtomicInteger();
        List<Thread> others = new ArrayList<>();
        rig.run(() -> {
            ExecutorService view = EventLoop.current().executor();
            for (int i = 0; i < 8; i++) {
                others.add(Thread.ofPlatform().start(() -> {
                    for (int j = 0; j < each; j++) {
                        view.execute(ran::incrementAndGet);
                    }
                }));
            }
            for (int j = 0; j < each; j++) {
                view.execute(ran::incrementAndGet);
                yieldNow();
            }
        });
        rig.runUntil(() -> ran.get() == 9 * each);
        for (Thread other : others) {
            other.join();
        }
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void aTaskMayWaitForTheExecutorOfAnotherLoop(Rig rig) throws Exception {
        CompletableFuture<EventLoop> opened = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try (EventLoop loop = EventLoop.open(LoopOptions.DEFAULT)) {
                opened.complete(loop);
                loop.runForever();
            }
        });
        EventLoop other = opened.get();
        rig.run(() -> {
            assertEquals(
                    "at last",
                    other.executor()
                            .submit(() -> {
                                Thread.sleep(200);
                                return "at last";
                            })
                            .get());
        });
        other.callSoonThreadsafe(other::stop);
        thread.join();
    }
}
