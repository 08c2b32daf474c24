// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import io.jvloop.Backend;
import io.jvloop.EventLoop;
import io.jvloop.LoopLimits;
import io.jvloop.LoopOptions;
import io.jvloop.Probe;
import java.time.Duration;

/** What is scheduled on a loop that nobody runs, for one test. */
final class Parts {
    private static final EventLoop LOOP = EventLoop.open(LoopOptions.DEFAULT.withBackend(Backend.NIO));
    private static final Counters COUNTERS = new Counters();
    private static final Errors ERRORS = new Errors(LOOP, COUNTERS, Probe.NONE);
    private static final Debugging DEBUGGING = new Debugging(ERRORS, false, Duration.ofMillis(100));

    private Parts() {}

    static Scheduler scheduler() {
        return new Scheduler(new Ownership(), Clock.SYSTEM, ERRORS, DEBUGGING, COUNTERS, LoopLimits.NONE, () -> {});
    }
}
