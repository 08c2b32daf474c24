// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import java.time.Duration;

/** Times that do not overflow, however long somebody wants to wait. */
public final class Durations {
    private static final Duration FOR_EVER = Duration.ofDays(365 * 100);

    private Durations() {}

    /** In nanoseconds: a negative one is none, and none is longer than a hundred years. */
    public static long nanos(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        return (duration.compareTo(FOR_EVER) > 0 ? FOR_EVER : duration).toNanos();
    }

    /** This long after that time, or at the end of time; both 0 or more. */
    static long after(long when, long nanos) {
        long sum = when + nanos;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
