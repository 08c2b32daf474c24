// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.rig;

import io.jvloop.EventLoop;
import io.jvloop.loop.Clock;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a loop until something has happened, and no longer than is reasonable: some time on a real kernel, some polls on a
 * fake one, where time is not real.
 *
 * <p>Thread: the test's.
 */
final class Driver {
    private static final long LIMIT_NANOS = 60_000_000_000L;
    private static final int LIMIT_POLLS = 500_000;

    private final Kernel kernel;
    private @Nullable EventLoop loop;
    private @Nullable BooleanSupplier until;
    private String what = "the test ends";
    private long started = Clock.SYSTEM.nanoTime();
    private int polls;
    private boolean met;

    Driver(Kernel kernel) {
        this.kernel = kernel;
    }

    void drive(EventLoop driven) {
        loop = driven;
    }

    private EventLoop loop() {
        if (loop == null) {
            throw new IllegalStateException("there is no loop yet");
        }
        return loop;
    }

    private void start(String newWhat) {
        what = newWhat;
        started = Clock.SYSTEM.nanoTime();
        polls = 0;
    }

    /** Before each poll of the loop; false ends the run. */
    boolean mayPoll() {
        if (until != null && until.getAsBoolean()) {
            met = true;
            until = null;
            loop().stop();
            return false;
        }
        boolean tooLong =
                kernel.isSimulated() ? ++polls > LIMIT_POLLS : Clock.SYSTEM.nanoTime() - started > LIMIT_NANOS;
        if (tooLong) {
            throw new AssertionError("waited in vain for this: " + what);
        }
        return true;
    }

    void runUntil(String newWhat, BooleanSupplier condition) {
        start(newWhat);
        if (condition.getAsBoolean()) {
            return;
        }
        met = false;
        until = condition;
        try {
            loop().runForever();
        } finally {
            until = null;
        }
        if (!met && !condition.getAsBoolean()) {
            throw new AssertionError("the loop was stopped while waiting for this: " + what);
        }
    }

    <T> @Nullable T await(CompletionStage<T> stage) throws Exception {
        start("a future completes");
        return loop().runUntilComplete(stage);
    }

    void turn() {
        start("a turn ends");
        loop().stop();
        loop().runForever();
    }
}
