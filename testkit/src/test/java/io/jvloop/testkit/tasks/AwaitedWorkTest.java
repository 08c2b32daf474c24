// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.tasks;

import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.createTask;
import static io.jvloop.task.Tasks.yieldNow;
import static io.jvloop.testkit.TaskMode.CARRIED;
import static io.jvloop.testkit.TaskMode.LENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.LoopPromise;
import io.jvloop.task.Task;
import io.jvloop.task.Tasks;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Rig;
import java.util.List;
import org.junit.jupiter.api.Timeout;

/** Work that has stages and is awaited by tasks, too: it is cancelled when nobody is left. */
@Timeout(120)
class AwaitedWorkTest {
    @EveryBackend(tasks = {CARRIED, LENT})
    void cancellingTheOnlyStageLeavesWorkAloneThatATaskWaitsFor(Rig rig) throws Exception {
        rig.run(() -> {
            LoopPromise<String> work = rig.loop().createFuture();
            Task<String> first = createTask(() -> await(work));
            Task<String> second = createTask(() -> await(work));
            yieldNow();
            yieldNow();
            work.thenApply(String::length).cancel(true);
            yieldNow();
            assertFalse(work.isDone());
            work.complete("done");
            assertEquals("done", await(first));
            assertEquals("done", await(second));
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void tasksThatHaveGivenUpWaitForItNoLonger(Rig rig) throws Exception {
        rig.run(() -> {
            LoopPromise<String> work = rig.loop().createFuture();
            List<Task<String>> tasks = List.of(createTask(() -> work.get()), createTask(() -> work.get()));
            yieldNow();
            yieldNow();
            tasks.forEach(task -> task.cancel(false));
            Tasks.waitAll(tasks);
            assertFalse(work.isDone());
            work.thenApply(String::length).cancel(true);
            assertTrue(work.isCancelled());
        });
    }
}
