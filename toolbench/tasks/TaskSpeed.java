// SPDX-License-Identifier: Apache-2.0
import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.createTask;
import static io.jvloop.task.Tasks.gather;
import static io.jvloop.task.Tasks.yieldNow;

import io.jvloop.EventLoop;
import io.jvloop.LoopPromise;
import io.jvloop.task.Body;
import io.jvloop.task.Task;
import io.jvloop.task.Tasks;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * What a task costs: medians of rounds, in nanoseconds. {@code ./jvloop run toolbench/tasks/TaskSpeed.java}; toolbench/tasks has
 * the same for asyncio and Go.
 */
class TaskSpeed {
    private static final int ROUNDS = 15;
    private static final int TIMES = 200_000;

    public static void main(String[] arguments) throws Exception {
        Tasks.run(() -> {
            measure("create a task and await it", TIMES, TaskSpeed::createAndAwait);
            measure("switch between two tasks that yield", 2 * TIMES, () -> pair(TaskSpeed::yieldForAWhile));
            measure("switch between two tasks by a queue", 2 * TIMES, TaskSpeed::pingPong);
            measure("switch between two tasks by futures", 2 * TIMES, TaskSpeed::promises);
        });
    }

    private static void measure(String what, int count, Body work) throws Exception {
        long[] nanos = new long[ROUNDS];
        for (int round = -5; round < ROUNDS; round++) { // the first five are for the compiler
            long before = System.nanoTime();
            work.run();
            if (round >= 0) {
                nanos[round] = (System.nanoTime() - before) / count;
            }
        }
        Arrays.sort(nanos);
        System.out.printf("%-40s %5d ns  (%d to %d)%n", what, nanos[ROUNDS / 2], nanos[0], nanos[ROUNDS - 1]);
    }

    private static void createAndAwait() throws Exception {
        int sum = 0;
        for (int i = 0; i < TIMES; i++) {
            int number = i;
            sum += await(createTask(() -> number));
        }
        if (sum == 1) {
            System.out.println(sum);
        }
    }

    private static void pair(Body body) throws Exception {
        gather(createTask(body), createTask(body));
    }

    private static void yieldForAWhile() {
        for (int i = 0; i < TIMES; i++) {
            yieldNow();
        }
    }

    private static void pingPong() throws Exception {
        BlockingQueue<Integer> there = new ArrayBlockingQueue<>(1);
        BlockingQueue<Integer> back = new ArrayBlockingQueue<>(1);
        Task<Void> other = createTask(() -> {
            for (int i = 0; i < TIMES; i++) {
                back.put(there.take());
            }
        });
        for (int i = 0; i < TIMES; i++) {
            there.put(i);
            back.take();
        }
        await(other);
    }

    private static void promises() throws Exception {
        EventLoop loop = EventLoop.current();
        @SuppressWarnings({"unchecked", "rawtypes"})
        LoopPromise<Integer>[] waits = new LoopPromise[] {loop.createFuture(), loop.createFuture()};
        Task<Void> other = createTask(() -> play(waits, 1));
        play(waits, 0);
        await(other);
    }

    private static void play(LoopPromise<Integer>[] waits, int me) throws Exception {
        for (int i = 0; i < TIMES; i++) {
            if (me == 0 || i > 0) {
                waits[1 - me].complete(i);
            }
            if (me == 1 || i < TIMES - 1) {
                await(waits[me]);
                waits[me] = EventLoop.current().createFuture();
            }
        }
        if (me == 1) {
            waits[0].complete(0);
        }
    }
}
