// SPDX-License-Identifier: Apache-2.0

import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.createTask;
import static io.jvloop.task.Tasks.gather;
import static io.jvloop.task.Tasks.yieldNow;

import io.jvloop.task.Body;
import io.jvloop.task.Task;
import io.jvloop.task.Tasks;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** What a task costs on jvloop. {@code ./jvloop run toolbench/calls/java/JvloopTasks.java --case task-switch --warmup 5 --seconds 2}. */
final class JvloopTasks {
    private static final int BATCH = 1000;

    private final Window window;
    private long calls;

    private JvloopTasks(Window window) {
        this.window = window;
    }

    public static void main(String[] arguments) throws Exception {
        Settings settings = Settings.of(arguments);
        JvloopTasks tasks = new JvloopTasks(settings.window());
        Body body =
                switch (settings.name()) {
                    case "task-await" -> tasks::createAndAwait;
                    case "task-switch" -> tasks::twoThatYield;
                    case "task-switch-queue" -> tasks::twoWithQueues;
                    default -> throw Settings.refuse("unknown case '" + settings.name() + "'");
                };
        Tasks.run(body);
    }

    private void createAndAwait() throws Exception {
        do {
            for (int i = 0; i < BATCH; i++) {
                long number = calls;
                calls += await(createTask(() -> number)) - number + 1;
            }
        } while (!window.isOver(calls));
    }

    private void twoThatYield() throws Exception {
        Body yielding = () -> {
            for (int i = 0; i < BATCH; i++) {
                yieldNow();
            }
        };
        do {
            gather(createTask(yielding), createTask(yielding));
            calls += 2 * BATCH;
        } while (!window.isOver(calls));
    }

    private void twoWithQueues() throws Exception {
        BlockingQueue<Integer> there = new ArrayBlockingQueue<>(1);
        BlockingQueue<Integer> back = new ArrayBlockingQueue<>(1);
        Task<Void> other = createTask(() -> {
            int number;
            do {
                number = there.take();
                back.put(number);
            } while (number >= 0);
        });
        do {
            for (int i = 0; i < BATCH; i++) {
                there.put(i);
                back.take();
            }
            calls += 2 * BATCH;
        } while (!window.isOver(calls));
        there.put(-1);
        back.take();
        await(other);
    }
}
