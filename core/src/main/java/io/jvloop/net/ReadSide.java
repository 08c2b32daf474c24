// SPDX-License-Identifier: Apache-2.0
package io.jvloop.net;

import io.jvloop.BaseProtocol;
import io.jvloop.BufferedProtocol;
import io.jvloop.ExceptionContext;
import io.jvloop.Protocol;
import io.jvloop.io.Memory;
import io.jvloop.io.ReceiveMode;
import io.jvloop.io.Receiver;
import io.jvloop.io.Target;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The incoming half of a connection: hands bytes to the protocol, whichever kind it is, or keeps them while it has paused.
 *
 * <p>Bytes are kept only if the kernel had taken them off the socket already when the protocol paused (see {@link
 * io.jvloop.io.Io}, late bytes), and are handed over before the kernel is asked for more.
 */
final class ReadSide implements Receiver {
    private static final int SIZE_HINT = 64 * 1024;

    private final SocketTransport transport;
    private final NetContext context;
    private boolean paused;
    private boolean started;
    private boolean closed;

    /** Whether the kernel has been asked for bytes. */
    private boolean receiving;

    /** Bytes that came after the protocol had paused; null until there are any for the first time. */
    private @Nullable ChunkQueue kept;

    /** Tells the protocol that the stream, or the connection, has ended: to be run after the kept bytes were handed over. */
    private @Nullable Runnable ending;

    /** Whether {@link #deliverKept} will be called in a later turn. */
    private boolean deliveryScheduled;

    private boolean ended;

    /** The memory of a {@link BufferedProtocol}; null until one is served for the first time. */
    private @Nullable OwnMemory ownMemory;

    ReadSide(SocketTransport transport) {
        this.transport = transport;
        this.context = transport.context;
    }

    // ---- what the transport asks for

    /**
     * Begins to read.
     *
     * @throws IllegalStateException when the kernel will not watch the connection
     */
    void start() {
        started = true;
        arm();
    }

    void pause() {
        paused = true;
        disarm();
    }

    void resume() {
        if (paused) {
            paused = false;
            armOrLose();
        }
    }

    boolean isPaused() {
        return paused;
    }

    boolean isReading() {
        return !paused && !ended && ending == null;
    }

    /** Ends reading: nothing is handed over to the protocol from now on. */
    void close() {
        if (!closed) {
            closed = true;
            disarm();
            releaseOwnMemory();
            ending = null;
            if (kept != null) {
                kept.clear();
            }
        }
    }

    void protocolChanged() {
        if (receiving) {
            disarm();
            armOrLose();
        }
    }

    private void armOrLose() {
        try {
            arm();
        } catch (IllegalStateException refused) {
            transport.lose(refused);
        }
    }

    /** Asks for bytes if they may be handed over: first those that are kept, then the kernel's. */
    private void arm() {
        if (!started || paused || closed || ended || receiving) {
            return;
        }
        if (hasKept() || ending != null) {
            scheduleDelivery();
        } else {
            receiving = true;
            boolean own = transport.currentProtocol() instanceof BufferedProtocol;
            transport.stream.startReceiving(this, own ? ReceiveMode.OWN_MEMORY : ReceiveMode.BACKEND_MEMORY);
        }
    }

    private void disarm() {
        if (receiving) {
            receiving = false;
            transport.stream.stopReceiving();
        }
    }

    // ---- what the kernel delivers

    @Override
    public void received(Memory memory, int offset, int length) {
        if (closed) {
            return;
        }
        if (!receiving || hasKept() || transport.currentProtocol() instanceof BufferedProtocol) {
            keep(memory, offset, length);
        } else {
            handOver(memory, offset, length);
        }
    }

    @Override
    public @Nullable Target target() {
        if (!(transport.currentProtocol() instanceof BufferedProtocol protocol)) {
            throw new AssertionError("a receive into memory of a protocol that has none");
        }
        return ownMemory().target(protocol);
    }

    @Override
    public void receivedIntoTarget(int length) {
        ownMemory().received(length);
    }

    @Override
    public void receivedEof() {
        receivingEnded(this::handOverEof);
    }

    @Override
    public void receiveFailed(int result) {
        receivingEnded(() -> transport.fail(NetErrors.failed("read", result)));
    }

