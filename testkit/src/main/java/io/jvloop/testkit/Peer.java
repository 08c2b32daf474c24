// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The other side of a connection, in the hands of a test: not on the loop, but a socket of its own, as in another process.
 *
 * <p>What it is told to do happens while the {@link Rig} runs the loop. It reads all the time, unless {@link #pauseReading}
 * was called.
 *
 * <p>Thread: the test's.
 */
public interface Peer {
    /** Sends these bytes, after those of earlier calls, as fast as the kernel takes them. */
    void send(byte[] bytes);

    /** Sends this text, as UTF-8. */
    default void send(String text) {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** How many bytes the kernel has not taken yet. */
    long unsent();

    /** Does not read from now on: the kernel's memory fills up, and in the end the loop's side has to wait. */
    void pauseReading();

    /** Reads again. */
    void resumeReading();

    /** All bytes that have come so far. */
    byte[] received();

    /** All bytes that have come so far, as UTF-8. */
    default String receivedText() {
        return new String(received(), StandardCharsets.UTF_8);
    }

    /** How many bytes have come so far. */
    long receivedCount();

    /** Whether the connection stands, or stood. */
    boolean isConnected();

    /** Whether the loop's side has ended its direction. */
    boolean isEof();

    /** What went wrong, such as a reset by the loop's side; null if nothing has. */
    @Nullable
    String failure();

    /** Whether nothing more will come: after an end, a failure or a close. */
    default boolean isEnded() {
        return isEof() || failure() != null || isClosed();
    }

    /** Ends the direction towards the loop, once everything has been sent; goes on reading. */
    void shutdownOutput();

    /** Closes now. What has not been sent is dropped. */
    void close();

    /**
     * Closes now, for the other side to see a reset. UNIX sockets know none: there it is a close, which Linux tells the
     * loop's side as a reset when something that it sent was not read.
     */
    void reset();

    /** Whether it was closed or reset by the test. */
    boolean isClosed();

    /** Its own address, an {@link java.net.InetSocketAddress} or a {@link io.jvloop.UnixAddress}. */
    @Nullable
    SocketAddress localAddress();

    /** The address of the loop's side. */
    @Nullable
    SocketAddress remoteAddress();
}
