// SPDX-License-Identifier: Apache-2.0
package io.jvloop.examples;

import io.jvloop.EventLoop;
import io.jvloop.TimerHandle;
import java.time.Duration;

/** Callbacks for later, one that is taken back, and one that asks for itself again: five times, without drifting. */
class Timers {
    private static final long PERIOD_NANOS = Duration.ofMillis(20).toNanos();

    private final EventLoop loop;
    private int ticks;

    private Timers(EventLoop loop) {
        this.loop = loop;
    }

    private void tick(long when) {
        System.out.println("tick " + ++ticks);
        if (ticks < 5) {
            long next = when + PERIOD_NANOS; // not from now on: what is late once is not late for ever
            loop.callAt(next, () -> tick(next));
        } else {
            loop.stop();
        }
    }

    static void main() {
        try (EventLoop loop = EventLoop.open()) {
            loop.callSoon(() -> System.out.println("soon"));
            TimerHandle never = loop.callLater(Duration.ofMillis(10), () -> System.out.println("never"));
            loop.callLater(Duration.ofMillis(5), never::cancel);
            long start = loop.time() + PERIOD_NANOS;
            loop.callAt(start, () -> new Timers(loop).tick(start));
            loop.runForever();
        }
    }
}
