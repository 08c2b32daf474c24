// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.sim;

import io.jvloop.io.Completion;
import io.jvloop.io.Result;
import io.jvloop.testkit.Fault;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One receive or send on the caller's memory. It is done the moment that the socket lets it, and outstanding until that
 * was told.
 */
final class SimOnce {
    private final SimIo io;
    private final boolean isReceive;
    private final MemorySegment memory;
    private final long offset;
    private final int length;
    private final Completion told;
    private final Completions.Lane lane = new Completions.Lane();
    private boolean cancelling;
    private boolean done;

    private SimOnce(SimIo io, boolean isReceive, MemorySegment memory, long offset, int length, Completion told) {
        this.io = io;
        this.isReceive = isReceive;
        this.memory = memory;
        this.offset = offset;
        this.length = length;
        this.told = told;
    }

    static SimOnce receive(SimIo io, MemorySegment memory, long offset, int length, Completion told) {
        return new SimOnce(io, true, memory, offset, length, told);
    }

    static SimOnce send(SimIo io, MemorySegment memory, long offset, int length, Completion told) {
        return new SimOnce(io, false, memory, offset, length, told);
    }

    /** It may still be faster than this, when the seed wills. */
    void cancel() {
        if (!done) {
            cancelling = true;
            if (!io.network().happens(Fault.LATE_STOP)) {
                done(Result.CANCELLED);
            }
        }
    }

    /** Does it if it can be done; true when it could be tried again at once. */
    boolean look(SimSocket socket) {
        if (done) {
            return false;
        }
        int result = isReceive ? receive(socket) : send(socket);
        if (result != SimErrors.WOULD_BLOCK) {
            done(result);
        } else if (cancelling) {
            done(Result.CANCELLED);
        }
        return !done && !isReceive && socket.isWritable();
    }

    private void done(int result) {
        done = true;
        io.tell(lane, told, result);
    }

    private int receive(SimSocket socket) {
        byte[] bytes = io.scratch();
        int count = socket.receive(bytes, 0, Math.min(length, bytes.length));
        if (count > 0) {
            MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, offset, count);
        }
        return count;
    }

    private int send(SimSocket socket) {
        if (!socket.isWritable()) {
            return SimErrors.WOULD_BLOCK;
        }
        int count = socket.admit(length);
        if (count > 0) {
            socket.send(SimStream.bytes(memory, offset, count));
        }
        return count == 0 ? SimErrors.WOULD_BLOCK : count;
    }
}
