// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.io.Io;
import io.jvloop.io.IoStream;
import io.jvloop.io.Result;
import io.jvloop.loop.Clock;
import io.jvloop.testkit.Peer;
import io.jvloop.testkit.SocketKind;
import io.jvloop.testkit.rig.Kernel;
import io.jvloop.testkit.rig.Kernels;
import io.jvloop.testkit.rig.World;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;

/** A kernel, a connection of its to a peer, and memory. */
final class Bench implements AutoCloseable {
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    final Io io;
    final World world;
    final Arena arena = Arena.ofShared();
    final List<String> told = new ArrayList<>();
    final Peer peer;
    final IoStream stream;
    final SocketKind kind;
    private boolean closing;

    /** What comes before the first poll. */
    interface Preparation {
        void prepare(Io io) throws Exception;
    }

    Bench(Kernel kernel) throws Exception {
        this(kernel, _ -> {});
    }

    Bench(Kernel kernel, Preparation preparation) throws Exception {
        String missing = kernel.isSimulated() ? null : Kernels.whyNot(kernel.backend());
        if (missing != null) {
            Assumptions.abort("not run: " + kernel.name() + " (" + missing + ")");
        }
        Kernel.Opened opened = kernel.opener().open();
        io = opened.io();
        world = opened.world();
        kind = kernel.sockets();
        preparation.prepare(io);
        io.attach();
        Peer[] accepted = new Peer[1];
        int[] connected = {1};
        try (World.Listener listener = world.listen(kind)) {
            stream = io.connect(listener.address(), null, result -> connected[0] = result);
            until(() -> {
                accepted[0] = accepted[0] == null ? listener.accept() : accepted[0];
                return connected[0] <= 0 && accepted[0] != null;
            });
        }
        assertEquals(0, connected[0], () -> Result.describe(connected[0]));
        peer = accepted[0];
    }

    void until(BooleanSupplier condition) {
        long start = Clock.SYSTEM.nanoTime();
        while (!condition.getAsBoolean()) {
            world.work();
            io.poll(100_000);
            assertTrue(Clock.SYSTEM.nanoTime() - start < PATIENCE_NANOS, () -> "in vain; told " + told);
        }
    }

    void aWhile() {
        for (int i = 0; i < 30; i++) {
            world.work();
            io.poll(100_000);
        }
    }

    MemorySegment memory(int bytes) {
        return arena.allocate(bytes, 64);
    }

    void closeStream() {
        closing = true;
        stream.close(result -> told.add("closed " + result));
    }

    @Override
    public void close() {
        if (!closing) {
            closeStream();
        }
        until(() -> told.contains("closed 0"));
        assertTrue(io.audit().isClean(), () -> io.audit().toString());
        io.close();
        world.close();
        arena.close();
    }
}
