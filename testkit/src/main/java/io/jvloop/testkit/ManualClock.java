// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit;

import io.jvloop.Backend;
import io.jvloop.EventLoop;
import io.jvloop.LoopOptions;
import io.jvloop.engine.Engine;
import io.jvloop.testkit.sim.ManualIo;
import io.jvloop.testkit.sim.SimNetwork;
import io.jvloop.testkit.sim.SimParts;
import java.time.Duration;

/**
 * A clock that stands still until a test moves it, and the loop that it belongs to: what takes an hour is tested in no
 * time, and always in the same order.
 *
 * {@snippet :
 * try (ManualClock clock = new ManualClock()) {
 *     var session = new Session(clock.loop());       // closes itself after ten minutes without a message
 *     clock.advance(Duration.ofMinutes(9));
 *     assertTrue(session.isOpen());
 *     clock.advance(Duration.ofMinutes(1));
 *     assertFalse(session.isOpen());
 * }
 * }
 *
 * <p>The loop has timers, callbacks, futures, tasks, {@code runInExecutor} (which does the work on the loop's own thread)
 * and a network of its own, which nothing else is connected to: servers and connections among each other work, and take
 * no time. Names are not resolved, but for {@code localhost}. For a protocol without a network there is {@link
 * FakeTransport}.
 *
 * <p>Thread: the test's.
 */
public final class ManualClock implements AutoCloseable {
    private final SimNetwork network = new SimNetwork(0, Faults.NONE);
    private final ManualIo io = new ManualIo(network);
    private final Engine loop;

    /** With a loop of {@link LoopOptions#DEFAULT}. */
    public ManualClock() {
        this(LoopOptions.DEFAULT);
    }

    /** With a loop of these options; its backend is none of those that can be chosen. */
    public ManualClock(LoopOptions options) {
        loop = Engine.open(options, Backend.AUTO, SimParts.of(network, io));
    }

    /** The loop that goes by this clock. */
    public EventLoop loop() {
        return loop;
    }

    /** What time it is, in nanoseconds since the clock was made: {@link EventLoop#time} of its loop. */
    public long nanoTime() {
        return network.clock().nanoTime();
    }

    /**
     * Lets this much time pass while the loop runs: each timer runs when the clock is at its time, and with it all that it
     * leads to. Zero does what can be done without any time passing.
     *
     * <p>A run that is ended by {@link EventLoop#stop} on the way ends with the clock where it is then.
     *
     * @throws IllegalArgumentException when it is negative
     * @throws IllegalStateException when the loop is running or closed
     */
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time " + time + ": expected 0 or more, it does not go back");
        }
        if (loop.isRunning()) {
            throw new IllegalStateException("the loop is running: a callback cannot make time pass");
        }
        io.moveTo(Math.addExact(nanoTime(), time.toNanos()), loop::stop);
        try {
            loop.runForever();
        } finally {
            io.standStill();
        }
    }

    /** Closes the loop. */
    @Override
    public void close() {
        loop.close();
    }
}
