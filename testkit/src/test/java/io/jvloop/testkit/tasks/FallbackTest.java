// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.tasks;

import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.blocking;
import static io.jvloop.task.Tasks.createTask;
import static io.jvloop.task.Tasks.sleep;
import static io.jvloop.task.Tasks.waitAll;
import static io.jvloop.task.Tasks.yieldNow;
import static io.jvloop.testkit.TaskMode.LENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.Connection;
import io.jvloop.LoopFuture;
import io.jvloop.task.Task;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.RecordingProtocol;
import io.jvloop.testkit.Rig;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Timeout;

/** Where the loop cannot carry tasks: a wait of the JDK's that is not wrapped ends in an error, never in a hang. */
@Timeout(120)
class FallbackTest {
    private static final Duration SHORT = Duration.ofMillis(2);

    /** By when a wait that holds the loop is noticed. A busy machine may add to it now and then, but not always. */
    private static final long NOTICED_NANOS = 100_000_000L;

    private final List<Object> seen = new ArrayList<>();

    private static void sleepUnwrapped() throws InterruptedException {
        Thread.sleep(Duration.ofHours(1));
    }

    private static void assertSaysWhatToDo(Throwable failure, String method) {
        assertTrue(failure.getMessage().contains("Tasks.blocking"), failure.getMessage());
        assertTrue(failure.getMessage().contains("--add-opens java.base/java.lang="), failure.getMessage());
        assertTrue(
                java.util.Arrays.stream(failure.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals(method)),
                java.util.Arrays.toString(failure.getStackTrace()));
    }

    @EveryBackend(tasks = LENT, seeds = 0)
    void aWaitThatHoldsTheLoopIsNoticedAndEndsInAnError(Rig rig) throws Exception {
        rig.run(() -> {
            long fastest = Long.MAX_VALUE;
            for (int i = 0; i < 3; i++) {
                long before = rig.loop().time();
                Task<Void> task = createTask(() -> sleepUnwrapped());
                IllegalStateException failure = assertThrows(IllegalStateException.class, () -> await(task));
                fastest = Math.min(fastest, rig.loop().time() - before);
                assertSaysWhatToDo(failure, "sleepUnwrapped");
                sleep(SHORT);
            }
            assertTrue(fastest < NOTICED_NANOS, "after " + fastest);
        });
    }

    @EveryBackend(tasks = LENT, seeds = 0)
    void thatGoesForMonitorsQueuesAndForSleepingAgainAndAgain(Rig rig) throws Exception {
        Object monitor = new Object();
        rig.run(() -> {
            Task<Void> holder = createTask(() -> {
                synchronized (monitor) {
                    sleep(Duration.ofMillis(400));
                    seen.add("the holder has kept it");
                }
            });
            yieldNow();
            Task<Void> contender = createTask(() -> {
                synchronized (monitor) {
                    seen.add("too late");
                }
            });
            Task<Object> taker = createTask(() -> new LinkedBlockingQueue<>().take());
            boolean[] over = new boolean[1];
            Task<Void> sleeper = createTask(() -> {
                while (!over[0]) {
                    try {
                        Thread.sleep(1);
                    } catch (InterruptedException ignored) {
                        // goes on and on
                    }
                }
            });
            for (Task<?> task : List.of(contender, taker, sleeper)) {
                assertSaysWhatToDo(assertThrows(IllegalStateException.class, () -> await(task)), "run");
            }
            over[0] = true;
            await(holder);
            blocking(() -> contender.thread().join());
            blocking(() -> sleeper.thread().join());
        });
        assertEquals("the holder has kept it", seen.getFirst());
    }

