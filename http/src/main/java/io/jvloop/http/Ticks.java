// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import io.jvloop.EventLoop;
import io.jvloop.TimerHandle;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The time, up to a tenth of a second late: reading the clock for every request is not free. While nobody asks nothing
 * ticks. Thread: the loop's.
 */
final class Ticks {
    /** How late it may be. */
    static final Duration GRANULE = Duration.ofMillis(100);

    private final EventLoop loop;
    private long nanos;
    private long epochSecond;
    private @Nullable TimerHandle outdates;

    Ticks(EventLoop loop) {
        this.loop = loop;
    }

    /** On the clock of {@link EventLoop#time}. */
    long nanos() {
        if (outdates == null) {
            read();
        }
        return nanos;
    }

    /** Since 1970. */
    long epochSecond() {
        if (outdates == null) {
            read();
        }
        return epochSecond;
    }

    private void read() {
        nanos = loop.time();
        epochSecond = System.currentTimeMillis() / 1000;
        outdates = loop.callLater(GRANULE, () -> outdates = null);
    }

    /** Leaves no timer behind. */
    void stop() {
        if (outdates != null) {
            outdates.cancel();
            outdates = null;
        }
    }
}
