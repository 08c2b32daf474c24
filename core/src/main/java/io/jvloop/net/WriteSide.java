// SPDX-License-Identifier: Apache-2.0
package io.jvloop.net;

import io.jvloop.WriteBufferLimits;
import io.jvloop.io.Completion;
import io.jvloop.io.Gather;
import io.jvloop.loop.FlushQueue;
import java.lang.foreign.MemorySegment;
import java.net.SocketException;
import java.nio.ByteBuffer;

/**
 * The outgoing half of a connection: takes bytes at once, and sends them when a callback or the turn ends.
 *
 * <p>Small writes are gathered in chunks, so that what one callback writes in pieces leaves in one system call. Large ones
 * go to the kernel at once, behind what waits, and only what it does not take is copied. When the kernel is full nothing
 * is tried before it says that there is room.
 */
final class WriteSide implements FlushQueue.Flushable, Completion {
    /** From here on sending without a copy is worth a system call of its own. */
    private static final int LARGE = Chunk.BYTES;

    /** What is gathered leaves at the latest when it is this much. */
    private static final int GATHERED_MAX = 16 * Chunk.BYTES;

    private static final int WARN_FROM_DROPPED = 5;

    private final SocketTransport transport;
    private final NetContext context;
    private final ChunkQueue queue;
    private WriteBufferLimits limits = WriteBufferLimits.DEFAULT;

    /** The kernel was full, and has been asked to say when it is not. */
    private boolean full;

    /** What waits will be sent when the callback or the turn ends. */
    private boolean flushScheduled;

    private boolean flushing;
    private boolean protocolPaused;
    private boolean eofAsked;
    private boolean eofSent;
    private boolean dropping;
    private int dropped;

    WriteSide(SocketTransport transport) {
        this.transport = transport;
        this.context = transport.context;
        this.queue = new ChunkQueue(context.chunks());
    }

    // ---- what the transport asks for

    long size() {
        return queue.size();
    }

    /** Whether there is something to do before the connection may be closed. */
    boolean hasWork() {
        return !queue.isEmpty() || (eofAsked && !eofSent);
    }

    void write(ByteBuffer data) {
        checkNotEnded();
        if (dropping || !transport.isOpen()) {
            drop(data);
            return;
        }
        if (!data.hasRemaining()) {
            return;
        }
        if (data.remaining() >= LARGE && !full) {
            sendAtOnce(data);
        }
        take(data);
        taken();
    }

    void write(ByteBuffer[] data) {
        checkNotEnded();
        if (dropping || !transport.isOpen()) {
            drop(data);
            return;
        }
        long bytes = 0;
        for (ByteBuffer buffer : data) {
            bytes += buffer.remaining();
        }
        if (bytes >= LARGE && !full) {
            sendAtOnce(data);
        }
        try {
            for (ByteBuffer buffer : data) {
                take(buffer);
            }
        } finally {
            taken(); // what stands before one that cannot be used
        }
    }

    private void checkNotEnded() {
        if (eofAsked) {
            throw new IllegalStateException("write() after writeEof()");
        }
    }

    /** These bytes of one call go nowhere: said once, by a protocol that does not stop. */
    private void drop(ByteBuffer... data) {
        for (ByteBuffer buffer : data) {
            buffer.position(buffer.limit());
        }
        if (++dropped == WARN_FROM_DROPPED) {
            context.errors()
                    .warn("write() on a connection that is closing or lost, again and again: the bytes are"
                            + " dropped (" + transport + ")");
        }
    }

    private void take(ByteBuffer data) {
        while (data.hasRemaining() && !dropping) {
            if (full) {
                queue.append(data);
            } else {
                queue.append(data, (int) Math.max(0, GATHERED_MAX - queue.size()));
                if (queue.size() >= GATHERED_MAX) {
                    flush();
                }
            }
        }
        data.position(data.limit());
    }

    /** After bytes were taken: sees to it that they leave, and that the protocol knows if they cannot. */
    private void taken() {
        if (dropping || queue.isEmpty()) {
            return;
        }
        flushIfHigh();
        if (queue.size() > context.limits().writeBufferMax()) {
            transport.fail(new SocketException("more than " + context.limits().writeBufferMax()
                    + " bytes wait to be sent, the limit writeBufferMax"));
            return;
        }
        scheduleFlush();
        pauseIfHigh();
    }

    void writeEof() {
        if (!eofAsked && transport.isOpen()) {
            eofAsked = true;
            scheduleFlush();
        }
    }

    /** Drops what has not been sent; nothing is taken from now on. */
    void drop() {
        dropping = true;
        queue.clear();
    }

    /** One more send of what the kernel has not refused yet. */
    void lastTry() {
        if (!full && !queue.isEmpty()) {
            var _ = send();
        }
    }

    // ---- when bytes leave

