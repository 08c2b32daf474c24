// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

import org.jspecify.annotations.Nullable;

/**
 * What all protocols have in common: the life of a connection, and flow control. Implement {@link Protocol} or {@link
 * BufferedProtocol}, not this one alone.
 *
 * <p>For each connection the loop calls {@link #connectionMade} once, then what data there is, then {@link
 * #connectionLost} exactly once. {@link #pauseWriting} and {@link #resumeWriting} come in pairs between the two. All of
 * it happens on the loop's thread, one call at a time.
 *
 * <p>Every method may throw anything, {@code StackOverflowError} included. What is thrown goes to the loop's exception
 * handler, and the connection is aborted; other connections do not notice. {@link #connectionLost} is the exception:
 * there is nothing left to abort.
 */
public interface BaseProtocol {
    /**
     * The connection stands. Reading starts after this returns.
     *
     * @param transport the way to the other side, the same one until {@link #connectionLost}
     */
    default void connectionMade(Transport transport) throws Exception {}

    /**
     * The connection is gone and its descriptor closed. Nothing follows.
     *
     * @param cause null after {@link Transport#close}, {@link Transport#abort} or an end of stream from the other side;
     *     otherwise the first thing that went wrong: a {@link java.io.IOException} of the network (see {@link
     *     SystemError} for its number), or what one of the protocol's own callbacks threw
     */
    default void connectionLost(@Nullable Throwable cause) throws Exception {}

    /**
     * More bytes wait to be sent than the high limit of {@link Transport#setWriteBufferLimits}: stop writing. Called
     * once for each crossing, from inside {@link Transport#write}.
     */
    default void pauseWriting() throws Exception {}

    /** At most as many bytes as the low limit are waiting again: go on writing. */
    default void resumeWriting() throws Exception {}
}
