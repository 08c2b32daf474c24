// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where slow callbacks spend their time: a thread of its own takes the loop's stack while a callback is over the
 * limit. Only in debug mode.
 *
 * <p>Thread: the loop's, but for the sampler inside.
 */
final class SlowCallbacks {
    private static final long NONE = -1;

    private final Errors errors;
    private final Thread loopThread = Thread.currentThread();
    private final Thread sampler;

    /** Which callback is running, counted. Written after the two that follow. */
    private volatile long running = NONE;

    private volatile long startedNanos;
    private volatile long limitNanos;
    private volatile boolean closed;
    private volatile @Nullable Sample sample;

    private Object what = "";
    private long count;
    private int depth;

    private record Sample(long callback, List<StackTraceElement> stack) {}

    SlowCallbacks(Errors errors, long limitNanos) {
        this.errors = errors;
        this.limitNanos = limitNanos;
        sampler = Thread.ofPlatform()
                .daemon()
                .name("jvloop-slow-callbacks of " + loopThread.getName())
                .start(this::watch);
    }

    void started(Object callback, long limit) {
        if (depth++ == 0) {
            what = callback;
            if (limit != limitNanos) {
                limitNanos = limit;
                LockSupport.unpark(sampler); // it may be sleeping for the old one
            }
            startedNanos = System.nanoTime();
            running = ++count;
        }
    }

    void ended() {
        if (depth == 0 || --depth > 0) {
            return; // debug mode was turned on inside this callback, or it is inside another one
        }
        running = NONE;
        long tookNanos = System.nanoTime() - startedNanos;
        Object callback = what;
        what = "";
        if (tookNanos >= limitNanos) {
            report(callback, tookNanos);
        }
    }

    private void report(Object callback, long tookNanos) {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "Executing %s took %.3f seconds", callback, tookNanos / 1e9));
        Sample taken = sample;
        if (taken != null && taken.callback == count) {
            text.append("; while it was slow:");
            for (StackTraceElement frame : taken.stack) {
                text.append(System.lineSeparator()).append("    at ").append(frame);
            }
        }
        errors.warn(text.toString());
    }

    void close() {
        closed = true;
        LockSupport.unpark(sampler);
    }

    private void watch() {
        while (!closed) {
            LockSupport.parkNanos(Math.clamp(limitNanos / 4, 1_000_000, 100_000_000));
            long callback = running;
            Sample last = sample;
            boolean isNew = last == null || last.callback != callback;
            if (callback != NONE && isNew && System.nanoTime() - startedNanos >= limitNanos) {
                StackTraceElement[] stack = loopThread.getStackTrace();
                if (running == callback) { // else it is another one's stack
                    sample = new Sample(callback, List.of(stack));
                }
            }
        }
    }
}
