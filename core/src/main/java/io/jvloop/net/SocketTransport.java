// SPDX-License-Identifier: Apache-2.0
package io.jvloop.net;

import io.jvloop.BaseProtocol;
import io.jvloop.BufferedProtocol;
import io.jvloop.EventLoop;
import io.jvloop.ExceptionContext;
import io.jvloop.Protocol;
import io.jvloop.Transport;
import io.jvloop.WriteBufferLimits;
import io.jvloop.io.IoError;
import io.jvloop.io.IoFailure;
import io.jvloop.io.IoStream;
import io.jvloop.io.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One connection: its life, and the way into its protocol. Bytes come in through {@link ReadSide} and go out through
 * {@link WriteSide}.
 *
 * <pre>
 * OPEN -----> CLOSING    by close()
 * OPEN -----> CLOSED     by abort(), by a failure
 * CLOSING --> CLOSED     when all is sent; by abort(), by a failure
 * CLOSED ---> LOST       when the kernel has let go
 * </pre>
 *
 * <p>connectionLost is called on the way to LOST, once, whatever happened before; with the first cause.
 */
public final class SocketTransport implements Transport {
    private enum State {
        OPEN,
        CLOSING,
        CLOSED,
        LOST
    }

    final NetContext context;
    final IoStream stream;
    private final @Nullable SocketServer server;
    private final @Nullable Throwable origin;
    private final ReadSide reading;
    private final WriteSide writing;
    private BaseProtocol protocol;
    private State state = State.OPEN;
    private boolean announced;
    private @Nullable Throwable cause;
    private int callbackDepth;
    private @Nullable SocketAddress localAddress;
    private final @Nullable SocketAddress remoteAddress;

    SocketTransport(NetContext context, IoStream stream, BaseProtocol protocol, @Nullable SocketServer server) {
        this.context = context;
        this.stream = stream;
        this.protocol = checked(protocol);
        this.server = server;
        this.origin = context.scheduler().debugging().origin("transport");
        this.remoteAddress = stream.remoteAddress();
        this.reading = new ReadSide(this);
        this.writing = new WriteSide(this);
        context.open().transports().add(this);
        if (server != null) {
            server.attach(this);
        }
    }

    /** Whether the loop knows how to talk to this. */
    static BaseProtocol checked(@Nullable BaseProtocol protocol) {
        if (protocol instanceof Protocol || protocol instanceof BufferedProtocol || protocol instanceof RawProtocol) {
            return protocol;
        }
        throw new IllegalArgumentException("a protocol must be a Protocol or a BufferedProtocol, not "
                + (protocol == null ? "null" : protocol.getClass().getName()));
    }

    /** As {@link #start}; a connection that the kernel will not watch is lost. */
    void startOrLose() {
        try {
            start();
        } catch (IllegalStateException refused) {
            lose(refused);
        }
    }

    /** Ends it because the kernel will not watch it: epoll, when it has no memory or watches as much as it may. */
    void lose(IllegalStateException refused) {
        fail(new IOException("the connection cannot be watched", refused));
    }

    /** Tells the protocol that the connection stands, then reads. Throws when the kernel will not watch it. */
    void start() {
        context.probe().connectionMade(this, server);
        announced = true;
        callbackStarted();
        try {
            protocol.connectionMade(this);
        } catch (Throwable failure) {
            callbackFailed("connectionMade", failure);
        } finally {
            callbackEnded();
        }
        reading.start();
    }

    // ---- into the protocol

    /** Every callback of the protocol is between this and {@link #callbackEnded}. */
    void callbackStarted() {
        callbackDepth++;
        context.scheduler().debugging().started(protocol);
    }

    /** What the callback wrote leaves now. */
    void callbackEnded() {
        context.scheduler().debugging().ended();
        if (--callbackDepth == 0) {
            writing.callbackEnded();
        }
    }

    boolean isInCallback() {
        return callbackDepth > 0;
    }

    /** What a protocol does not catch ends its connection, and no other. */
    void callbackFailed(String callback, Throwable failure) {
        report(callback, failure);
        fail(failure);
    }

    private void report(String callback, Throwable failure) {
        context.errors()
                .report(ExceptionContext.of("Fatal error: protocol." + callback + "() failed", failure)
                        .withTransport(this)
                        .withProtocol(protocol)
                        .withServer(server)
                        .withOrigin(origin));
    }

    // ---- ending

    @Override
    public void close() {
        checkInLoop();
        if (state == State.OPEN) {
            state = State.CLOSING;
            reading.close();
            if (!writing.hasWork()) {
                finish();
            }
        }
    }

    /** Everything that was written has left. */
    void allSent() {
        if (state == State.CLOSING) {
            finish();
        }
    }

