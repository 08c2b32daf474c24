// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.sim;

import io.jvloop.io.Memory;
import io.jvloop.io.ReceiveMode;
import io.jvloop.io.Receiver;
import io.jvloop.io.Target;
import io.jvloop.testkit.Fault;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Streaming receives of one connection. In mode BACKEND_MEMORY the kernel takes bytes off the socket by itself, and tells
 * them later; in mode OWN_MEMORY it tells that there is something, and takes it when it has been told where to.
 */
final class SimReceive {
    /** As much may be taken off the socket and not told. */
    private static final int TAKEN_MAX = 4;

    private final SimIo io;
    private final SimStream stream;
    private final Completions.Lane lane = new Completions.Lane();
    private ReceiveMode mode = ReceiveMode.BACKEND_MEMORY;
    private @Nullable Receiver receiver;
    private boolean active;

    /** Stopped, but the kernel has not noticed. */
    private boolean stopping;

    /** Pieces that were taken and are not told. */
    private int taken;

    /** Something that is left on the socket is about to be told: that there is something, an end, a failure. */
    private boolean readinessTold;

    SimReceive(SimIo io, SimStream stream) {
        this.io = io;
        this.stream = stream;
    }

    boolean isActive() {
        return active;
    }

    void start(Receiver newReceiver, ReceiveMode newMode) {
        receiver = newReceiver;
        mode = newMode;
        active = true;
        stopping = false;
        io.touch(stream);
    }

    void stop() {
        if (active) {
            active = false;
            stopping = io.network().happens(Fault.LATE_STOP);
            io.touch(stream);
        }
    }

    /** Nothing is told from now on. */
    void close() {
        active = false;
        stopping = false;
        receiver = null;
    }

    /** Takes what there is, if it is wanted. */
    void look(SimSocket socket) {
        boolean wanted = active || stopping;
        stopping = false;
        if (!wanted || readinessTold) {
            return;
        }
        if (mode == ReceiveMode.BACKEND_MEMORY) {
            while (socket.readableBytes() > 0 && taken < TAKEN_MAX) {
                take(socket);
            }
        }
        boolean more = socket.isReadable() && (mode == ReceiveMode.OWN_MEMORY || socket.readableBytes() == 0);
        if (active && (more || io.network().happens(Fault.EMPTY_READINESS))) {
            readinessTold = true;
            io.completions().add(lane, () -> ready(socket));
        }
    }

    private void take(SimSocket socket) {
        byte[] scratch = io.scratch();
        int count = socket.receive(scratch, 0, scratch.length);
        byte[] bytes = Arrays.copyOf(scratch, count);
        taken++;
        io.completions().add(lane, () -> {
            taken--;
            deliver(bytes, bytes.length);
            io.touch(stream);
        });
    }

    private void deliver(byte[] bytes, int length) {
        Receiver to = receiver;
        if (to != null) {
            io.network().trace().add("deliver", stream.socket().number(), length);
            Memory memory = io.received();
            int offset = io.network().dice().below(SimIo.RECEIVE_BYTES - length + 1);
            MemorySegment.copy(bytes, 0, memory.segment(), ValueLayout.JAVA_BYTE, offset, length);
            to.received(memory, offset, length);
            memory.segment().asSlice(offset, length).fill((byte) 0xdb); // whoever looks at it now sees nonsense
        }
    }

    /** There is something, or the seed wants it to look so. */
    private void ready(SimSocket socket) {
        readinessTold = false;
        Receiver to = receiver;
        if (!active || to == null) {
            return; // the socket tells it again when somebody wants to know
        }
        io.touch(stream);
        if (mode == ReceiveMode.BACKEND_MEMORY) {
            if (socket.readableBytes() == 0 && socket.isReadable()) {
                ended(to, socket.receive(io.scratch(), 0, 1));
            }
        } else {
            receiveIntoTarget(to, socket);
        }
    }

    private void receiveIntoTarget(Receiver to, SimSocket socket) {
        Target target = to.target();
        if (target == null || !active) {
            return;
        }
        byte[] scratch = io.scratch();
        int result = socket.receive(scratch, 0, Math.min(scratch.length, target.length()));
        if (result > 0) {
            io.network().trace().add("deliver", socket.number(), result);
            MemorySegment.copy(scratch, 0, target.memory(), ValueLayout.JAVA_BYTE, target.offset(), result);
            to.receivedIntoTarget(result);
        } else if (result != SimErrors.WOULD_BLOCK) {
            ended(to, result);
        }
    }

    private void ended(Receiver to, int result) {
        active = false;
        if (result == 0) {
            to.receivedEof();
        } else {
            to.receiveFailed(result);
        }
    }
}
