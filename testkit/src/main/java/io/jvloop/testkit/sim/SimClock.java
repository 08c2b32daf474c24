// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.sim;

import io.jvloop.loop.Clock;

/** Time that passes only when somebody says so. Thread: reading any, moving the loop's. */
public final class SimClock implements Clock {
    private volatile long now;

    /** At 0. */
    public SimClock() {}

    @Override
    public long nanoTime() {
        return now;
    }

    /** Moves it; never back. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread moves it
    void moveTo(long time) {
        if (time > now) {
            now = time;
        }
    }
}
