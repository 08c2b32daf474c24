// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import io.jvloop.Callback;
import io.jvloop.ExceptionContext;
import io.jvloop.Handle;
import io.jvloop.LoopLimits;
import io.jvloop.TimerHandle;
import java.time.Duration;
import java.util.Objects;

/**
 * Everything that is scheduled on one loop: callbacks that are ready, timers, and what comes from other threads.
 *
 * <p>Thread: the loop's, except where a method says any.
 */
public final class Scheduler {
    /** Beyond its batch, a turn runs at most this many steps that tasks have woken in each other. */
    private static final int TASK_STEPS_EXTRA_MAX = 16;

    private final Ownership ownership;
    private final Clock clock;
    private final Errors errors;
    private final Debugging debugging;
    private final Counters counters;
    private final LoopLimits limits;
    private final ReadyQueue ready = new ReadyQueue();
    private final Timers timers = new Timers();
    private final Inbox inbox;
    private volatile boolean closed;

    /** Puts the parts together; {@code wakeup}, which wakes the loop when it sleeps, is called from any thread. */
    public Scheduler(
            Ownership ownership,
            Clock clock,
            Errors errors,
            Debugging debugging,
            Counters counters,
            LoopLimits limits,
            Runnable wakeup) {
        this.ownership = ownership;
        this.clock = clock;
        this.errors = errors;
        this.debugging = debugging;
        this.counters = counters;
        this.limits = limits;
        this.inbox = new Inbox(wakeup, limits.inboxMax());
    }

    // ---- for users

    /** Runs the callback in this turn or the next. */
    public Handle callSoon(Callback callback) {
        Objects.requireNonNull(callback);
        checkOpen();
        if (ready.size() >= limits.readyMax()) {
            throw new IllegalStateException("the loop has " + ready.size() + " callbacks ready, its limit readyMax");
        }
        CallbackHandle handle = new CallbackHandle(this, callback);
        ready.add(handle);
        return handle;
    }

    /** As {@link #callSoon}, for the loop's own work: whatever the limit. */
    public void callSoonInternally(Callback callback) {
        ready.add(new CallbackHandle(this, callback));
    }

    /** Runs the callback soon. Thread: any. */
    public Handle callSoonThreadsafe(Callback callback) {
        Objects.requireNonNull(callback);
        if (closed) {
            throw closedAlready();
        }
        ThreadsafeHandle handle = new ThreadsafeHandle(this, callback);
        // the push may have come after the close and still been taken by its last drain; drop() says which
        if (!inbox.push(handle) && handle.drop() != null) {
            throw closedAlready();
        }
        return handle;
    }

    /** As {@link #callSoonThreadsafe}, for the loop's own work: whatever the limit, and dropped when the loop is closed. Thread: any. */
    public void callSoonThreadsafeInternally(Callback callback) {
        if (!closed) {
            var _ = isLost(new ThreadsafeHandle(this, callback));
        }
    }

    /** Runs the callback once this time has passed. */
    public TimerHandle callLater(Duration delay, Callback callback) {
        return callAt(Durations.after(clock.nanoTime(), Durations.nanos(delay)), callback);
    }

    /** Runs the callback at this time of the clock. */
    public TimerHandle callAt(long when, Callback callback) {
        Objects.requireNonNull(callback);
        checkOpen();
        TimerEntry entry = new TimerEntry(this, callback, when, timers.nextSequence());
        timers.add(entry);
        return entry;
    }

    private void checkOpen() {
        ownership.check();
        if (closed) {
            throw closedAlready();
        }
    }

    private static IllegalStateException closedAlready() {
        return new IllegalStateException("the event loop is closed");
    }

    /**
     * Runs the work on the loop, in a turn of its own. It is never lost: when the loop is closed already it runs at once, and when the
     * loop is closed before that turn it runs then, on the thread that closes. Thread: any.
     */
    public void dispatch(Runnable work) {
        Dispatch dispatch = new Dispatch(work);
        if (closed) {
            work.run();
        } else if (ownership.isOwner()) {
            callSoonInternally(dispatch);
        } else if (isLost(new ThreadsafeHandle(this, dispatch))) {
            work.run();
        }
    }

    /** Pushes a handle of the loop's own, whatever the limit. True when the loop was closed before that, and will never run it. Thread: any. */
    private boolean isLost(ThreadsafeHandle handle) {
        return !inbox.pushOwn(handle) && handle.drop() != null;
    }

