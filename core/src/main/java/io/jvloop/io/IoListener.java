// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io;

import java.net.SocketAddress;

/** A socket that listens. {@link Io} has the rules. */
public interface IoListener {
    /** Where it listens, with the real port. */
    SocketAddress address();

    /**
     * Accepts connections, streaming, until a failure. Then, or after the close, it may not, or may, be called again.
     *
     * @throws IllegalStateException when it is accepting already, or when the kernel will not watch it; then it may be
     *     called again
     */
    void accept(Acceptor acceptor);

    /** As {@link IoStream#disown}, of an adopted listener. */
    default void disown() {
        throw new UnsupportedOperationException("only what was adopted can be disowned");
    }

    /** Gives it back; {@code closed} is called, with 0, when that is done. May be called once. */
    void close(Completion closed);
}
