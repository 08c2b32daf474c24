// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import io.jvloop.EventLoop;
import io.jvloop.LoopLimits;
import io.jvloop.LoopOptions;
import io.jvloop.Probe;
import java.time.Duration;

/** The parts of a loop without a kernel. */
final class TestLoop {
    private final EventLoop loop = EventLoop.open(LoopOptions.DEFAULT.withBackend(io.jvloop.Backend.NIO));
    final Ownership ownership = new Ownership();
    final Counters counters = new Counters();
    final Errors errors = new Errors(loop, counters, Probe.NONE);
    final Debugging debugging = new Debugging(errors, false, Duration.ofMillis(100));
    int wakeups;
    final Scheduler scheduler = scheduler(LoopLimits.NONE);

    Scheduler scheduler(LoopLimits limits) {
        return new Scheduler(ownership, Clock.SYSTEM, errors, debugging, counters, limits, () -> wakeups++);
    }
}
