// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

/** What time it is for a loop. Thread: any. */
public interface Clock {
    /** The machine's monotonic clock, counted from when it was first asked, so that no sum overflows. */
    Clock SYSTEM = new Clock() {
        private final long origin = System.nanoTime();

        @Override
        public long nanoTime() {
            return System.nanoTime() - origin;
        }
    };

    /** Nanoseconds, 0 or more, never going back. */
    long nanoTime();
}