    @EveryBackend(tasks = LENT, seeds = 0)
    void manyTasksThatHoldTheLoopAreEachNoticed(Rig rig) throws Exception {
        int count = 10;
        rig.run(() -> {
            List<Task<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                tasks.add(createTask(() -> sleepUnwrapped()));
            }
            long before = rig.loop().time();
            waitAll(tasks);
            assertTrue(rig.loop().time() - before < 2L * count * NOTICED_NANOS);
            for (Task<Void> task : tasks) {
                assertTrue(task.exceptionNow() instanceof IllegalStateException);
            }
        });
    }

    @EveryBackend(tasks = LENT, seeds = 0)
    void aShortWaitIsForgiven(Rig rig) throws Exception {
        rig.run(() -> {
            for (int i = 0; i < 5; i++) {
                Thread.sleep(2);
                yieldNow();
            }
        });
    }

    @EveryBackend(tasks = LENT, seeds = 0)
    void aTaskThatTheLoopWasTakenFromLearnsOfItAtItsNextWait(Rig rig) throws Exception {
        rig.run(() -> {
            Task<Void> task = createTask(() -> {
                try {
                    sleepUnwrapped();
                } catch (InterruptedException taken) {
                    seen.add(rig.loop().inLoop());
                    seen.add(assertThrows(
                            IllegalStateException.class, () -> rig.loop().callSoon(() -> {})));
                    seen.add(assertThrows(IllegalStateException.class, () -> sleep(SHORT)));
                }
            });
            assertThrows(IllegalStateException.class, () -> await(task));
            blocking(() -> task.thread().join());
        });
        assertEquals(false, seen.getFirst());
        assertTrue(seen.getLast().toString().contains("had held it up"), seen.toString());
    }

    @EveryBackend(tasks = LENT, seeds = 0)
    void computingIsNotTakenForWaiting(Rig rig) throws Exception {
        rig.run(() -> {
            long end = System.nanoTime() + 3 * NOTICED_NANOS;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            sleep(SHORT);
        });
    }

    @EveryBackend(tasks = LENT, seeds = 0)
    void theLoopGoesOnDuringAWrappedCallWhichMustNotTouchIt(Rig rig) throws Exception {
        rig.run(() -> {
            Task<Void> other = createTask(() -> {
                for (int i = 0; i < 3; i++) {
                    sleep(SHORT);
                }
                seen.add("others");
            });
            boolean inLoop = blocking(() -> {
                Thread.sleep(300);
                return rig.loop().inLoop();
            });
            seen.add("wrapped");
            assertFalse(inLoop);
            assertTrue(rig.loop().inLoop());
            await(other);
        });
        assertEquals(List.of("others", "wrapped"), seen);
    }

    @EveryBackend(tasks = LENT, seeds = 0)
    void aTaskInAWrappedCallEndsEvenWhenItsLoopIsClosedFirst(Rig rig) throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        Task<?>[] task = new Task<?>[1];
        rig.run(() -> {
            task[0] = createTask("deaf", () -> {
                blocking(() -> {
                    while (closed.getCount() > 0) {
                        try {
                            closed.await();
                        } catch (InterruptedException deaf) {
                            // goes on waiting
                        }
                    }
                });
                seen.add("to its end");
            });
            yieldNow();
        });
        rig.loop().close();
        assertTrue(rig.takeReports().getFirst().message().contains("deaf"));
        closed.countDown();
        assertTrue(task[0].thread().join(Duration.ofSeconds(20)));
        assertEquals(List.of("to its end"), seen);
    }

    /** Also when what it waits for comes from elsewhere after that. */
    @EveryBackend(tasks = LENT, seeds = 0)
    void aTaskThatRefusesToEndIsWokenAfterItsLoopWasClosed(Rig rig) throws Exception {
        CompletableFuture<Void> late = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                return false;
            }
        };
        Task<?>[] task = new Task<?>[1];
        rig.run(() -> {
            task[0] = createTask("deaf", () -> {
                while (!late.isDone()) {
                    try {
                        await(late);
                    } catch (CancellationException deaf) {
                        // goes on waiting
                    }
                }
                seen.add("to its end");
            });
            yieldNow();
        });
        rig.loop().close();
        assertTrue(rig.takeReports().getFirst().message().contains("deaf"));
        late.complete(null);
        assertTrue(task[0].thread().join(Duration.ofSeconds(20)));
        assertEquals(List.of("to its end"), seen);
    }

    /** On io_uring more than its queue holds before the kernel is told, which only the loop's own thread may do. */
    @EveryBackend(tasks = LENT, seeds = 0)
    void aTaskMayAskForManyThingsInOneTurn(Rig rig) throws Exception {
        var serving = rig.serve(RecordingProtocol::new);
        int port = ((InetSocketAddress) serving.address()).getPort();
        rig.run(() -> {
            List<LoopFuture<Connection<RecordingProtocol>>> all = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                all.add(rig.loop().createConnection(RecordingProtocol::new, "127.0.0.1", port));
            }
            for (LoopFuture<Connection<RecordingProtocol>> each : all) {
                await(each).transport().close();
            }
        });
        serving.server().abortClients();
        rig.runUntil(() -> serving.server().connectionCount() == 0);
    }
}
