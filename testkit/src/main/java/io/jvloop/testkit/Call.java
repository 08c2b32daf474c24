// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit;

/** The callbacks of a protocol. */
public enum Call {
    /** {@link io.jvloop.BaseProtocol#connectionMade}. */
    CONNECTION_MADE,
    /** {@link io.jvloop.Protocol#dataReceived}. */
    DATA_RECEIVED,
    /** {@link io.jvloop.BufferedProtocol#getBuffer}. */
    GET_BUFFER,
    /** {@link io.jvloop.BufferedProtocol#bufferUpdated}. */
    BUFFER_UPDATED,
    /** {@link io.jvloop.Protocol#eofReceived}, and that of {@link io.jvloop.BufferedProtocol}. */
    EOF_RECEIVED,
    /** {@link io.jvloop.BaseProtocol#pauseWriting}. */
    PAUSE_WRITING,
    /** {@link io.jvloop.BaseProtocol#resumeWriting}. */
    RESUME_WRITING,
    /** {@link io.jvloop.BaseProtocol#connectionLost}. */
    CONNECTION_LOST
}
