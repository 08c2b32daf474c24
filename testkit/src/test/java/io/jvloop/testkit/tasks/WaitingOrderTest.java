// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.tasks;

import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.createTask;
import static io.jvloop.task.Tasks.yieldNow;
import static io.jvloop.testkit.TaskMode.CARRIED;
import static io.jvloop.testkit.TaskMode.LENT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jvloop.LoopFuture;
import io.jvloop.LoopPromise;
import io.jvloop.task.Task;
import io.jvloop.task.Tasks;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Rig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;

/** Several tasks that wait for one future: first come, first served. */
@Timeout(120)
class WaitingOrderTest {
    private final List<Object> seen = new ArrayList<>();

    @EveryBackend(tasks = {CARRIED, LENT})
    void tasksThatWaitForTheSameFutureGoOnInTheOrderInWhichTheyCame(Rig rig) throws Exception {
        List<Integer> inOrder = IntStream.range(0, 30).boxed().toList();
        rig.run(() -> {
            for (int kind = 0; kind < 4; kind++) {
                LoopPromise<String> promise = rig.loop().createFuture();
                LoopFuture<String> future = switch (kind) {
                    case 0 -> promise;
                    case 1 -> promise.future();
                    case 2 -> promise.thenApply(value -> value);
                    default -> createTask(() -> await(promise));
                };
                List<Task<Void>> tasks = inOrder.stream()
                        .map(number -> createTask(() -> waitAndSee(future, number)))
                        .toList();
                yieldNow();
                promise.complete("there");
                Tasks.gather(tasks);
                assertEquals(inOrder, seen, future::toString);
                seen.clear();
            }
        });
    }

    private void waitAndSee(LoopFuture<String> future, int number) throws Exception {
        switch (number % 4) {
            case 0 -> await(future);
            case 1 -> future.get(1, TimeUnit.HOURS);
            case 2 -> future.get();
            default -> future.join();
        }
        seen.add(number);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void tasksThatStopWaitingForAFutureLeaveTheOrderOfTheOthersAlone(Rig rig) throws Exception {
        rig.run(() -> {
            LoopPromise<String> promise = rig.loop().createFuture();
            List<Task<Object>> tasks = IntStream.range(0, 9)
                    .mapToObj(number -> createTask(() -> (Object) (promise.get() + seen.add(number))))
                    .toList();
            yieldNow();
            List.of(0, 1, 5, 8).forEach(number -> tasks.get(number).cancel(false));
            yieldNow();
            promise.complete("there");
            tasks.get(2).cancel(false); // too late to take the value away
            Tasks.waitAll(tasks);
            assertEquals(4, tasks.stream().filter(Task::isCancelled).count());
        });
        assertEquals(List.of(2, 3, 4, 6, 7), seen);
    }
}
