// SPDX-License-Identifier: Apache-2.0
package io.jvloop.net;

import io.jvloop.BaseProtocol;
import io.jvloop.io.Memory;

/**
 * What is told where its bytes are, rather than given a buffer of them: for parts of the loop that take them at once, and
 * make no garbage. {@link io.jvloop.Protocol} is the same for everybody else.
 *
 * <p>Thread: the loop's.
 */
public interface RawProtocol extends BaseProtocol {
    /** At least one byte has come. The memory is valid until this returns; nobody writes to it. */
    void received(Memory memory, int offset, int length) throws Exception;

    /**
     * The other side will not send any more.
     *
     * @return whether the connection stays open for writing
     */
    boolean eofReceived() throws Exception;
}
