// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.rig;

import io.jvloop.io.Io;
import java.util.function.BooleanSupplier;

/**
 * A kernel under a loop under test: lets the rest of the world work before it polls, and waits in slices, so that the world
 * and the test have their turn. To the loop a slice that ends is a poll that returns for no reason, which the contract
 * allows.
 */
final class RigIo extends PassingIo {
    private static final long SLICE_LEAST_NANOS = 20_000;
    private static final long SLICE_MOST_NANOS = 1_000_000;

    private final World world;
    private final BooleanSupplier slicing;
    private final BooleanSupplier mayPoll;
    private long slice = SLICE_LEAST_NANOS;

    /** A poll that may not be returns at once. */
    RigIo(Io io, World world, BooleanSupplier slicing, BooleanSupplier mayPoll) {
        super(io);
        this.world = world;
        this.slicing = slicing;
        this.mayPoll = mayPoll;
    }

    @Override
    public void poll(long timeoutNanos) {
        boolean busy = world.work();
        if (!mayPoll.getAsBoolean()) {
            return;
        }
        if (!slicing.getAsBoolean() || timeoutNanos == 0) {
            super.poll(timeoutNanos);
            return;
        }
        slice = busy ? SLICE_LEAST_NANOS : Math.min(2 * slice, SLICE_MOST_NANOS);
        super.poll(timeoutNanos < 0 ? slice : Math.min(slice, timeoutNanos));
    }
}
