// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.Backend;
import io.jvloop.EventLoop;
import io.jvloop.LoopLimits;
import io.jvloop.LoopOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The view as the JDK's contract has it, used from another thread while the loop runs on its own. */
@Timeout(60)
class LoopExecutorTest {
    private final LoopThread running = new LoopThread();
    private final EventLoop loop = running.loop;
    private final Thread thread = running.thread;
    private final ScheduledExecutorService executor = loop.executor();

    @AfterEach
    void close() throws InterruptedException {
        running.close();
    }

    @Test
    void tasksRunOnTheLoopInOrder() throws Exception {
        List<Integer> ran = new ArrayList<>();
        List<Future<Thread>> futures = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            futures.add(executor.submit(() -> {
                ran.add(number);
                return Thread.currentThread();
            }));
        }
        for (Future<Thread> future : futures) {
            assertSame(thread, future.get());
        }
        for (int i = 0; i < 100; i++) {
            assertEquals(i, ran.get(i));
        }
    }

    @Test
    void aFailureIsTheFuturesWhenThereIsOneAndTheHandlersOtherwise() throws Exception {
        IOException failure = new IOException("x");
        Future<?> future = executor.submit(() -> {
            throw failure;
        });
        assertSame(failure, assertThrows(ExecutionException.class, future::get).getCause());
        executor.execute(() -> {
            throw new IllegalStateException("y");
        });
        assertInstanceOf(IllegalStateException.class, running.reported.take().exception());
        assertEquals(0, running.reported.size());
    }

    @Test
    void aDelayedTaskIsNeverEarly() throws Exception {
        long asked = System.nanoTime();
        ScheduledFuture<Long> future = executor.schedule(System::nanoTime, 20, TimeUnit.MILLISECONDS);
        assertTrue(future.getDelay(TimeUnit.MILLISECONDS) <= 20);
        assertTrue(future.get() - asked >= 20_000_000);
    }

    @Test
    void aPeriodicTaskRunsUntilItIsCancelled() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        ScheduledFuture<?> future = executor.scheduleAtFixedRate(
                () -> {
                    runs.incrementAndGet();
                    three.countDown();
                },
                0,
                1,
                TimeUnit.MILLISECONDS);
        three.await();
        assertTrue(future.cancel(false));
        assertThrows(CancellationException.class, future::get);
        int atCancel = running.call(runs::get);
        assertEquals(atCancel, running.call(runs::get));
        assertEquals(0, running.call(() -> loop.metrics().timersPending()));
    }

    @Test
    void aPeriodicTaskThatFailsRunsNoMore() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        ScheduledFuture<?> future = executor.scheduleWithFixedDelay(
                () -> {
                    if (runs.incrementAndGet() == 2) {
                        throw new IllegalStateException("enough");
                    }
                },
                0,
                1,
                TimeUnit.MILLISECONDS);
        assertInstanceOf(
                IllegalStateException.class,
                assertThrows(ExecutionException.class, future::get).getCause());
        assertEquals(2, running.call(runs::get));
    }

    @Test
    void cancellingADelayedTaskTakesItsTimerAway() throws Exception {
        ScheduledFuture<?> future = executor.schedule(() -> {}, 1, TimeUnit.HOURS);
        assertEquals(1, running.call(() -> loop.metrics().timersPending()));
        future.cancel(true);
        assertEquals(0, running.call(() -> loop.metrics().timersPending()));
    }

    @Test
    void aShutDownViewTakesNothingMoreAndEndsWhenItsWorkIsDone() throws Exception {
        CountDownLatch release = running.hold();
        Future<String> queued = executor.submit(() -> "ran");
        executor.shutdown();
        assertTrue(executor.isShutdown());
        assertFalse(executor.isTerminated());
        assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}));
        assertFalse(executor.awaitTermination(1, TimeUnit.MILLISECONDS));
        release.countDown();
        assertTrue(executor.awaitTermination(30, TimeUnit.SECONDS));
        assertEquals("ran", queued.get());
        assertTrue(executor.isTerminated());
    }

    @Test
    void shuttingOneViewDownLeavesTheOthersAndTheLoop() throws Exception {
        executor.shutdown();
        assertEquals("ran", loop.executor().submit(() -> "ran").get());
    }

    @Test
    void afterAShutdownDelayedTasksStillRunAndPeriodicOnesDoNot() throws Exception {
        ScheduledFuture<String> delayed = executor.schedule(() -> "ran", 5, TimeUnit.MILLISECONDS);
        ScheduledFuture<?> periodic = executor.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.HOURS);
        executor.shutdown();
        assertTrue(periodic.isCancelled());
        assertEquals("ran", delayed.get());
        assertTrue(executor.awaitTermination(30, TimeUnit.SECONDS));
    }

    @Test
    void shutdownNowHandsBackWhatHasNotBegun() throws Exception {
        CountDownLatch release = running.hold();
        Runnable plain = () -> {};
        executor.execute(plain);
        Future<?> submitted = executor.submit(() -> {});
        ScheduledFuture<?> delayed = executor.schedule(() -> {}, 1, TimeUnit.HOURS);
        List<Runnable> never = executor.shutdownNow();
        assertEquals(List.of(plain, submitted, delayed), never);
        assertTrue(executor.isTerminated());
        release.countDown();
        assertFalse(submitted.isDone());
        assertEquals(0, running.call(() -> loop.metrics().timersPending()));
    }

    @Test
    void closeWaitsForTheWork() throws Exception {
        Future<String> delayed = executor.schedule(() -> "ran", 5, TimeUnit.MILLISECONDS);
        executor.close();
        assertTrue(executor.isTerminated());
        assertEquals("ran", delayed.get());
    }

    @Test
    void whatWouldWaitForTheLoopOnTheLoopThrows() throws Exception {
        running.call(() -> {
            Future<String> future = executor.submit(() -> "x");
            assertThrows(IllegalStateException.class, future::get);
            assertThrows(IllegalStateException.class, () -> future.get(1, TimeUnit.SECONDS));
            assertThrows(IllegalStateException.class, () -> executor.invokeAll(List.of()));
            assertThrows(IllegalStateException.class, () -> executor.invokeAny(List.of(() -> 1)));
            assertThrows(IllegalStateException.class, () -> executor.awaitTermination(1, TimeUnit.SECONDS));
            assertThrows(IllegalStateException.class, executor::close);
            assertFalse(executor.awaitTermination(0, TimeUnit.SECONDS));
            return null;
        });
        assertEquals("still there", executor.submit(() -> "still there").get());
    }

    @Test
    void aClosedLoopCancelsWhatWaitsAndTakesNothing() throws Exception {
        ScheduledFuture<?> delayed = executor.schedule(() -> {}, 1, TimeUnit.HOURS);
        Future<?> arming = executor.schedule(() -> {}, 1, TimeUnit.HOURS);
        loop.callSoonThreadsafe(loop::stop);
        thread.join();
        assertTrue(delayed.isCancelled());
        assertTrue(arming.isCancelled());
        assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}));
        assertThrows(RejectedExecutionException.class, () -> executor.schedule(() -> {}, 1, TimeUnit.HOURS));
        assertTrue(executor.isShutdown());
        assertTrue(executor.isTerminated());
        assertTrue(executor.awaitTermination(1, TimeUnit.SECONDS));
    }

    private void assertWhoeverWaitsForTheEndHearsThatTheLoopWasClosed() throws Exception {
        CompletableFuture<Boolean> waiting = new CompletableFuture<>();
        Thread waiter = Thread.ofPlatform().start(() -> {
            try {
                waiting.complete(executor.awaitTermination(1, TimeUnit.HOURS));
            } catch (InterruptedException failure) {
                waiting.completeExceptionally(failure);
            }
        });
        while (waiter.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        loop.callSoonThreadsafe(loop::stop);
        assertTrue(waiting.get(20, TimeUnit.SECONDS));
    }

    @Test
    void whoeverWaitsForTheEndOfAViewHearsThatItsLoopWasClosed() throws Exception {
        executor.schedule(() -> {}, 1, TimeUnit.HOURS);
        assertWhoeverWaitsForTheEndHearsThatTheLoopWasClosed();
    }

    @Test
    void whatIsHandedBackBeforeItsTimerWasSetLeavesNone() throws Exception {
        CountDownLatch release = running.hold();
        executor.schedule(() -> {}, 1, TimeUnit.HOURS);
        assertEquals(1, executor.shutdownNow().size());
        release.countDown();
        assertEquals(0, running.call(() -> loop.metrics().timersPending()));
    }

    @Test
    void whatALimitOfTheInboxRefusesIsForgotten() throws Exception {
        LoopOptions options = LoopOptions.DEFAULT.withBackend(Backend.NIO).withLimits(LoopLimits.NONE.withInboxMax(1));
        try (EventLoop full = EventLoop.open(options)) {
            ScheduledExecutorService view = full.executor();
            full.stop();
            full.runForever();
            CompletableFuture.runAsync(() -> {
                        view.execute(() -> {});
                        assertThrows(RejectedExecutionException.class, () -> view.execute(() -> {}));
                        assertThrows(
                                RejectedExecutionException.class, () -> view.schedule(() -> {}, 1, TimeUnit.HOURS));
                    })
                    .get();
            view.shutdown();
            full.stop();
            full.runForever();
            assertTrue(view.isTerminated());
        }
    }

    @Test
    void manyThreadsLoseNothing() throws Exception {
        int[] count = new int[1];
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int j = 0; j < 10_000; j++) {
                    executor.execute(() -> count[0]++);
                }
            }));
        }
        for (Thread producer : threads) {
            producer.join();
        }
        executor.shutdown();
        assertTrue(executor.awaitTermination(30, TimeUnit.SECONDS));
        assertEquals(40_000, count[0]);
    }

    @Test
    void aPeriodLongerThanTimeRunsOnce() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        executor.scheduleAtFixedRate(ran::incrementAndGet, 0, Long.MAX_VALUE, TimeUnit.DAYS);
        executor.scheduleWithFixedDelay(ran::incrementAndGet, 0, Long.MAX_VALUE, TimeUnit.DAYS);
        executor.schedule(() -> {}, 20, TimeUnit.MILLISECONDS).get();
        assertEquals(2, ran.get());
    }

    @Test
    void whatWasHandedBackMayBeRunByHand() throws Exception {
        CountDownLatch release = running.hold();
        Future<String> submitted = executor.submit(() -> "by hand");
        executor.shutdownNow().forEach(Runnable::run);
        release.countDown();
        assertEquals("by hand", submitted.get(10, TimeUnit.SECONDS));
    }

    @Test
    void whatWasHandedBackMayBeRunByHandAlsoWhenTheLoopIsClosed() throws Exception {
        EventLoop other = EventLoop.open(LoopOptions.DEFAULT.withBackend(Backend.NIO));
        ScheduledExecutorService view = other.executor();
        Future<String> soon = view.submit(() -> "by hand");
        Future<String> later = view.schedule(() -> "as well", 1, TimeUnit.HOURS);
        List<Runnable> never = view.shutdownNow();
        other.close();
        never.forEach(Runnable::run);
        assertEquals("by hand", soon.get(10, TimeUnit.SECONDS));
        assertEquals("as well", later.get(10, TimeUnit.SECONDS));
    }

    @Test
    void aTaskIsRunOrHandedBackAndNeverBoth() throws Exception {
        for (int round = 0; round < 2000; round++) {
            ScheduledExecutorService view = loop.executor();
            AtomicInteger ran = new AtomicInteger();
            for (int i = 0; i < 4; i++) {
                view.execute(ran::incrementAndGet);
                view.submit(ran::incrementAndGet);
            }
            int handedBack = view.shutdownNow().size();
            assertTrue(view.awaitTermination(10, TimeUnit.SECONDS));
            assertEquals(8, ran.get() + handedBack, "round " + round);
        }
    }

    @Test
    void whoeverWaitsForTheEndOfAViewWithoutTasksHearsThatItsLoopWasClosed() throws Exception {
        assertWhoeverWaitsForTheEndHearsThatTheLoopWasClosed();
    }

    @Test
    void aViewWithoutTasksMayBeClosedOnTheLoop() throws Exception {
        running.call(() -> {
            executor.close();
            return null;
        });
        assertTrue(executor.isTerminated());
    }
}
