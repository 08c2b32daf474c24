// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit;

import io.jvloop.BaseProtocol;
import io.jvloop.BufferedProtocol;
import io.jvloop.Callback;
import io.jvloop.EventLoop;
import io.jvloop.ExceptionContext;
import io.jvloop.Protocol;
import io.jvloop.Transport;
import io.jvloop.WriteBufferLimits;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A transport that is not there: for a test of a protocol without sockets. The test is the other side; it hands over
 * bytes and looks at what the protocol has written.
 *
 * {@snippet :
 * try (ManualClock clock = new ManualClock()) {
 *     var transport = FakeTransport.connect(clock.loop(), new Greeter());
 *     transport.receive("Ada\r\n");
 *     assertEquals("Hello, Ada\r\n", transport.takeWrittenText());
 * }
 * }
 *
 * <p>It keeps what {@link Transport} promises: the order of callbacks, flow control, what happens after a close. {@code
 * connectionLost} comes in a later turn of the loop, so let it run ({@link ManualClock#advance}). What a callback throws
 * goes to the loop's exception handler and ends the connection, as it would on a real one.
 *
 * <p>Thread: the loop's.
 */
public final class FakeTransport implements Transport {
    private static final int SIZE_HINT = 64 * 1024;
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

    private final EventLoop loop;
    private final Map<SocketOption<?>, Object> options = new HashMap<>();
    private final ArrayDeque<ByteBuffer> kept = new ArrayDeque<>();
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private BaseProtocol protocol;
    private WriteBufferLimits limits = WriteBufferLimits.DEFAULT;
    private SocketAddress localAddress = new InetSocketAddress(HERE, 1);
    private SocketAddress remoteAddress = new InetSocketAddress(HERE, 2);
    private @Nullable Throwable cause;
    private boolean peerReads = true;
    private boolean readingPaused;
    private boolean writingPaused;
    private boolean eofWritten;
    private boolean eofReceived;
    private boolean eofKept;
    private boolean closing;
    private boolean ended;
    private boolean lost;
    private boolean aborted;

    private FakeTransport(EventLoop loop, BaseProtocol protocol) {
        this.loop = loop;
        this.protocol = checked(protocol);
    }

    /** One that the protocol has just been connected to: its {@code connectionMade} has run. */
    public static FakeTransport connect(EventLoop loop, BaseProtocol protocol) {
        FakeTransport transport = new FakeTransport(loop, protocol);
        transport.checkInLoop();
        transport.call("connectionMade", () -> protocol.connectionMade(transport));
        return transport;
    }

    private static BaseProtocol checked(BaseProtocol protocol) {
        if (!(protocol instanceof Protocol || protocol instanceof BufferedProtocol)) {
            throw new IllegalArgumentException(protocol + " is neither a Protocol nor a BufferedProtocol");
        }
        return protocol;
    }

    private void checkInLoop() {
        if (!loop.inLoop()) {
            throw new IllegalStateException("called on " + Thread.currentThread() + ", which is not the loop's thread");
        }
    }

    // ---- the other side, in the hands of the test

    /**
     * These bytes arrive, in one piece. While the protocol has paused reading they wait.
     *
     * @throws IllegalStateException after {@link #receiveEof}; when the connection is closing, nobody hears them
     */
    public void receive(byte[] bytes) {
        checkInLoop();
        if (eofReceived || eofKept) {
            throw new IllegalStateException("the test has ended this direction already");
        }
        if (!closing && bytes.length > 0) {
            kept.add(ByteBuffer.wrap(bytes.clone()));
            deliver();
        }
    }

    /** This text arrives, as UTF-8. */
    public void receive(String text) {
        receive(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The other side ends its direction; behind what waits. */
    public void receiveEof() {
        checkInLoop();
        eofKept = true;
        deliver();
    }

    /** The connection breaks: {@code connectionLost} with this cause follows. */
    public void lose(Throwable reason) {
        checkInLoop();
        end(reason);
    }

    /** The other side does not read from now on: what is written waits, and the protocol is paused in the end. */
    public void stopPeerReading() {
        checkInLoop();
        peerReads = false;
    }

    /** The other side reads again, all there is. */
    public void resumePeerReading() {
        checkInLoop();
        peerReads = true;
        flush();
    }

    /** All that the other side has got so far. */
    public byte[] written() {
        checkInLoop();
        return written.toByteArray();
    }

    /** All that the other side has got so far, as UTF-8. */
    public String writtenText() {
        checkInLoop();
        return written.toString(StandardCharsets.UTF_8);
    }

    /** What the other side has got since this was last called. */
    public byte[] takeWritten() {
        byte[] bytes = written();
        written.reset();
        return bytes;
    }

    /** What the other side has got since this was last called, as UTF-8. */
    public String takeWrittenText() {
        return new String(takeWritten(), StandardCharsets.UTF_8);
    }

    /** Whether the other side has seen the end of the stream. */
    public boolean isEofWritten() {
        checkInLoop();
        return (eofWritten || ended) && waiting.size() == 0;
    }

    /** Whether the protocol was told that writing is paused. */
    public boolean isWritingPaused() {
        checkInLoop();
        return writingPaused;
    }

    /** Whether {@code connectionLost} has run. */
    public boolean isLost() {
        checkInLoop();
        return lost;
    }

    /** Whether it was aborted: by {@link #abort}, by {@link #lose}, or by what a callback threw. */
    public boolean isAborted() {
        checkInLoop();
        return aborted;
    }

    /** Whose addresses it has; {@code 127.0.0.1:1} and {@code 127.0.0.1:2} if this is not called. */
    public void setAddresses(SocketAddress local, SocketAddress remote) {
        checkInLoop();
        localAddress = local;
        remoteAddress = remote;
    }

    // ---- into the protocol

    /** False when it has thrown. */
    private boolean call(String callback, Callback action) {
        try {
            action.run();
            return true;
        } catch (Throwable failure) {
            loop.callExceptionHandler(ExceptionContext.of("Fatal error: protocol." + callback + "() failed", failure)
                    .withTransport(this)
                    .withProtocol(protocol));
            end(failure);
            return false;
        }
    }

    private void deliver() {
        while (!kept.isEmpty() && isOpenForReading()) {
            ByteBuffer next = kept.element();
            if (protocol instanceof BufferedProtocol buffered) {
                fill(buffered, next);
            } else {
                kept.remove();
                call(
                        "dataReceived",
                        () -> ((Protocol) protocol).dataReceived(next.slice().asReadOnlyBuffer()));
            }
        }
        if (kept.isEmpty() && eofKept && !eofReceived && isOpenForReading()) {
            deliverEof();
        }
    }

    private boolean isOpenForReading() {
        return !readingPaused && !closing;
    }

    private void fill(BufferedProtocol buffered, ByteBuffer next) {
        ByteBuffer[] given = new ByteBuffer[1];
        boolean usable = call("getBuffer", () -> {
            given[0] = buffered.getBuffer(SIZE_HINT);
            if (given[0] == null || given[0].isReadOnly() || !given[0].hasRemaining()) {
                throw new IllegalStateException("getBuffer() returned no buffer, or a full or read-only one");
            }
        });
        if (usable && isOpenForReading() && protocol == buffered) {
            int count = Math.min(given[0].remaining(), next.remaining());
            given[0].put(next.slice(next.position(), count));
            next.position(next.position() + count);
            if (!next.hasRemaining()) {
                kept.remove();
            }
            call("bufferUpdated", () -> buffered.bufferUpdated(count));
        }
    }

    private void deliverEof() {
        eofReceived = true;
        boolean[] staysOpen = new boolean[1];
        call(
                "eofReceived",
                () -> staysOpen[0] = protocol instanceof BufferedProtocol buffered
                        ? buffered.eofReceived()
                        : ((Protocol) protocol).eofReceived());
        if (!staysOpen[0]) {
            close();
        }
    }

    // ---- writing

    @Override
    public void write(ByteBuffer data) {
        checkInLoop();
        if (eofWritten) {
            throw new IllegalStateException("write() after writeEof()");
        }
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        if (!closing) {
            waiting.writeBytes(bytes);
            flush();
        }
    }

    @Override
    public void write(ByteBuffer[] data) {
        for (ByteBuffer buffer : data) {
            write(buffer);
        }
    }

    /** What waits leaves, if the other side reads; and the protocol hears what that means. */
    private void flush() {
        if (peerReads) {
            written.writeBytes(waiting.toByteArray());
            waiting.reset();
        }
        tellProtocol();
        if (closing && waiting.size() == 0) {
            finish();
        }
    }

    private void tellProtocol() {
        if (ended) {
            return;
        }
        if (!writingPaused && waiting.size() > limits.high()) {
            writingPaused = true;
            call("pauseWriting", protocol::pauseWriting);
        } else if (writingPaused && waiting.size() <= limits.low()) {
            writingPaused = false;
            call("resumeWriting", protocol::resumeWriting);
        }
    }

    @Override
    public void writeEof() {
        checkInLoop();
        if (!closing) {
            eofWritten = true;
        }
    }

    @Override
    public boolean canWriteEof() {
        return true;
    }

    @Override
    public long writeBufferSize() {
        checkInLoop();
        return waiting.size();
    }

    @Override
    public WriteBufferLimits writeBufferLimits() {
        checkInLoop();
        return limits;
    }

    @Override
    public void setWriteBufferLimits(WriteBufferLimits newLimits) {
        checkInLoop();
        limits = newLimits;
        tellProtocol();
    }

    // ---- reading

    @Override
    public void pauseReading() {
        checkInLoop();
        readingPaused = true;
    }

    @Override
    public void resumeReading() {
        checkInLoop();
        if (readingPaused) {
            readingPaused = false;
            if (!kept.isEmpty() || eofKept) {
                loop.callSoon(this::deliver);
            }
        }
    }

    @Override
    public boolean isReading() {
        checkInLoop();
        return !readingPaused && !closing && !eofReceived;
    }

    // ---- ending

    @Override
    public void close() {
        checkInLoop();
        if (!closing) {
            closing = true;
            kept.clear();
            flush();
        }
    }

    @Override
    public void abort() {
        checkInLoop();
        end(null);
    }

    private void end(@Nullable Throwable reason) {
        if (!ended) {
            closing = true;
            aborted = true;
            cause = reason;
            waiting.reset();
            kept.clear();
            finish();
        }
    }

    private void finish() {
        if (!ended) {
            ended = true;
            loop.callSoon(this::tellLost);
        }
    }

    private void tellLost() {
        lost = true;
        call("connectionLost", () -> protocol.connectionLost(cause));
    }

    @Override
    public boolean isClosing() {
        checkInLoop();
        return closing;
    }

    // ---- about it

    @Override
    public BaseProtocol protocol() {
        checkInLoop();
        return protocol;
    }

    @Override
    public void setProtocol(BaseProtocol newProtocol) {
        checkInLoop();
        protocol = checked(newProtocol);
    }

    @Override
    public SocketAddress localAddress() {
        checkInLoop();
        return localAddress;
    }

    @Override
    public SocketAddress remoteAddress() {
        checkInLoop();
        return remoteAddress;
    }

    /** What was set; null if nothing was. */
    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable T option(SocketOption<T> option) {
        checkInLoop();
        return (T) options.get(option);
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) {
        checkInLoop();
        options.put(option, value);
    }

    /** Empty. */
    @Override
    public OptionalInt descriptor() {
        return OptionalInt.empty();
    }

    @Override
    public EventLoop loop() {
        return loop;
    }
}
