// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A connection as its protocol sees it: bytes go out through it, and it is closed through it (asyncio's {@code
 * Transport}). The loop makes it; {@link BaseProtocol#connectionMade} hands it over.
 *
 * <p>Thread: the loop's; every method but {@link #loop} throws {@link IllegalStateException} on another one.
 *
 * <h2>Writing</h2>
 *
 * <p>{@link #write(ByteBuffer)} never blocks and never writes less than all. When it returns it has taken every byte:
 * the buffer's position is at its limit and the buffer belongs to the caller again, to be changed at will. That holds
 * always, also when the bytes can only be thrown away because the connection is closing or lost: asyncio drops them
 * silently and so does jvloop, with one warning in the log, at the fifth such write.
 *
 * <p>What is written inside one of this connection's own callbacks leaves when that callback returns, in one system
 * call; what is written elsewhere leaves at the end of the loop's turn. A large direct buffer (16 KiB or more) leaves at
 * once, without a copy; a heap buffer is copied, and leaves at once only from 256 KiB that wait on.
 */
public interface Transport {
    /**
     * Sends all remaining bytes, in the order of the calls. Nothing happens for an empty buffer.
     *
     * @throws IllegalStateException after {@link #writeEof}; when the arena of the buffer's memory is closed, which is also how
     *     a view that {@link Protocol#dataReceived} was handed ends in debug mode. The connection is as it was before
     * @throws WrongThreadException when that arena is confined to another thread
     */
    void write(ByteBuffer data);

    /**
     * Sends all remaining bytes of all buffers, as if by {@link #write(ByteBuffer)} for each, with as few system calls
     * and copies as possible (gathering write; asyncio's {@code writelines}).
     *
     * @throws IllegalStateException as there; what stands before that buffer is sent
     * @throws WrongThreadException as there
     */
    void write(ByteBuffer[] data);

    /**
     * Ends the outgoing stream once everything written has left (half close). Reading goes on. Does nothing when it was
     * called before, or when the connection is closing.
     */
    void writeEof();

    /** Whether {@link #writeEof} works on this kind of transport. */
    boolean canWriteEof();

    /**
     * Stops reading, sends what was written, then closes: {@link BaseProtocol#connectionLost} follows, with null, in a
     * later turn. Does nothing when the connection is closing already. A peer that does not read can keep it from
     * ending: see {@link #abort}.
     */
    void close();

    /**
     * Closes without sending what the kernel has not taken yet. {@link BaseProtocol#connectionLost} follows, with null,
     * in a later turn; no data does.
     */
    void abort();

    /** Whether {@link #close} or {@link #abort} was called, or the connection is lost. */
    boolean isClosing();

    /**
     * Keeps data from being handed over until {@link #resumeReading}; the other side is slowed down in the end. May be
     * called at any time and any number of times.
     */
    void pauseReading();

    /** Undoes {@link #pauseReading}. May be called at any time and any number of times. */
    void resumeReading();

    /** Whether data is handed over as it comes: neither paused, nor closing, nor at the end of the stream. */
    boolean isReading();

    /** Bytes written that the kernel has not taken yet. */
    long writeBufferSize();

    /**
     * Bytes that the kernel has taken and the other side's has not (SIOCOUTQ, tcp(7) and unix(7)): what becomes less, together with
     * {@link #writeBufferSize}, shows that the other side reads, also when the kernel says only much later that it takes more. -1 on
     * backends whose kernel does not say (NIO), and after the close. Costs a system call.
     */
    default long kernelBufferSize() {
        return -1;
    }

    /** The limits in force. */
    WriteBufferLimits writeBufferLimits();

    /** Sets the limits of flow control, which may call the protocol's {@code pauseWriting} or {@code resumeWriting}. */
    void setWriteBufferLimits(WriteBufferLimits limits);

    /** Who is told about this connection. */
    BaseProtocol protocol();

    /**
     * Tells another protocol from now on; its {@code connectionMade} is not called. A change between {@link Protocol}
     * and {@link BufferedProtocol} is fine, also from inside a callback of the old one; a buffer that {@link
     * BufferedProtocol#getBuffer} returns after the change is not used.
     *
     * @throws IllegalArgumentException when it is neither of the two
     */
    void setProtocol(BaseProtocol protocol);

    /** This side's address, an {@link java.net.InetSocketAddress} or a {@link UnixAddress}; survives the close. */
    @Nullable
    SocketAddress localAddress();

    /** The other side's address; survives the close. Null when the other side was gone before it could be asked. */
    @Nullable
    SocketAddress remoteAddress();

    /**
     * The value of a socket option: those of {@link java.net.StandardSocketOptions} that fit the socket.
     *
     * @throws UnsupportedOperationException where this socket or backend has no such option
     * @throws IllegalStateException when the connection is closed
     */
    <T> @Nullable T option(SocketOption<T> option);

    /**
     * Sets a socket option.
     *
     * @throws IllegalArgumentException when the option cannot have this value
     * @throws UnsupportedOperationException where this socket or backend has no such option
     * @throws IllegalStateException when the connection is closed
     */
    <T> void setOption(SocketOption<T> option, T value);

    /**
     * The descriptor's number, for looking only: closing it, or reading from it, breaks the loop. Empty on backends
     * without descriptors and after the close.
     */
    OptionalInt descriptor();

    /** The loop that it lives on. */
    EventLoop loop();
}