    private void receivingEnded(Runnable how) {
        receiving = false;
        releaseOwnMemory();
        if (closed) {
            return;
        }
        if (paused || hasKept()) {
            ending = how;
        } else {
            ended = true;
            how.run();
        }
    }

    // ---- what is kept

    private boolean hasKept() {
        return kept != null && !kept.isEmpty();
    }

    private void keep(Memory memory, int offset, int length) {
        if (kept == null) {
            kept = new ChunkQueue(context.chunks());
        }
        kept.append(memory, offset, length);
        disarm(); // bytes that come later must not overtake the kept ones
        if (!paused) {
            scheduleDelivery();
        }
    }

    private void scheduleDelivery() {
        if (!deliveryScheduled) {
            deliveryScheduled = true;
            context.scheduler().callSoonInternally(this::deliverKept);
        }
    }

    private void deliverKept() {
        deliveryScheduled = false;
        while (hasKept() && !paused && !closed) {
            if (transport.currentProtocol() instanceof BufferedProtocol protocol) {
                int copied = ownMemory().copy(protocol, kept().first());
                if (copied > 0) { // otherwise the protocol has paused, ended its connection, or set another protocol
                    kept().drop(copied);
                    ownMemory().updated(copied);
                }
            } else {
                Chunk taken = kept().takeFirst();
                handOver(taken.memory, taken.start, taken.length());
                context.chunks().giveBack(taken); // not earlier: the protocol may look at the chunk until it returns
            }
        }
        if (!hasKept() && ending != null && !paused && !closed) {
            Runnable how = ending;
            ending = null;
            ended = true;
            how.run();
        }
        armOrLose();
    }

    private ChunkQueue kept() {
        if (kept == null) {
            throw new AssertionError("nothing kept");
        }
        return kept;
    }

    // ---- into the protocol

    private void handOver(Memory memory, int offset, int length) {
        context.counters().bytesReceived += length;
        context.probe().received(transport, length);
        if (context.scheduler().debugging().isOn()) {
            handOverDying(memory, offset, length);
        } else {
            call(memory, offset, length);
        }
    }

    private void call(Memory memory, int offset, int length) {
        transport.callbackStarted();
        try {
            BaseProtocol protocol = transport.currentProtocol();
            if (protocol instanceof Protocol plain) {
                plain.dataReceived(memory.view(offset, length));
            } else {
                ((RawProtocol) protocol).received(memory, offset, length);
            }
        } catch (Throwable failure) {
            boolean plain = transport.currentProtocol() instanceof Protocol;
            transport.callbackFailed(plain ? "dataReceived" : "received", failure);
        } finally {
            transport.callbackEnded();
        }
    }

    /** In debug mode: hands over a copy whose memory is freed after the callback, so that late use throws. */
    private void handOverDying(Memory memory, int offset, int length) {
        try (Arena callback = Arena.ofShared()) {
            MemorySegment copy = callback.allocate(length);
            MemorySegment.copy(memory.segment(), offset, copy, 0, length);
            call(new Memory(copy), 0, length);
        } catch (IllegalStateException inUse) { // the arena stays open: memory is not taken away from a system call
            context.errors()
                    .report(ExceptionContext.of(
                                    "A view of dataReceived() was in use on another thread when it returned", inUse)
                            .withTransport(transport)
                            .withProtocol(transport.currentProtocol()));
        }
    }

    private void handOverEof() {
        boolean stayOpen = false;
        transport.callbackStarted();
        try {
            BaseProtocol protocol = transport.currentProtocol();
            stayOpen = switch (protocol) {
                case RawProtocol raw -> raw.eofReceived();
                case BufferedProtocol buffered -> buffered.eofReceived();
                default -> ((Protocol) protocol).eofReceived();
            };
        } catch (Throwable failure) {
            transport.callbackFailed("eofReceived", failure);
        } finally {
            transport.callbackEnded();
        }
        if (!stayOpen) {
            transport.close();
        }
    }

    private void releaseOwnMemory() {
        if (ownMemory != null) {
            ownMemory.release();
        }
    }

    private OwnMemory ownMemory() {
        if (ownMemory == null) {
            ownMemory = new OwnMemory(this, transport, SIZE_HINT);
        }
        return ownMemory;
    }
}
