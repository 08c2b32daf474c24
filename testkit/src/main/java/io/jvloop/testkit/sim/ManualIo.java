// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.sim;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A fake kernel whose time moves only when it is told how far, and then stops at everything on its way. A loop that would
 * wait longer than that waits for other threads, and not for ever: nobody moves the time meanwhile.
 */
public final class ManualIo extends SimIo {
    private static final int PATIENCE_SECONDS = 5;

    private final SimNetwork network;
    private final Semaphore wakeups = new Semaphore(0);
    private long target;
    private Runnable arrived = () -> {};
    private boolean moving;

    /** On this machine. */
    public ManualIo(SimNetwork network) {
        super(network);
        this.network = network;
    }

    @Override
    public String detail() {
        return "a fake kernel with a manual clock";
    }

    /** From the next poll on time moves to there, step by step; then this is called. */
    public void moveTo(long time, Runnable whenThere) {
        target = time;
        arrived = whenThere;
        moving = true;
    }

    /** Time moves no further, wherever it is. */
    public void standStill() {
        moving = false;
    }

    @Override
    public void poll(long timeoutNanos) {
        boolean worked = hasWorkNow();
        super.poll(0);
        if (timeoutNanos == 0 || worked || hasWorkNow()) {
            return; // the loop may have something to do by now
        }
        long now = network.clock().nanoTime();
        long next = Math.min(network.nextTime(), timeoutNanos < 0 ? Agenda.NOTHING : now + timeoutNanos);
        if (moving && next <= target) {
            network.clock().moveTo(next);
        } else if (moving) {
            moving = false;
            network.clock().moveTo(target);
            arrived.run();
        } else {
            waitForOthers(next - now);
        }
    }

    private void waitForOthers(long nanosToNext) {
        try {
            if (!wakeups.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                String what =
                        nanosToNext > Long.MAX_VALUE / 2 ? "" : ", the next thing happens in " + nanosToNext + " ns";
                throw new AssertionError("the loop waits and nobody moves its clock: ManualClock.advance" + what);
            }
        } catch (InterruptedException wakes) {
            Thread.currentThread().interrupt(); // the loop reports it
        }
    }

    @Override
    public void wakeup() {
        super.wakeup();
        wakeups.drainPermits();
        wakeups.release();
    }
}
