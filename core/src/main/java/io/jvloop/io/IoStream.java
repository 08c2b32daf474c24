// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io;

import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A connected stream socket. {@link Io} has the rules. */
public interface IoStream {
    // ---- receiving, streaming

    /**
     * Delivers what arrives to this receiver, until {@link #stopReceiving}, the end of the stream, or a failure. When it is
     * called while an earlier stop has not taken effect, both are in order, and no byte is lost.
     *
     * @throws IllegalStateException when it is receiving already
     */
    void startReceiving(Receiver receiver, ReceiveMode mode);

    /** Stops delivering. Does nothing when it has stopped. See {@link Io}, late bytes. */
    void stopReceiving();

    // ---- receiving, once

    /**
     * Receives once into the caller's memory: completes with a count, 0 at the end of the stream, or a failure.
     *
     * @throws IllegalStateException when it is receiving already, in whichever way
     */
    void receive(MemorySegment memory, long offset, int length, Completion received);

    /** Asks for the operation of {@link #receive} back: it completes all the same, CANCELLED if nothing came. */
    void cancelReceive();

    // ---- sending

    /**
     * Sends now what the kernel takes.
     *
     * @return how many bytes it took, 0 when it is full, or a failure
     */
    int send(MemorySegment memory, long offset, int length);

    /** As {@link #send(MemorySegment, long, int)}, from several places in one system call. */
    int send(Gather slices);

    /**
     * Completes once, with 0, when the kernel would take bytes again or sending would tell what is wrong.
     *
     * @throws IllegalStateException when it was asked for and has not completed
     */
    void awaitWritable(Completion writable);

    /**
     * Sends once from memory that is handed over until the completion: a count, which may be less than all, or a failure.
     *
     * @throws IllegalStateException when the previous one has not completed
     */
    void send(MemorySegment memory, long offset, int length, Completion sent);

    /** Asks for the operation of {@link #send(MemorySegment, long, int, Completion)} back: it completes all the same. */
    void cancelSend();

    /** How many bytes it has taken that the other side has not got yet; negative when it does not say, and after the close. */
    default int queuedBytes() {
        return -1;
    }

    // ---- ending

    /** Ends the outgoing direction: 0 or a failure. */
    int shutdownOutput();

    /** Ends both directions at once, for the other side to see, whatever is outstanding. A close follows. */
    void shutdown();

    /**
     * The descriptor is left alone from now on, also by {@link #shutdown} and {@link #close}: it is somebody else's again.
     * Of an adopted stream whose first operation could not be started; a close follows.
     */
    default void disown() {
        throw new UnsupportedOperationException("only what was adopted can be disowned");
    }

    /** Gives it back; {@code closed} is called, with 0, when that is done. May be called once. */
    void close(Completion closed);

    // ---- about it

    /** This side's address. Not after the close. */
    @Nullable
    SocketAddress localAddress();

    /** The other side's address; null when it is gone already. Not after the close. */
    @Nullable
    SocketAddress remoteAddress();

    /**
     * The value of a socket option.
     *
     * @throws UnsupportedOperationException where there is no such option
     */
    <T> @Nullable T option(SocketOption<T> option) throws IoFailure;

    /**
     * Sets a socket option.
     *
     * @throws UnsupportedOperationException where there is no such option
     */
    <T> void setOption(SocketOption<T> option, T value) throws IoFailure;

    /** Its number, where there is one. */
    OptionalInt descriptor();
}
