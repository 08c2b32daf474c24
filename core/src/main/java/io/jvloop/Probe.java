// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

import org.jspecify.annotations.Nullable;

/**
 * Watches a loop from inside: called on its thread, at the moment it happens. What it throws is reported to the
 * exception handler and otherwise ignored. A loop without one ({@link #NONE}) pays nothing for it.
 */
public interface Probe {
    /** Sees nothing. */
    Probe NONE = new Probe() {};

    /**
     * The loop is about to ask the kernel.
     *
     * @param timeoutNanos how long it will wait at most; 0 not at all, negative for ever
     */
    default void pollStarted(long timeoutNanos) {}

    /** The kernel has answered and the protocols have been told. */
    default void pollEnded() {}

    /** A connection stands and its protocol is about to be told; server is null on the connecting side. */
    default void connectionMade(Transport transport, @Nullable Server server) {}

    /** A connection is gone and its protocol is about to be told. */
    default void connectionLost(Transport transport, @Nullable Throwable cause) {}

    /** Bytes arrived and the protocol is about to be told. */
    default void received(Transport transport, int bytes) {}

    /** The kernel took bytes. */
    default void sent(Transport transport, long bytes) {}

    /** Something is being reported to the exception handler. */
    default void failed(ExceptionContext context) {}
}
