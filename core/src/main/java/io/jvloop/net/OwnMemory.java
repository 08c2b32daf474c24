// SPDX-License-Identifier: Apache-2.0
package io.jvloop.net;

import io.jvloop.BufferedProtocol;
import io.jvloop.io.Target;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The buffers of a {@link BufferedProtocol}: asked for when there is something to put into them. */
final class OwnMemory {
    private final ReadSide side;
    private final SocketTransport transport;
    private final NetContext context;
    private final int sizeHint;
    private final Target target = new Target();

    /** What the protocol gave last. */
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    /** The direct buffer that was seen last, as a segment: protocols tend to give the same one again and again. */
    private @Nullable ByteBuffer knownBuffer;

    private MemorySegment knownSegment = MemorySegment.NULL;

    /** Stands in for a heap buffer, which the kernel cannot write to. */
    private @Nullable Chunk standIn;

    OwnMemory(ReadSide side, SocketTransport transport, int sizeHint) {
        this.side = side;
        this.transport = transport;
        this.context = transport.context;
        this.sizeHint = sizeHint;
    }

    /** Where the kernel shall put what there is; null when the protocol has failed to say, has paused, or is not asked any more. */
    @Nullable
    Target target(BufferedProtocol protocol) {
        if (!askForBuffer(protocol)) {
            return null;
        }
        if (buffer.isDirect()) {
            release(); // of a heap buffer that was asked for in vain, when there was nothing to read after all
            return target.set(segmentOf(buffer), buffer.position(), buffer.remaining());
        }
        Chunk chunk = standIn != null ? standIn : context.chunks().take();
        standIn = chunk;
        return target.set(chunk.memory.segment(), 0, Math.min(Chunk.BYTES, buffer.remaining()));
    }

    /** Nothing will be received into what {@link #target} named. */
    void release() {
        if (standIn != null) {
            context.chunks().giveBack(standIn);
            standIn = null;
        }
    }

    /** The kernel has put this much there. */
    void received(int length) {
        if (standIn != null) {
            buffer.put(standIn.memory.view(0, length));
            release();
        } else {
            buffer.position(buffer.position() + length);
        }
        updated(length);
    }

    /** Copies from a chunk as much as the protocol's next buffer takes; 0 when it gave none, has paused, or made room for another one. */
    int copy(BufferedProtocol protocol, Chunk from) {
        if (!askForBuffer(protocol)) {
            return 0;
        }
        int count = Math.min(from.length(), buffer.remaining());
        buffer.put(from.memory.view(from.start, count));
        return count;
    }

    /** Tells the protocol how much was put into its buffer. */
    void updated(int length) {
        context.counters().bytesReceived += length;
        context.probe().received(transport, length);
        transport.callbackStarted();
        try {
            ((BufferedProtocol) transport.currentProtocol()).bufferUpdated(length);
        } catch (Throwable failure) {
            transport.callbackFailed("bufferUpdated", failure);
        } finally {
            transport.callbackEnded();
        }
    }

    private boolean askForBuffer(BufferedProtocol protocol) {
        transport.callbackStarted();
        try {
            ByteBuffer given = protocol.getBuffer(sizeHint);
            if (!transport.isOpen() || transport.currentProtocol() != protocol || side.isPaused()) {
                return false; // what comes waits, or is another one's now, which has memory of its own or needs none
            }
            String wrong = whatIsWrongWith(given);
            if (wrong != null) {
                throw new IllegalStateException("getBuffer() returned " + wrong + " buffer");
            }
            buffer = given;
            return true;
        } catch (Throwable failure) {
            transport.callbackFailed("getBuffer", failure);
            return false;
        } finally {
            transport.callbackEnded();
        }
    }

    private @Nullable String whatIsWrongWith(@Nullable ByteBuffer given) {
        if (given == null) {
            return "no";
        }
        if (given.isReadOnly()) {
            return "a read-only";
        }
        if (given.isDirect() && !Direct.isUsable(segmentOf(given))) {
            return "a freed, or another thread's,";
        }
        return given.hasRemaining() ? null : "a full";
    }

    private MemorySegment segmentOf(ByteBuffer direct) {
        if (direct != knownBuffer) {
            // from position 0 to the capacity, whatever its position and limit are at the moment
            knownSegment = MemorySegment.ofBuffer(direct.duplicate().clear());
            knownBuffer = direct;
        }
        return knownSegment;
    }
}
