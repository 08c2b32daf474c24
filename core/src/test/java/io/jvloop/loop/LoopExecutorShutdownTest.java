// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** The end of a view: what still runs, what is handed back, and who hears of it. */
@Timeout(60)
class LoopExecutorShutdownTest {
    private final LoopThread running = new LoopThread();
    private final ScheduledExecutorService executor = running.loop.executor();
    private final CountDownLatch began = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger ran = new AtomicInteger();

    @AfterEach
    void close() throws InterruptedException {
        release.countDown();
        running.close();
    }

    /** Runs until it is released, whoever interrupts it. */
    private void run() {
        ran.incrementAndGet();
        began.countDown();
        boolean released = false;
        while (!released) {
            try {
                release.await();
                released = true;
            } catch (InterruptedException notYet) {
                // goes on
            }
        }
    }

    private void sleep() {
        ran.incrementAndGet();
        began.countDown();
        try {
            HOURS.sleep(1);
        } catch (InterruptedException expected) {
            // that was what it waited for
        }
    }

    private void assertEnds() throws Exception {
        assertTrue(executor.awaitTermination(30, SECONDS));
        assertTrue(executor.isTerminated());
        assertEquals(0, running.call(() -> running.loop.metrics().timersPending()));
        assertEquals(false, running.call(() -> Thread.currentThread().isInterrupted()));
        assertEquals(List.of(), List.copyOf(running.reported));
    }

    private void assertHasNotEndedUntilReleased() throws Exception {
        assertTrue(executor.isShutdown());
        assertFalse(executor.isTerminated());
        assertFalse(executor.awaitTermination(5, MILLISECONDS));
        release.countDown();
        assertEnds();
        assertEquals(1, ran.get());
    }

    @Test
    void whatWasCancelledWhileItRunsHasStillToEnd() throws Exception {
        Future<?> future = executor.submit(this::run);
        began.await();
        assertTrue(future.cancel(true));
        assertTrue(future.isDone());
        executor.shutdown();
        assertHasNotEndedUntilReleased();
    }

    @Test
    void aPeriodicTaskThatWasCancelledWhileItRunsHasStillToEnd() throws Exception {
        ScheduledFuture<?> future = executor.scheduleAtFixedRate(this::run, 0, 1, MILLISECONDS);
        began.await();
        executor.shutdown();
        assertTrue(future.cancel(false));
        assertHasNotEndedUntilReleased();
    }

    @Test
    void aPeriodicTaskThatRunsDuringTheShutdownIsCancelledWhenItHas() throws Exception {
        ScheduledFuture<?> future = executor.scheduleWithFixedDelay(this::run, 0, 1, HOURS);
        began.await();
        executor.shutdown();
        assertFalse(future.isDone());
        assertHasNotEndedUntilReleased();
        assertTrue(future.isCancelled());
    }

