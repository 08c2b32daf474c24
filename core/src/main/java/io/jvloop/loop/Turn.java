// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import io.jvloop.ExceptionContext;
import io.jvloop.Probe;
import io.jvloop.io.Io;

/**
 * One turn of the loop: wait for the kernel and tell the protocols, take in what other threads asked for and what is due,
 * run what is ready, send what was written.
 *
 * <p>Thread: the loop's.
 */
public final class Turn {
    /** For {@link #run}: waits for as long as there is nothing to do. */
    public static final long FOR_EVER = -1;

    private final Io io;
    private final Scheduler scheduler;
    private final FlushQueue flushes;
    private final Errors errors;
    private final Counters counters;
    private final Probe probe;
    private final Timing timing;
    private final Interrupts interrupts;

    /** Makes turns of these parts. */
    public Turn(
            Io io,
            Scheduler scheduler,
            FlushQueue flushes,
            Errors errors,
            Counters counters,
            Probe probe,
            Timing timing) {
        this.io = io;
        this.scheduler = scheduler;
        this.flushes = flushes;
        this.errors = errors;
        this.counters = counters;
        this.probe = probe;
        this.timing = timing;
        io.setEventHook(flushes);
        this.interrupts = new Interrupts(io::wakeup);
    }

    /** Runs one turn, which waits for this many nanoseconds at most; {@link #FOR_EVER} is without a limit. */
    public void run(long nanosMax) {
        counters.turns++;
        long timeout = flushes.isEmpty() ? scheduler.timeoutNanos() : 0;
        boolean tooLong = timeout < 0 || timeout > nanosMax;
        poll(nanosMax != FOR_EVER && tooLong ? nanosMax : timeout);
        if (Thread.interrupted()) {
            errors.report(ExceptionContext.of(
                    "The loop's thread was interrupted, which ends nothing: to stop a loop from another thread, call"
                            + " callSoonThreadsafe(loop::stop)",
                    new InterruptedException()));
        }
        scheduler.runDue();
        flushes.flush();
        timing.turnEnded();
    }

    private void poll(long timeoutNanos) {
        long timeout = timeoutNanos;
        if (timeout != 0) {
            if (scheduler.fallAsleep()) {
                interrupts.watch();
            } else {
                timeout = 0;
            }
        }
        probe.pollStarted(timeout);
        io.poll(timeout);
        probe.pollEnded();
        scheduler.awake();
    }

    /** Ends a run: an interrupt of this thread does not wake the loop any more. */
    public void leave() {
        interrupts.ignore();
    }
}
