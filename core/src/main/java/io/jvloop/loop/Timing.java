// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import io.jvloop.io.Io;
import io.jvloop.io.WaitHook;

/**
 * How much of the loop's time is waiting and how much is work. Measures only once somebody has asked, because reading the clock is
 * not free.
 *
 * <p>Thread: {@link #ask} and the figures any, a little late; the rest the loop's.
 */
public final class Timing implements WaitHook {
    private final Clock clock;
    private final Io io;
    private volatile boolean asked;
    private volatile boolean on;
    private long onSince;
    private long waitStarted;
    private long workStarted;
    private long waited;
    private long longestTurn;

    /** Measures by this clock. */
    public Timing(Clock clock, Io io) {
        this.clock = clock;
        this.io = io;
    }

    /** Has measuring start when this turn ends, if it has not. */
    public void ask() {
        asked = true;
    }

    private void start() {
        onSince = clock.nanoTime();
        workStarted = onSince;
        on = true;
        io.setWaitHook(this);
    }

    @Override
    public void beforeWait() {
        waitStarted = clock.nanoTime();
    }

    @Override
    public void afterWait() {
        workStarted = clock.nanoTime();
        waited += workStarted - waitStarted;
    }

    void turnEnded() {
        if (asked && !on) {
            start();
        } else if (on) {
            long now = clock.nanoTime();
            longestTurn = Math.max(longestTurn, now - workStarted);
            workStarted = now;
        }
    }

    /** For how long the time has been measured. */
    public long timedNanos() {
        return on ? clock.nanoTime() - onSince : 0;
    }

    /** How much of the measured time was waiting. */
    public long waitedNanos() {
        return waited;
    }

    /** The longest time from an answer of the kernel to the end of that turn. */
    public long longestTurnNanos() {
        return longestTurn;
    }
}