    @Test
    void whatRunsIsInterruptedAndTheRestHandedBack() throws Exception {
        Future<?> sleeping = executor.submit(this::sleep);
        List<Runnable> behind = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Runnable command = this::sleep;
            behind.add(command);
            executor.execute(command);
        }
        began.await();
        assertEquals(behind, executor.shutdownNow());
        assertEnds();
        assertEquals(1, ran.get());
        assertNull(sleeping.get());
    }

    @Test
    void aPeriodicTaskThatRunsIsInterruptedAndRunsForTheLastTime() throws Exception {
        ScheduledFuture<?> periodic = executor.scheduleAtFixedRate(this::sleep, 0, 1, MILLISECONDS);
        began.await();
        assertEquals(List.of(), executor.shutdownNow());
        assertEnds();
        assertTrue(periodic.isCancelled());
        assertEquals(1, ran.get());
    }

    @Test
    void aTaskMayShutItsOwnViewDownAndSeesTheInterrupt() throws Exception {
        Future<Boolean> interrupted = executor.submit(() -> {
            executor.shutdownNow();
            return Thread.currentThread().isInterrupted();
        });
        assertTrue(interrupted.get());
        assertEnds();
    }

    @Test
    void anInterruptIsOverWithTheTaskThatItWasFor() throws Exception {
        Future<?> spinning = executor.submit(() -> {
            began.countDown();
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
        });
        Future<Boolean> next = executor.submit(() -> Thread.currentThread().isInterrupted());
        began.await();
        assertTrue(spinning.cancel(true));
        assertFalse(next.get());
        executor.shutdown();
        assertEnds();
    }

    @Test
    void aPeriodicTaskMayCancelItself() throws Exception {
        for (boolean interrupt : new boolean[] {true, false}) {
            ScheduledFuture<?>[] self = new ScheduledFuture<?>[1];
            running.call(() -> self[0] = executor.scheduleAtFixedRate(
                    () -> {
                        ran.incrementAndGet();
                        self[0].cancel(interrupt);
                    },
                    0,
                    1,
                    MILLISECONDS));
            assertThrows(CancellationException.class, self[0]::get);
        }
        executor.schedule(() -> {}, 10, MILLISECONDS).get();
        executor.shutdown();
        assertEnds();
        assertEquals(2, ran.get());
    }

    @Test
    void whatWaitsForItsTimeIsHandedBackAndPeriodicTasksAreCancelled() throws Exception {
        List<ScheduledFuture<?>> tasks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            tasks.add(executor.schedule(() -> {}, 9, HOURS));
            tasks.add(executor.scheduleAtFixedRate(() -> {}, 9, 9, HOURS));
            tasks.add(executor.scheduleWithFixedDelay(() -> {}, 9, 9, HOURS));
        }
        assertEquals(List.<Object>copyOf(tasks), List.<Object>copyOf(executor.shutdownNow()));
        assertEnds();
        for (int i = 0; i < tasks.size(); i++) {
            assertEquals(i % 3 != 0, tasks.get(i).isCancelled());
            assertEquals(i % 3 != 0, tasks.get(i).isDone());
        }
    }

    private CompletableFuture<Object> onThread(Callable<?> wait) {
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                outcome.complete(wait.call());
            } catch (Exception failure) {
                outcome.complete(failure);
            }
        });
        return outcome;
    }

    @Test
    void everybodyWhoWaitsForTheEndHearsOfIt() throws Exception {
        executor.execute(this::run);
        began.await();
        executor.shutdown();
        CompletableFuture<Object> one = onThread(() -> executor.awaitTermination(1, HOURS));
        CompletableFuture<Object> other = onThread(() -> executor.awaitTermination(Long.MAX_VALUE, HOURS));
        assertHasNotEndedUntilReleased();
        assertEquals(true, one.get(20, SECONDS));
        assertEquals(true, other.get(20, SECONDS));
    }

    @Test
    void whoeverWaitsForTheEndMayBeInterrupted() throws Exception {
        CompletableFuture<Object> outcome = onThread(() -> {
            Thread.currentThread().interrupt();
            return executor.awaitTermination(1, HOURS);
        });
        assertInstanceOf(InterruptedException.class, outcome.get(20, SECONDS));
    }

    @Test
    void aCloseThatIsInterruptedStopsWhatRuns() throws Exception {
        executor.execute(this::sleep);
        began.await();
        CompletableFuture<Object> outcome = onThread(() -> {
            Thread.currentThread().interrupt();
            executor.close();
            return Thread.currentThread().isInterrupted();
        });
        assertEquals(true, outcome.get(20, SECONDS));
        assertEnds();
    }

    @Test
    void nothingOfAnyKindIsTakenAfterTheShutdown() throws Exception {
        executor.shutdown();
        List<Executable> calls = List.of(
                () -> executor.execute(() -> {}),
                () -> executor.submit(() -> {}),
                () -> executor.submit(() -> "value"),
                () -> executor.submit(() -> {}, "value"),
                () -> executor.schedule(() -> {}, 1, MILLISECONDS),
                () -> executor.schedule(() -> "value", 0, MILLISECONDS),
                () -> executor.scheduleAtFixedRate(() -> {}, 0, 1, MILLISECONDS),
                () -> executor.scheduleWithFixedDelay(() -> {}, 0, 1, MILLISECONDS));
        for (Executable call : calls) {
            assertThrows(RejectedExecutionException.class, call);
        }
        executor.shutdown();
        assertEquals(List.of(), executor.shutdownNow());
        executor.close();
        assertEnds();
    }

    @Test
    void aTaskThatSubmitsDuringTheShutdownIsRefused() throws Exception {
        CountDownLatch held = running.hold();
        Future<?> submitting = executor.submit(() -> executor.submit(() -> {}));
        executor.shutdown();
        held.countDown();
        assertInstanceOf(
                RejectedExecutionException.class,
                assertThrows(ExecutionException.class, submitting::get).getCause());
        assertEnds();
    }
}