    private record Dispatch(Runnable work) implements Callback, Droppable {
        @Override
        public void run() {
            work.run();
        }

        @Override
        public void dropped() {
            work.run();
        }
    }

    /** Runs the step of a task soon, without a handle; it must not throw. Thread: any. */
    public void execute(Runnable step) {
        if (ownership.isOwner() && !closed) {
            ready.add(watched(step));
        } else if (isLost(new ThreadsafeHandle(this, new Step(step)))) {
            runLeftOver(step);
        }
    }

    /** As {@link #execute}, before everything else that is ready. Thread: the loop's. */
    public void executeFirst(Runnable step) {
        ready.addFirst(watched(step));
    }

    /** Runs the step of a task now; it must not throw. */
    public void runStep(Runnable step) {
        watched(step).run();
    }

    /** In debug mode, has the step timed as callbacks are. */
    private Runnable watched(Runnable step) {
        return debugging.isOn() ? new WatchedStep(debugging, step) : step;
    }

    private record WatchedStep(Debugging debugging, Runnable step) implements Runnable {
        @Override
        public void run() {
            debugging.started("a task");
            try {
                step.run();
            } finally {
                debugging.ended();
            }
        }
    }

    private record Step(Runnable step) implements Callback, Droppable {
        @Override
        public void run() {
            step.run();
        }

        @Override
        public void dropped() {
            runLeftOver(step);
        }
    }

    /** Runs the step of a task whose loop was closed, on a thread of its own, so that the task can end. */
    private static void runLeftOver(Runnable step) {
        Thread.ofPlatform().daemon().name("jvloop-left-over").start(step);
    }

    // ---- for the turn

    /** How long the kernel may wait: 0 when a callback is ready, negative for as long as it takes. */
    long timeoutNanos() {
        return ready.size() > 0 ? 0 : timers.nanosUntilNext(clock);
    }

    /** Returns false when callbacks have come from other threads; otherwise such a callback wakes the loop from now on. */
    boolean fallAsleep() {
        return inbox.fallAsleep();
    }

    void awake() {
        inbox.awake();
    }

    /** Takes in callbacks from other threads and timers that are due, then runs the callbacks that are ready by now, and no more. */
    void runDue() {
        int taken = inbox.drainTo(ready);
        if (taken > counters.inboxHighest) {
            counters.inboxHighest = taken;
        }
        timers.expire(clock, ready);
        for (int due = ready.size(); due > 0; due--) { // what these add runs in the next turn, so I/O is never starved
            ready.remove().run();
        }
        // without these, each switch between tasks that wake each other would cost a poll
        for (int more = TASK_STEPS_EXTRA_MAX; more > 0 && ready.isStepNext(); more--) {
            ready.remove().run();
        }
    }

    void run(CallbackHandle handle, Callback callback) {
        counters.callbacks++;
        debugging.started(callback);
        try {
            callback.run();
        } catch (Throwable failure) {
            errors.report(ExceptionContext.of("Exception in callback " + Names.of(callback), failure)
                    .withHandle(handle)
                    .withOrigin(handle.origin));
        } finally {
            debugging.ended();
        }
    }

    // ---- for all parts of the loop

    /** Says which thread the loop belongs to. */
    public Ownership ownership() {
        return ownership;
    }

    /** The loop's debug mode. */
    public Debugging debugging() {
        return debugging;
    }

    /** The clock that timers go by. Thread: any. */
    public Clock clock() {
        return clock;
    }

    Timers timers() {
        return timers;
    }

    /** How many callbacks are ready. */
    public int readyCount() {
        return ready.size();
    }

    /** How many timers are not due yet. */
    public int timerCount() {
        return timers.size();
    }

    /** Whether {@link #close} was called. Thread: any. */
    public boolean isClosed() {
        return closed;
    }

    /** Drops everything that is scheduled; nothing more is taken from now on. */
    public void close() {
        closed = true;
        inbox.close();
        inbox.drainTo(ready);
        timers.drainTo(ready);
        while (ready.size() > 0) {
            drop(ready.remove());
        }
    }

    private void drop(Runnable entry) {
        if (!(entry instanceof CallbackHandle handle)) {
            runLeftOver(entry instanceof WatchedStep watched ? watched.step : entry);
            return;
        }
        Callback callback = handle.drop();
        if (callback instanceof Droppable droppable) {
            try {
                droppable.dropped();
            } catch (Throwable failure) {
                errors.report(ExceptionContext.of("Exception in callback " + Names.of(callback), failure));
            }
        }
    }
}
