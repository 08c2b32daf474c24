// SPDX-License-Identifier: Apache-2.0
package io.jvloop.stream;

import io.jvloop.Transport;
import io.jvloop.carry.TaskThreads;
import io.jvloop.engine.Engine;
import io.jvloop.task.TaskGroupException;
import io.jvloop.task.WaitPoint;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The outgoing half of a connection, and the connection's end (asyncio's {@code StreamWriter}).
 *
 * <p>What {@code write} is given it has taken when it returns, or throws: the buffer is the caller's again. The bytes leave
 * together when the task waits for something, large ones at once. While more waits to be sent than the {@linkplain
 * io.jvloop.WriteBufferLimits limit of the transport}, {@code write} parks the task until the other side has taken it in: {@link
 * #drain} is never needed for that. When such a wait is cancelled the bytes are sent all the same. A task that never has to wait
 * lets others have their turn once in a while, and can be cancelled there in the same way.
 *
 * <p>When the connection is lost, {@code write} and {@link #drain} throw what it was lost for, or a {@link SocketException}; on
 * a closed stream, a {@link ClosedChannelException}.
 *
 * <p>Thread: the loop's. Several tasks may write; what one call writes stays together.
 */
public final class StreamWriter {
    /** The longest array that the writer of an idle connection may hold on to, in bytes. */
    private static final int WRAPPED_MAX = 4096;

    private final Transport transport;
    private final TaskThreads threads;
    private final List<WaitPoint> waiters = new ArrayList<>(0);
    private boolean paused;
    private boolean lost;

    /** Whether close() or abort() was called here before the connection was lost. */
    private boolean closedByUser;

    private @Nullable IOException failure;

    /** The last one that was made by {@link #again}. */
    private @Nullable IOException saidAgain;

    /** What calls throw on a connection that has ended without a failure: the same for all, so that it can be told from others. */
    private @Nullable IOException over;

    private @Nullable OutputView view;

    /** Around the array that was written last, unless that is large: it lives for as long as this does. */
    private ByteBuffer wrapped = ByteBuffer.allocate(0);

    StreamWriter(Transport transport) {
        this.transport = transport;
        this.threads = ((Engine) transport.loop()).taskThreads();
    }

    // ---- writing

    /**
     * Writes all remaining bytes.
     *
     * @throws IllegalStateException after {@link #writeEof}
     */
    public void write(ByteBuffer data) throws IOException {
        checkOpen();
        transport.write(data);
        drainIfHigh();
    }

    /** Writes all bytes. */
    public void write(byte[] data) throws IOException {
        write(data, 0, data.length);
    }

    /**
     * Writes these bytes.
     *
     * @throws IndexOutOfBoundsException when they are not within the array
     */
    public void write(byte[] data, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, data.length);
        write(wrap(data, offset, length));
    }

    private ByteBuffer wrap(byte[] data, int offset, int length) {
        if (data.length > WRAPPED_MAX) {
            return ByteBuffer.wrap(data, offset, length);
        }
        if (wrapped.array() != data) {
            wrapped = ByteBuffer.wrap(data);
        }
        return wrapped.clear().position(offset).limit(offset + length);
    }

    /** Writes all remaining bytes of all buffers, as one call (asyncio's {@code writelines}). */
    public void write(ByteBuffer... data) throws IOException {
        checkOpen();
        transport.write(data);
        drainIfHigh();
    }

    /** Writes text as UTF-8. */
    public void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Waits as {@code write} does behind its bytes, for a caller that has to wait before it hands them over: {@link OutputView}. */
    void waitForRoom() throws IOException {
        checkOpen();
        drainIfHigh();
        checkOpen(); // another task may have closed it
    }

    /** Writes all remaining bytes, and waits for nothing. */
    void take(ByteBuffer data) {
        transport.write(data);
    }

    /** Writes these bytes, and waits for nothing. */
    void take(byte[] data, int offset, int length) {
        transport.write(wrap(data, offset, length));
    }

    private void checkOpen() throws IOException {
        if (lost || transport.isClosing()) {
            throw over();
        }
    }

    private IOException over() {
        if (failure != null) {
            return failure;
        }
        if (over == null) {
            over = closedByUser ? new ClosedChannelException() : new SocketException("the connection is lost");
        }
        return over;
    }

    /**
     * The same in a new exception: what is thrown again by a close in a try-with-resources could not be suppressed by itself, and reader
     * and writer throw one and the same.
     */
    IOException again(IOException lost) {
        IOException again = switch (lost) {
            case ClosedChannelException _ -> new ClosedChannelException();
            case SocketException _ -> new SocketException(lost.getMessage());
            default -> new IOException(lost.getMessage());
        };
        again.initCause(lost);
        saidAgain = again;
        return again;
    }

    /** Whether this is the failure of the connection, also as lines() or a group throw it, rather than of the user's code. */
    boolean isFailureOfConnection(Throwable thrown) {
        @Nullable Throwable own = thrown instanceof UncheckedIOException wrapped ? wrapped.getCause() : thrown;
        if (own instanceof TaskGroupException group) {
            return group.failures().stream().allMatch(this::isFailureOfConnection);
        }
        if (own != null && own == saidAgain) {
            own = own.getCause();
        }
        return own != null && (own == failure || (own == over && !closedByUser));
    }

    private void drainIfHigh() throws IOException {
        if (paused && WaitPoint.isInTask()) {
            waitWhilePaused("write()");
        } else {
            yieldIfDue();
        }
    }

    /**
     * Waits until no more waits to be sent than the lower limit of the transport; not at all if it never was more than the
     * upper one. Many tasks may wait.
     */
    public void drain() throws IOException {
        StreamProtocol.checkInLoop(transport);
        if (paused && !lost) {
            waitWhilePaused("drain()");
        } else {
            yieldIfDue();
        }
        if (lost) {
            throw over();
        }
    }

    /** A call that has nothing to wait for lets others have their turn once in a while. */
    private void yieldIfDue() {
        if (threads.pass()) {
            WaitPoint.throwIfAsked();
        }
    }

    private void waitWhilePaused(String call) throws IOException {
        await(call, () -> !paused);
        if (lost) {
            throw over();
        }
    }

    /** Parks the task until this holds, or the connection is lost. Any number of tasks may wait, each at a point of its own. */
    private void await(String call, BooleanSupplier condition) {
        WaitPoint point = new WaitPoint(transport.loop(), this) {
            @Override
            protected boolean isOver() {
                return lost || condition.getAsBoolean();
            }
        };
        waiters.add(point);
        try {
            point.await(call);
        } finally {
            waiters.remove(point);
        }
    }

    // ---- ending

    /** Ends the outgoing stream once everything has left; reading goes on. */
    public void writeEof() {
        transport.writeEof();
    }

    /** Whether {@link #writeEof} works on this connection. */
    public boolean canWriteEof() {
        return transport.canWriteEof();
    }

    /** Closes the connection once everything written has left. May be called again. */
    public void close() {
        closedByUser |= !transport.isClosing();
        transport.close();
    }

    /** Closes the connection without sending what the kernel has not taken yet. */
    public void abort() {
        closedByUser |= !transport.isClosing();
        transport.abort();
    }

    /** Whether it was closed, here or by the other side. */
    public boolean isClosing() {
        return transport.isClosing();
    }

    /**
     * Waits until the connection is gone.
     *
     * @throws IOException what it was lost for, if it did not end in order
     */
    public void waitClosed() throws IOException {
        if (!lost) {
            await("waitClosed()", () -> lost);
        }
        if (failure != null) {
            throw failure;
        }
    }

    // ---- about the connection

    /** The connection: its addresses, options and limits (asyncio's {@code get_extra_info}). */
    public Transport transport() {
        return transport;
    }

    /**
     * The same as an output stream: flushing it does nothing; closing it closes the connection. It waits before it takes what it
     * is given, not behind that: a call that is cancelled has written nothing, and may be made again.
     */
    public OutputStream asOutputStream() {
        return view();
    }

    /** The same as a channel, which writes all that it is given, as the output stream does; closing it closes the connection. */
    public WritableByteChannel asChannel() {
        return view();
    }

    private OutputView view() {
        OutputView known = view;
        if (known == null) {
            known = new OutputView(this);
            view = known;
        }
        return known;
    }

    // ---- what the connection brings

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        wakeAll();
    }

    void lose(@Nullable IOException cause) {
        lost = true;
        failure = cause;
        wakeAll();
    }

    private void wakeAll() {
        if (!waiters.isEmpty()) {
            List.copyOf(waiters).forEach(WaitPoint::wake);
        }
    }

    @Override
    public String toString() {
        return "StreamWriter[" + transport + "]";
    }
}
