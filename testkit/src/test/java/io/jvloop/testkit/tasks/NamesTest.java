// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.tasks;

import static io.jvloop.task.Tasks.createTask;
import static io.jvloop.task.Tasks.yieldNow;
import static io.jvloop.testkit.TaskMode.CARRIED;
import static io.jvloop.testkit.TaskMode.LENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.EventLoop;
import io.jvloop.task.Task;
import io.jvloop.task.Tasks;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Rig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Timeout;

/** What tasks are called, while several threads make some. */
@Timeout(120)
class NamesTest {
    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void namesAreTheirOwnWhoeverMakesTasks(Rig rig) throws Exception {
        EventLoop loop = rig.loop();
        int each = 2000;
        List<Task<Void>> tasks = Collections.synchronizedList(new ArrayList<>());
        List<Thread> others = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            others.add(Thread.ofPlatform().start(() -> {
                for (int j = 0; j < each; j++) {
                    tasks.add(Tasks.submit(loop, () -> {}));
                }
            }));
        }
        rig.run(() -> {
            for (int i = 0; i < each; i++) {
                Task<Void> own = createTask("own-" + i, () -> {});
                assertEquals("own-" + i, own.name());
                yieldNow();
            }
        });
        for (Thread other : others) {
            other.join();
        }
        rig.runUntil(() -> tasks.stream().allMatch(Task::isDone));
        assertEquals(2L * each, tasks.stream().map(Task::name).distinct().count());
        assertTrue(tasks.stream().allMatch(task -> task.name().startsWith("Task-")));
    }
}
