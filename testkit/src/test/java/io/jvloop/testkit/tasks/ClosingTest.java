// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.tasks;

import static io.jvloop.task.Tasks.allTasks;
import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.createTask;
import static io.jvloop.task.Tasks.sleep;
import static io.jvloop.task.Tasks.yieldNow;
import static io.jvloop.testkit.TaskMode.CARRIED;
import static io.jvloop.testkit.TaskMode.LENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.EventLoop;
import io.jvloop.ExceptionContext;
import io.jvloop.LoopPromise;
import io.jvloop.engine.Engine;
import io.jvloop.task.Task;
import io.jvloop.task.Tasks;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Rig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;

/** What becomes of tasks when their loop is closed. */
@Timeout(120)
class ClosingTest {
    private final List<Object> seen = new ArrayList<>();

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 8)
    void whatIsLeftWhenTheLoopIsClosedIsCancelledAndReported(Rig rig) throws Exception {
        rig.run(() -> {
            createTask(() -> {
                try {
                    sleep(Duration.ofHours(1));
                } finally {
                    seen.add("cleaned up");
                    yieldNow();
                    seen.add("to the end");
                }
            });
            createTask("failed", () -> {
                throw new IOException("nobody looked");
            });
            yieldNow();
        });
        rig.loop().close();
        assertEquals(List.of("cleaned up", "to the end"), seen);
        List<ExceptionContext> reports = rig.takeReports();
        assertEquals(1, reports.size(), reports.toString());
        assertTrue(reports.getFirst().message().contains("failed"), reports.toString());
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            real = false, // whose time it takes: it is waited for a thousand turns
            seeds = 4)
    void whoWaitsForATaskThatDoesNotEndLearnsThatTheLoopWasClosed(Rig rig) throws Exception {
        List<Task<Void>> tasks = new ArrayList<>();
        rig.run(() -> {
            Task<Void> stubborn = createTask("stubborn", () -> {
                while (true) {
                    try {
                        await(new CompletableFuture<>());
                    } catch (CancellationException request) {
                        seen.add("refused");
                    }
                }
            });
            tasks.add(stubborn);
            tasks.add(createTask("patient", () -> {
                try {
                    await(stubborn);
                } finally {
                    seen.add("told");
                }
            }));
            yieldNow();
        });
        rig.loop().close();
        assertTrue(seen.contains("refused"), seen.toString());
        assertEquals("told", seen.getLast());
        for (Task<Void> task : tasks) {
            assertTrue(task.isCancelled(), task.name());
        }
        assertEquals(
                List.of(
                        "the loop was closed with a task that does not end: stubborn",
                        "the loop was closed with a task that does not end: patient"),
                rig.takeReports().stream().map(ExceptionContext::message).toList());
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 4)
    void aLoopClosesWithTenThousandTasksParked(Rig rig) throws Exception {
        AtomicInteger ended = new AtomicInteger();
        rig.run(() -> {
            LoopPromise<Void> never = rig.loop().createFuture();
            for (int i = 0; i < 10_000; i++) {
                int way = i % 3;
                createTask(() -> {
                    try {
                        switch (way) {
                            case 0 -> sleep(Duration.ofHours(1));
                            case 1 -> await(never.copy());
                            default -> await(new CompletableFuture<>());
                        }
                    } finally {
                        ended.incrementAndGet();
                    }
                });
            }
            yieldNow();
        });
        assertEquals(10_000, allTasks(rig.loop()).size());
        rig.loop().close();
        assertEquals(10_000, ended.get());
        assertEquals(List.of(), allTasks(rig.loop()));
    }

    /** Is told of the close after the tasks are, and asks for one more, as another thread may at that moment. */
    private static final class Late implements Engine.Extension {
        private final Engine engine;
        private @Nullable Task<String> task;

        Late(Engine engine) {
            this.engine = engine;
        }

        @Override
        public void closing() {
            task = Tasks.submit(engine, () -> "too late");
        }
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 2)
    void aTaskThatIsAskedForWhileTheLoopClosesIsCancelled(Rig rig) {
        EventLoop loop = rig.loop();
        assertEquals(List.of(), allTasks(loop)); // which are told first from here on
        Late late = ((Engine) loop).extension(Late.class, Late::new);
        loop.close();
        assertTrue(Objects.requireNonNull(late.task).isCancelled());
        assertEquals(List.of(), allTasks(loop));
    }
}
