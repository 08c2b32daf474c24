// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.rig;

import io.jvloop.testkit.Peer;
import io.jvloop.testkit.SocketKind;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * All that is not the loop under test: the other processes on its machine.
 *
 * <p>Thread: the test's.
 */
public interface World extends AutoCloseable {
    /** Somebody who listens. */
    interface Listener extends AutoCloseable {
        /** Where. */
        SocketAddress address();

        /** The next one who has connected, or null. */
        @Nullable
        Peer accept();

        /** Listens no longer. */
        @Override
        void close();
    }

    /** Has somebody listen. */
    Listener listen(SocketKind kind) throws IOException;

    /** Has somebody connect. */
    Peer connect(SocketAddress address) throws IOException;

    /** An address of this kind on which nobody listens, and which stays so: for a port, likely. */
    SocketAddress unusedAddress(SocketKind kind) throws IOException;

    /** Does what everybody has been told to do, as far as it can be done now; whether that was anything. */
    boolean work();

    /** Ends everybody. */
    @Override
    void close();
}
