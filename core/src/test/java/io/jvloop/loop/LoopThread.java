// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import io.jvloop.Backend;
import io.jvloop.EventLoop;
import io.jvloop.ExceptionContext;
import io.jvloop.LoopOptions;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** A loop that runs on a thread of its own, for tests that use it from theirs. */
final class LoopThread {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final EventLoop loop = EventLoop.open(LoopOptions.DEFAULT.withBackend(Backend.NIO));
    final BlockingQueue<ExceptionContext> reported = new LinkedBlockingQueue<>();
    private final Queue<CountDownLatch> holds = new ConcurrentLinkedQueue<>();
    final Thread thread = Thread.ofPlatform().name("loop").start(() -> {
        loop.setExceptionHandler((_, context) -> reported.add(context));
        loop.runForever();
        loop.close();
    });

    /** What this gives on the loop. */
    <T> T call(Callable<T> work) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.callSoonThreadsafe(() -> {
            try {
                result.complete(work.call());
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            }
        });
        return result.get();
    }

    /** Keeps the loop busy until it is let go. */
    CountDownLatch hold() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        holds.add(release);
        loop.callSoonThreadsafe(() -> {
            held.countDown();
            release.await();
        });
        held.await();
        return release;
    }

    /** Ends the loop, if it has not ended. */
    void close() throws InterruptedException {
        holds.forEach(CountDownLatch::countDown);
        if (!loop.isClosed()) {
            loop.callSoonThreadsafe(loop::stop);
        }
        if (!thread.join(PATIENCE)) {
            String at = List.of(thread.getStackTrace()).toString();
            thread.interrupt(); // whatever it sleeps in
            thread.join(PATIENCE);
            throw new AssertionError("the loop did not end, but was at " + at);
        }
    }
}
