// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Listening sockets and the connections that came in through them (asyncio's {@code Server} with the additions of
 * Python 3.13).
 *
 * <p>Thread: the loop's; every method but {@link #loop} throws {@link IllegalStateException} on another one.
 */
public interface Server extends AutoCloseable {
    /** Where it listens, one address for each socket, with the real port where 0 was asked for. Empty once closed. */
    List<SocketAddress> addresses();

    /** Whether it accepts connections. */
    boolean isServing();

    /**
     * Starts to accept connections, if {@link ServerOptions#startServing} said not to. Does nothing when it does.
     *
     * @throws IllegalStateException when the server is closed
     */
    void startServing();

    /**
     * Starts to accept connections and stays incomplete for as long as the server lives. {@link #close} cancels it;
     * cancelling it closes the server.
     *
     * @throws IllegalStateException when it was called already, or the server is closed
     */
    LoopFuture<Void> serveForever();

    /** How many of its connections are not lost yet: those that are open, and those that are closing. */
    int connectionCount();

    /** Stops listening, at once. Connections live on. Idempotent. */
    @Override
    void close();

    /** Calls {@link Transport#close} on every connection. */
    void closeClients();

    /** Calls {@link Transport#abort} on every connection. */
    void abortClients();

    /**
     * Completes once the server is closed and all its connections are gone; at once when they are already. Closes nothing;
     * cancelling it changes nothing.
     */
    LoopFuture<Void> waitClosed();

    /**
     * The orderly end: stops listening, lets the open connections end by themselves, and aborts those that have not
     * when the time is over.
     *
     * @param deadline how long to wait at most; zero or less is no time at all
     * @return completes when all connections are gone, with the number of those that had to be aborted. Cancelling it gives up
     *     the deadline: connections that are open stay open
     */
    LoopFuture<Integer> shutdown(Duration deadline);

    /** The loop that it lives on. */
    EventLoop loop();
}
