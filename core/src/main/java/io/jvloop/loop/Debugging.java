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
     * What runs in a thread that the loop's own carries, or has lent itself to.
     *
     * @param what for people
     * @param stack where it is
     */
    public record Running(String what, List<StackTraceElement> stack) {}

    /** Reports to these. */
    public Debugging(Errors errors, boolean on, Duration limit) {
        this.errors = errors;
        this.on = on;
        this.limitNanos = Durations.nanos(limit);
    }

    /** Whether it is on. */
    public boolean isOn() {
        return on;
    }

    /** Turns it on or off. */
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

    /** Sets who is asked, on another thread, for what else may be running when something is slow. */
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

    /** Ends what it may have started. */
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
