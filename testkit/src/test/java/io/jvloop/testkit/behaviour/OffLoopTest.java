// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.EventLoop;
import io.jvloop.LoopFuture;
import io.jvloop.LoopOptions;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Rig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;

/** Work on other threads. */
@Timeout(60)
class OffLoopTest {
    @EveryBackend(seeds = 0)
    void workRunsElsewhereAndItsResultComesBack(Rig rig) throws Exception {
        EventLoop loop = rig.loop();
        Thread worker = rig.await(loop.runInExecutor(Thread::currentThread));
        assertNotEquals(Thread.currentThread(), worker);
        assertFalse(worker.isVirtual());
        assertTrue(worker.isDaemon());
        IOException failure = new IOException("x");
        assertSame(
                failure,
                assertThrows(
                        IOException.class,
                        () -> rig.await(loop.runInExecutor(() -> {
                            throw failure;
                        }))));
        List<Thread> told = new ArrayList<>();
        rig.await(loop.runInExecutor(() -> 1).thenAccept(_ -> told.add(Thread.currentThread())));
        assertEquals(List.of(Thread.currentThread()), told);
    }

    @EveryBackend(seeds = 0)
    void anotherExecutorMayBeGivenForOnceOrForAll(Rig rig) throws Exception {
        try (ExecutorService own = Executors.newVirtualThreadPerTaskExecutor()) {
            EventLoop loop = rig.open(LoopOptions.DEFAULT.withExecutor(own));
            assertEquals(
                    true,
                    rig.await(loop.runInExecutor(() -> Thread.currentThread().isVirtual())));
            assertEquals(Thread.currentThread(), rig.await(loop.runInExecutor(Runnable::run, Thread::currentThread)));
            loop.close();
            assertFalse(own.isShutdown(), "who makes it ends it");
        }
    }

    @EveryBackend(seeds = 0)
    void cancellingTakesWorkOutOfTheQueueAndInterruptsItIfAsked(Rig rig) throws Exception {
        EventLoop loop = rig.loop();
        rig.turn(); // the thread is the loop's now: cancelling takes effect at once
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(1);
        LoopFuture<Integer> running = loop.runInExecutor(() -> {
            started.countDown();
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException expected) {
                interrupted.set(true);
            }
            ended.countDown();
            return 1;
        });
        started.await();
        running.cancel(true);
        ended.await();
        assertTrue(interrupted.get());
        assertTrue(running.isCancelled());
        try (ExecutorService busy = Executors.newSingleThreadExecutor()) {
            CountDownLatch hold = new CountDownLatch(1);
            busy.execute(() -> {
                try {
                    hold.await();
                } catch (InterruptedException never) {
                    throw new AssertionError(never);
                }
            });
            AtomicBoolean ran = new AtomicBoolean();
            LoopFuture<Boolean> queued = loop.runInExecutor(busy, () -> {
                ran.set(true);
                return true;
            });
            queued.cancel(false);
            rig.turn();
            hold.countDown();
            rig.await(loop.runInExecutor(busy, () -> 1));
            assertFalse(ran.get());
        }
    }

    @EveryBackend(seeds = 0)
    void anExecutorThatRefusesFailsTheFuture(Rig rig) {
        ExecutorService ended = Executors.newSingleThreadExecutor();
        ended.shutdown();
        assertThrows(
                RejectedExecutionException.class, () -> rig.await(rig.loop().runInExecutor(ended, () -> 1)));
    }

    @EveryBackend(seeds = 0)
    void theDefaultExecutorEndsWhenItsWorkIsDone(Rig rig) throws Exception {
        EventLoop loop = rig.loop();
        LoopFuture<Integer> work = loop.runInExecutor(() -> {
            Thread.sleep(20);
            return 1;
        });
        rig.await(loop.shutdownDefaultExecutor(Duration.ofSeconds(30)));
        assertEquals(1, rig.await(work));
        assertThrows(IllegalStateException.class, () -> loop.runInExecutor(() -> 1));
        rig.await(loop.shutdownDefaultExecutor(Duration.ofSeconds(30)));
    }

    @EveryBackend(seeds = 0)
    void theEndOfTheDefaultExecutorMayBeWaitedForForEver(Rig rig) throws Exception {
        assertEquals(1, rig.await(rig.loop().runInExecutor(() -> 1)));
        rig.await(rig.loop().shutdownDefaultExecutor(Duration.ofSeconds(Long.MAX_VALUE)));
    }
}
