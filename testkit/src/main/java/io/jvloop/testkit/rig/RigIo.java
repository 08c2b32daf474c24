// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.rig;

import io.jvloop.io.Capability;
import io.jvloop.io.Completion;
import io.jvloop.io.Io;
import io.jvloop.io.IoFailure;
import io.jvloop.io.IoListener;
import io.jvloop.io.IoStream;
import io.jvloop.io.ListenOptions;
import io.jvloop.io.WaitHook;
import java.net.SocketAddress;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A kernel under a loop under test: lets the rest of the world work before it polls, and waits in slices, so that the world
 * and the test have their turn. To the loop a slice that ends is a poll that returns for no reason, which the contract
 * allows.
 */
final class RigIo implements Io {
    private static final long SLICE_LEAST_NANOS = 20_000;
    private static final long SLICE_MOST_NANOS = 1_000_000;

    private final Io io;
    private final World world;
    private final BooleanSupplier slicing;
    private final BooleanSupplier mayPoll;
    private long slice = SLICE_LEAST_NANOS;

    /** A poll that may not be returns at once. */
    RigIo(Io io, World world, BooleanSupplier slicing, BooleanSupplier mayPoll) {
        this.io = io;
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
            io.poll(timeoutNanos);
            return;
        }
        slice = busy ? SLICE_LEAST_NANOS : Math.min(2 * slice, SLICE_MOST_NANOS);
        io.poll(timeoutNanos < 0 ? slice : Math.min(slice, timeoutNanos));
    }

    @Override
    public String name() {
        return io.name();
    }

    @Override
    public String detail() {
        return io.detail();
    }

    @Override
    public Set<Capability> capabilities() {
        return io.capabilities();
    }

    @Override
    public void attach() {
        io.attach();
    }

    @Override
    public void setWaitHook(@Nullable WaitHook hook) {
        io.setWaitHook(hook);
    }

    @Override
    public void wakeup() {
        io.wakeup();
    }

    @Override
    public IoListener listen(SocketAddress address, ListenOptions options) throws IoFailure {
        return io.listen(address, options);
    }

    @Override
    public IoStream connect(SocketAddress remote, @Nullable SocketAddress local, Completion connected)
            throws IoFailure {
        return io.connect(remote, local, connected);
    }

    @Override
    public IoStream adoptStream(int descriptor) throws IoFailure {
        return io.adoptStream(descriptor);
    }

    @Override
    public IoListener adoptListener(int descriptor, ListenOptions options) throws IoFailure {
        return io.adoptListener(descriptor, options);
    }

    @Override
    public Audit audit() {
        return io.audit();
    }

    @Override
    public void close() {
        io.close();
    }
}
