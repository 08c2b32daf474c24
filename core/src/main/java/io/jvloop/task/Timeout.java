// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

import io.jvloop.Handle;
import io.jvloop.TimerHandle;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A limit in time for a part of a task (asyncio's {@code Timeout}): {@link Tasks#timeout}.
 *
 * <p>Thread: the task's.
 */
public final class Timeout {
    private final Task<?> task;

    /** How often the task had been asked to end, and whether that had not reached it, when the part began. */
    private final int requestsBefore;

    private final boolean askedBefore;

    private long when = Long.MAX_VALUE;
    private @Nullable Handle expiry;
    private boolean expired;
    private boolean ended;

    private Timeout(Task<?> task) {
        this.task = task;
        this.requestsBefore = task.cancelling();
        this.askedBefore = Thread.currentThread().isInterrupted();
    }

    /**
     * A part of a task that wants to change its limit.
     *
     * @param <T> its result
     */
    @FunctionalInterface
    public interface Part<T> {
        /** Does the part. */
        T run(Timeout timeout) throws Exception;
    }

    static <T> T run(Task<?> task, Duration limit, Part<T> part) throws Exception {
        Timeout timeout = new Timeout(task);
        timeout.reschedule(limit);
        return timeout.run(part);
    }

    static <T> T runUntil(Task<?> task, long when, Part<T> part) throws Exception {
        Timeout timeout = new Timeout(task);
        timeout.rescheduleAt(when);
        return timeout.run(part);
    }

    private <T> T run(Part<T> part) throws Exception {
        try {
            T result = part.run(this);
            end();
            return result;
        } catch (Throwable thrown) {
            boolean request = Waits.isRequest(thrown); // asked first: the end may take the interrupt that tells
            if (end() && request && task.cancelling() <= requestsBefore) {
                TimeoutException over = new TimeoutException("the time was over");
                over.initCause(thrown);
                throw over;
            }
            throw thrown;
        }
    }

    /** Ends it, and takes its own request back if it has made one: then true. */
    private boolean end() {
        ended = true;
        if (expiry != null) {
            expiry.cancel();
        }
        if (expired && task.uncancel() <= requestsBefore && !askedBefore) {
            task.forgetAllBut(requestsBefore); // they have reached it: what may still be on its way is this one's
        }
        return expired;
    }

    /** When the time is over, on the clock of {@link io.jvloop.EventLoop#time}; {@code Long.MAX_VALUE} for never. */
    public long when() {
        return when;
    }

    /** Whether the time was over before the part had ended. */
    public boolean isExpired() {
        return expired;
    }

    /** Sets the limit anew, from now on. */
    public void reschedule(Duration limit) {
        if (limit.isPositive()) {
            replace();
            TimerHandle timer = task.loop().callLater(limit, this::expire);
            when = timer.when();
            expiry = timer;
        } else {
            rescheduleAt(task.loop().time());
        }
    }

    /** As {@link #reschedule}, until this time; {@code Long.MAX_VALUE} for no limit. */
    public void rescheduleAt(long time) {
        replace();
        when = time;
        if (time == Long.MAX_VALUE) {
            expiry = null;
        } else if (time <= task.loop().time()) { // not as a timer: the part's next wait may be no longer than a turn
            expiry = task.loop().callSoon(this::expire);
        } else {
            expiry = task.loop().callAt(time, this::expire);
        }
    }

    private void replace() {
        if (ended || expired) {
            throw new IllegalStateException(ended ? "the part has ended" : "the time was over already");
        }
        if (expiry != null) {
            expiry.cancel();
        }
    }

    private void expire() {
        expired = true;
        task.cancel(true);
    }
}