    private void scheduleFlush() {
        if (!flushScheduled && !full) {
            flushScheduled = true;
            if (!transport.isInCallback() || flushing) {
                context.flushes().add(this);
            }
        }
    }

    /** A callback of the protocol has returned. */
    void callbackEnded() {
        if (flushScheduled && !flushing) {
            context.flushes().addOwn(this);
        }
    }

    @Override
    public void flush() {
        flushScheduled = false;
        if (dropping || full) {
            return;
        }
        boolean outermost = !flushing;
        flushing = true;
        while (!queue.isEmpty() && !full && !dropping) {
            int failure = send();
            if (failure < 0) {
                failed(failure);
            }
        }
        if (queue.isEmpty() && !dropping) {
            sendEof();
        }
        resumeIfLow();
        if (outermost) {
            flushing = false;
        }
        if (!hasWork()) {
            transport.allSent();
        }
    }

    /** One send: 0, or a failure. Notes when the kernel is full. */
    private int send() {
        int sent;
        long wanted;
        if (queue.isOneChunk()) {
            Chunk chunk = queue.first();
            wanted = chunk.length();
            sent = transport.stream.send(chunk.memory.segment(), chunk.start, chunk.length());
        } else {
            Gather slices = context.gather();
            queue.addTo(slices);
            wanted = slices.bytes();
            sent = transport.stream.send(slices);
            slices.clear();
        }
        if (sent < 0) {
            return sent;
        }
        queue.drop(sent);
        sent(sent, wanted);
        return 0;
    }

    /** Sends from the caller's own memory, behind what waits; moves the position over what the kernel took. */
    private void sendAtOnce(ByteBuffer data) {
        if (!queue.isEmpty()) {
            flush();
        }
        if (full || dropping || !data.isDirect()) {
            return; // what lies on the heap is copied to where the kernel can read it, by the chunk
        }
        int wanted = data.remaining();
        MemorySegment memory = MemorySegment.ofBuffer(data);
        if (!Direct.isUsable(memory)) {
            return; // copying it throws what any use of it throws
        }
        int sent = transport.stream.send(memory, 0, wanted);
        if (sent < 0) {
            failed(sent);
        } else {
            data.position(data.position() + sent);
            sent(sent, wanted);
        }
    }

    /** As {@link #sendAtOnce(ByteBuffer)}, from all of them in one system call. */
    private void sendAtOnce(ByteBuffer[] data) {
        if (!queue.isEmpty()) {
            flush();
        }
        if (full || dropping) {
            return;
        }
        CallerBuffers buffers = new CallerBuffers(context.chunks(), context.gather(), data);
        if (buffers.bytes() == 0) {
            return; // none that can be used: copying the first one throws
        }
        int sent = transport.stream.send(buffers.slices());
        long wanted = buffers.bytes();
        buffers.release(Math.max(sent, 0));
        if (sent < 0) {
            failed(sent);
        } else {
            sent(sent, wanted);
        }
    }

    private void sent(int count, long wanted) {
        if (count > 0) {
            context.counters().bytesSent += count;
            context.probe().sent(transport, count);
        }
        if (count < wanted) {
            full = true;
            try {
                transport.stream.awaitWritable(this);
            } catch (IllegalStateException refused) {
                dropping = true;
                transport.lose(refused);
            }
        }
    }

    /** The kernel has room again, or will say what is wrong. */
    @Override
    public void completed(int result) {
        full = false;
        if (!dropping) {
            flush();
        }
    }

    private void sendEof() {
        if (eofAsked && !eofSent) {
            eofSent = true;
            int result = transport.stream.shutdownOutput();
            if (result < 0) {
                failed(result);
            }
        }
    }

    private void failed(int result) {
        dropping = true;
        transport.fail(NetErrors.failed("write", result));
    }

    // ---- flow control

    WriteBufferLimits limits() {
        return limits;
    }

    void setLimits(WriteBufferLimits newLimits) {
        limits = newLimits;
        flushIfHigh();
        pauseIfHigh();
        resumeIfLow();
    }

    /** The kernel may take them: then there is nothing to complain about. */
    private void flushIfHigh() {
        if (queue.size() > limits.high() && !full) {
            flush();
        }
    }

    private void pauseIfHigh() {
        if (!protocolPaused && queue.size() > limits.high() && !dropping) {
            protocolPaused = true;
            transport.callbackStarted();
            try {
                transport.currentProtocol().pauseWriting();
            } catch (Throwable failure) {
                transport.callbackFailed("pauseWriting", failure);
            } finally {
                transport.callbackEnded();
            }
        }
    }

    private void resumeIfLow() {
        if (protocolPaused && queue.size() <= limits.low() && !dropping) {
            protocolPaused = false;
            transport.callbackStarted();
            try {
                transport.currentProtocol().resumeWriting();
            } catch (Throwable failure) {
                transport.callbackFailed("resumeWriting", failure);
            } finally {
                transport.callbackEnded();
            }
        }
    }
}
