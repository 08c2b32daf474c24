// SPDX-License-Identifier: Apache-2.0
package io.jvloop.engine;

import io.jvloop.EventLoop;
import io.jvloop.LoopFuture;
import io.jvloop.LoopPromise;
import io.jvloop.loop.Durations;
import io.jvloop.loop.Errors;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Work that blocks or computes, on other threads. Thread: the loop's. */
final class OffLoop {
    private static final int IDLE_SECONDS = 30;

    private final EventLoop loop;
    private final Errors errors;
    private final @Nullable ExecutorService given;
    private final Supplier<ExecutorService> maker;
    private @Nullable ExecutorService own;
    private boolean shutDown;

    OffLoop(EventLoop loop, Errors errors, @Nullable ExecutorService given, Supplier<ExecutorService> maker) {
        this.loop = loop;
        this.errors = errors;
        this.given = given;
        this.maker = maker;
    }

    /**
     * Platform threads: work that computes, or sits in a native call, would hold up the carrier of a virtual one. A queue without a lock:
     * for one that is often taken the loop's thread could come to wait behind a task that it carries.
     */
    static ExecutorService defaultPool() {
        int threads = Math.min(32, Runtime.getRuntime().availableProcessors() + 4); // as concurrent.futures
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedTransferQueue<>(), threads());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** What a task has set in its thread-locals is not for all who come after it, just because it was the first to need a thread. */
    private static ThreadFactory threads() {
        ThreadFactory plain = Thread.ofPlatform()
                .daemon()
                .inheritInheritableThreadLocals(false)
                .name("jvloop-executor-", 1)
                .factory();
        return work -> {
            Thread thread = plain.newThread(work);
            thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
            return thread;
        };
    }

    <T> LoopFuture<T> run(Callable<T> work) {
        return run(executor(), work);
    }

    private ExecutorService executor() {
        if (shutDown) {
            throw new IllegalStateException("the default executor was shut down");
        }
        if (given != null) {
            return given;
        }
        if (own == null) {
            own = maker.get();
        }
        return own;
    }

    <T> LoopFuture<T> run(Executor executor, Callable<T> work) {
        Objects.requireNonNull(executor);
        Objects.requireNonNull(work);
        LoopPromise<T> promise = loop.createFuture();
        FutureTask<@Nullable Void> task = new FutureTask<>(() -> {
            try {
                promise.complete(work.call());
            } catch (Throwable failure) {
                promise.completeExceptionally(failure);
            }
            return null;
        });
        promise.onCancel(mayInterrupt -> {
            task.cancel(mayInterrupt);
            if (executor instanceof ThreadPoolExecutor pool) {
                pool.remove(task);
            }
        });
        try {
            executor.execute(task);
        } catch (RejectedExecutionException refused) {
            promise.completeExceptionally(refused);
        }
        return promise.future();
    }

    LoopFuture<Void> shutdown(Duration timeout) {
        long nanos = Durations.nanos(timeout);
        shutDown = true;
        LoopPromise<Void> promise = loop.createFuture();
        ExecutorService ending = own;
        if (ending == null) {
            promise.complete(null);
            return promise.future();
        }
        ending.shutdown();
        Thread.ofPlatform().daemon().name("jvloop-executor-shutdown").start(() -> {
            try {
                if (!ending.awaitTermination(nanos, TimeUnit.NANOSECONDS)) {
                    errors.warn("the default executor did not end its work within " + timeout);
                }
            } catch (InterruptedException cancelled) {
                Thread.currentThread().interrupt();
            }
            promise.complete(null);
        });
        return promise.future();
    }

    /** Takes no more work, and waits for none. */
    void close() {
        shutDown = true;
        if (own != null) {
            own.shutdown();
        }
    }
}
