// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io;

/** Is told of accepted connections. */
public interface Acceptor {
    /** One connection. It is the acceptor's to close. */
    void accepted(IoStream stream);

    /**
     * Accepting has ended with this failure; the listener is still open. {@link IoError#OUT_OF_DESCRIPTORS} and {@link
     * IoError#OUT_OF_MEMORY} leave the connection in the backlog.
     */
    void acceptFailed(int result);
}