    @Override
    public void abort() {
        checkInLoop();
        if (isOpenOrClosing()) {
            writing.lastTry(); // drops only what the kernel refuses
        }
        end(null);
    }

    /** Ends it because of this. Only the first cause counts. */
    void fail(Throwable failure) {
        end(failure);
    }

    private void end(@Nullable Throwable failure) {
        if (isOpenOrClosing()) {
            cause = failure;
            stream.shutdown(); // the other side shall know at once, whatever the kernel still holds
            finish();
        }
    }

    private boolean isOpenOrClosing() {
        return state == State.OPEN || state == State.CLOSING;
    }

    private void finish() {
        state = State.CLOSED;
        var _ = localAddress(); // survives the close
        reading.close();
        writing.drop();
        stream.close(_ -> lost());
    }

    private void lost() {
        state = State.LOST;
        context.open().transports().remove(this);
        context.counters().lost++;
        context.probe().connectionLost(this, cause);
        if (announced) {
            callbackStarted();
            try {
                protocol.connectionLost(cause);
            } catch (Throwable failure) {
                report("connectionLost", failure);
            } finally {
                callbackEnded();
            }
        }
        if (server != null) {
            server.detach(this);
        }
    }

    @Override
    public boolean isClosing() {
        checkInLoop();
        return state != State.OPEN;
    }

    // ---- writing

    @Override
    public void write(ByteBuffer data) {
        checkInLoop();
        writing.write(data);
    }

    @Override
    public void write(ByteBuffer[] data) {
        checkInLoop();
        writing.write(data);
    }

    @Override
    public void writeEof() {
        checkInLoop();
        writing.writeEof();
    }

    @Override
    public boolean canWriteEof() {
        checkInLoop();
        return true;
    }

    @Override
    public long writeBufferSize() {
        checkInLoop();
        return writing.size();
    }

    @Override
    public long kernelBufferSize() {
        checkInLoop();
        return isOpenOrClosing() ? Math.max(stream.queuedBytes(), -1) : -1;
    }

    @Override
    public WriteBufferLimits writeBufferLimits() {
        checkInLoop();
        return writing.limits();
    }

    @Override
    public void setWriteBufferLimits(WriteBufferLimits limits) {
        checkInLoop();
        writing.setLimits(Objects.requireNonNull(limits));
    }

    // ---- reading

    @Override
    public void pauseReading() {
        checkInLoop();
        reading.pause();
    }

    @Override
    public void resumeReading() {
        checkInLoop();
        reading.resume();
    }

    @Override
    public boolean isReading() {
        checkInLoop();
        return state == State.OPEN && reading.isReading();
    }

    boolean isOpen() {
        return state == State.OPEN;
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
        reading.protocolChanged();
    }

    /** As {@link #protocol()}, for the two sides. */
    BaseProtocol currentProtocol() {
        return protocol;
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        checkInLoop();
        if (localAddress == null && state != State.LOST) {
            localAddress = stream.localAddress();
        }
        return localAddress;
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        checkInLoop();
        return remoteAddress;
    }

    @Override
    public <T> @Nullable T option(SocketOption<T> option) {
        checkNotClosed();
        try {
            return stream.option(option);
        } catch (IoFailure failure) {
            throw refused(option, failure);
        }
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) {
        checkNotClosed();
        try {
            stream.setOption(option, value);
        } catch (IoFailure failure) {
            throw refused(option, failure);
        }
    }

    private static RuntimeException refused(SocketOption<?> option, IoFailure failure) {
        return Result.error(failure.result()) == IoError.UNSUPPORTED
                ? new UnsupportedOperationException("this socket has no option " + option.name(), failure)
                : new UncheckedIOException(NetErrors.failed(option.name(), failure.result()));
    }

    private void checkNotClosed() {
        checkInLoop();
        if (!isOpenOrClosing()) {
            throw new IllegalStateException("closed: " + this);
        }
    }

    @Override
    public OptionalInt descriptor() {
        checkInLoop();
        return isOpenOrClosing() ? stream.descriptor() : OptionalInt.empty();
    }

    @Override
    public EventLoop loop() {
        return context.loop();
    }

    /** In debug mode: where it was made. */
    public @Nullable Throwable origin() {
        return origin;
    }

    private void checkInLoop() {
        context.scheduler().ownership().check();
    }

    @Override
    public String toString() {
        boolean known =
                localAddress != null || (state == State.OPEN && context.loop().inLoop());
        return "SocketTransport[" + state + ", from " + (known ? NetErrors.text(localAddress()) : "?") + " to "
                + NetErrors.text(remoteAddress) + "]";
    }
}
