// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Debug mode: whether it is on, where things were made, and which callback is slow.
 *
 * <p>Thread: {@link #isOn}, {@link #set}, {@link #limit}, {@link #origin} any; the rest the loop's.
 */
public final class Debugging {
    private final Errors errors;
    private volatile boolean on;
    private volatile long limitNanos;
    private volatile Supplier<@Nullable Running> running = () -> null;
    private @Nullable SlowCallbacks slow;

    /**
     * A task that is running, on a virtual thread which the loop carries or has lent itself to.
     *
     * @param what its name, for messages
     * @param stack where the task is
     */
    public record Running(String what, List<StackTraceElement> stack) {}

    /** Debug mode of one loop, which reports slow callbacks to these errors. */
    public Debugging(Errors errors, boolean on, Duration limit) {
        this.errors = errors;
        this.on = on;
        this.limitNanos = Durations.nanos(limit);
    }

    /** Whether debug mode is on. */
    public boolean isOn() {
        return on;
    }

    /** Turns debug mode on or off. */
    public void set(boolean on) {
        this.on = on;
    }

    /** From when on a callback is slow. */
    public Duration limit() {
        return Duration.ofNanos(limitNanos);
    }

    /** Sets from when on a callback is slow. */
    public void setLimit(Duration limit) {
        limitNanos = Durations.nanos(limit);
    }

    /** Sets who is asked which task is running while a callback is slow; it is asked on the sampler's thread. */
    public void onSlow(Supplier<@Nullable Running> asked) {
        running = asked;
    }

    /** In debug mode, the place where something is made right now. */
    public @Nullable Throwable origin(String what) {
        return on ? new Origin(what) : null;
    }

    /** A callback begins. Every call is followed by one of {@link #ended}. */
    public void started(Object what) {
        if (on) {
            if (slow == null) {
                slow = new SlowCallbacks(errors, limitNanos, () -> running.get());
            }
            slow.started(what, limitNanos);
        }
    }

    /** A callback has ended. */
    public void ended() {
        if (slow != null) {
            slow.ended();
        }
    }

    /** Ends the sampler's thread, if there is one. */
    public void close() {
        if (slow != null) {
            slow.close();
        }
    }

    /** Not a failure: carries the stack of where something was made. */
    private static final class Origin extends Throwable {
        private static final long serialVersionUID = 1L;

        Origin(String what) {
            super(what + " was made here");
        }
    }
}
