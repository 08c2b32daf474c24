// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import java.time.Duration;

/** Times that do not overflow, however long somebody wants to wait. */
public final class Durations {
    private static final Duration FOR_EVER = Duration.ofDays(365 * 100);

    private Durations() {}

    /** The duration in nanoseconds: 0 for a negative one, and a hundred years for every longer one. */
    public static long nanos(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        return (duration.compareTo(FOR_EVER) > 0 ? FOR_EVER : duration).toNanos();
    }

    /** The sum of a time and a duration, or {@code Long.MAX_VALUE} if it is more than that; both are 0 or more. */
    static long after(long when, long nanos) {
        long sum = when + nanos;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
