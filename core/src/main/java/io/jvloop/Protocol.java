// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

import java.nio.ByteBuffer;

/** A protocol that is handed what arrives, in memory of the loop's choice (asyncio's {@code Protocol}). */
public interface Protocol extends BaseProtocol {
    /**
     * Some bytes arrived: at least one, and cut wherever the network cut them.
     *
     * @param data read-only, position 0, <b>valid only until this method returns</b>: the memory is used again for what
     *     comes next, from whichever connection. Copy what shall stay. Passing it to {@link Transport#write}, of
     *     this or another connection, is fine. In debug mode a later use throws {@link IllegalStateException},
     *     and a use by another thread that lasts longer is reported.
     */
    void dataReceived(ByteBuffer data) throws Exception;

    /**
     * The other side ended its stream (half close); it may still read. Called at most once.
     *
     * @return false to have the transport closed once everything written has left; true to keep it open for writing,
     *     until {@link Transport#close}
     */
    default boolean eofReceived() throws Exception {
        return false;
    }
}
