// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where slow callbacks spend their time: a thread of its own takes the loop's stack while a callback is over the
 * limit. Only in debug mode.
 *
 * <p>Thread: the loop's, but for the sampler inside.
 */
final class SlowCallbacks {
    private static final long NONE = -1;

    /** A callback that has run for this many times the limit is reported before it ends, as it may never end. */
    private static final int ENDLESS = 10;

    private final Errors errors;
    private final Supplier<Debugging.@Nullable Running> running;
    private final Thread loopThread = Thread.currentThread();
    private final Thread sampler;

    /** The number of the callback that is running. Written after the two fields below, which belong to it. */
    private volatile long current = NONE;

    private volatile long startedNanos;
    private volatile long limitNanos;
    private volatile boolean closed;
    private volatile @Nullable Sample sample;

    private Object what = "";
    private long count;
    private int depth;

    /** A stack that was taken while a callback was slow; {@code what} names the task, and is null for a callback. */
    private record Sample(long callback, @Nullable String what, List<StackTraceElement> stack) {
        String frames() {
            StringBuilder text = new StringBuilder();
            for (StackTraceElement frame : stack) {
                text.append(System.lineSeparator()).append("    at ").append(frame);
            }
            return text.toString();
        }
    }

    SlowCallbacks(Errors errors, long limitNanos, Supplier<Debugging.@Nullable Running> running) {
        this.errors = errors;
        this.running = running;
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
                LockSupport.unpark(sampler); // it may be sleeping by the old limit
            }
            startedNanos = System.nanoTime();
            current = ++count;
        }
    }

    void ended() {
        if (depth == 0 || --depth > 0) {
            return; // debug mode was turned on inside this callback, or it is inside another one
        }
        current = NONE;
        long tookNanos = System.nanoTime() - startedNanos;
        Object callback = what;
        what = "";
        if (tookNanos >= limitNanos) {
            report(callback, tookNanos);
        }
    }

    private void report(Object callback, long tookNanos) {
        Sample taken = sample;
        String named = Names.of(callback);
        String where = "";
        if (taken != null && taken.callback == count) {
            named = taken.what == null ? named : taken.what;
            where = "; while it was slow:" + taken.frames();
        }
        errors.warn(String.format(Locale.ROOT, "Executing %s took %.3f seconds", named, tookNanos / 1e9) + where);
    }

    void close() {
        closed = true;
        LockSupport.unpark(sampler);
    }

    private void watch() {
        long named = NONE;
        while (!closed) {
            LockSupport.parkNanos(Math.clamp(limitNanos / 4, 1_000_000, 100_000_000));
            long callback = current;
            long soFar = callback == NONE ? 0 : System.nanoTime() - startedNanos;
            Sample last = sample;
            if (soFar >= limitNanos && (last == null || last.callback != callback)) {
                take(callback);
            } else if (soFar / ENDLESS >= limitNanos && callback != named) {
                named = callback;
                take(callback);
                reportEndless(callback, soFar);
            }
        }
    }

    private void take(long callback) {
        Debugging.Running task = running.get();
        List<StackTraceElement> stack = task == null ? List.of(loopThread.getStackTrace()) : task.stack();
        if (current == callback) { // if not, the stack may be that of another callback
            sample = new Sample(callback, task == null ? null : task.what(), stack);
        }
    }

    private void reportEndless(long callback, long nanos) {
        Sample taken = sample;
        if (taken != null && taken.callback == callback) {
            errors.warn(String.format(
                            Locale.ROOT,
                            "%s has held the loop for %.3f seconds and goes on; it is at:",
                            taken.what == null ? "a callback" : taken.what,
                            nanos / 1e9)
                    + taken.frames());
        }
    }
}
