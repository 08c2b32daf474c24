// SPDX-License-Identifier: Apache-2.0
package io.jvloop.net;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the addresses of a name, off the loop. */
public interface Resolver extends AutoCloseable {
    /** Is told what was found. */
    @FunctionalInterface
    interface Found {
        /** The addresses, best first and at least one, or else the failure. */
        void accept(@Nullable List<InetAddress> addresses, @Nullable Throwable failure);
    }

    /**
     * Looks a name up. Thread: the loop's.
     *
     * @param host a name, not a numeric address
     * @param found is told once, on any thread
     */
    void resolve(String host, Found found);

    /** Forgets all questions. */
    @Override
    void close();
}
