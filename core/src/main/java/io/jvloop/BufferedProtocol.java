// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

import java.nio.ByteBuffer;

/**
 * A protocol that has what arrives put into memory of its own (asyncio's {@code BufferedProtocol}). With a direct
 * buffer nothing is copied and nothing allocated for a message; a heap buffer costs one copy.
 */
public interface BufferedProtocol extends BaseProtocol {
    /**
     * Where to put what has just arrived.
     *
     * @param sizeHint bytes that would be a good size; any other is allowed
     * @return a writable buffer with at least one byte {@linkplain ByteBuffer#remaining remaining}: bytes go to its
     *     position, as {@link java.nio.channels.ReadableByteChannel#read} puts them. It belongs to the loop until {@link
     *     #bufferUpdated}, {@link #eofReceived} or {@link #connectionLost} is called. A full, read-only or missing buffer,
     *     and one whose arena is closed or belongs to another thread, aborts the connection with an {@link
     *     IllegalStateException}
     */
    ByteBuffer getBuffer(int sizeHint) throws Exception;

    /**
     * Bytes were put into the buffer that {@link #getBuffer} returned last; its position has moved behind them.
     *
     * @param count how many, at least one
     */
    void bufferUpdated(int count) throws Exception;

    /**
     * The other side ended its stream: {@link Protocol#eofReceived}.
     *
     * @return as there
     */
    default boolean eofReceived() throws Exception {
        return false;
    }
}
