// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io;

import org.jspecify.annotations.Nullable;

/** Is told what a stream receives. {@link Io} has the rules. */
public interface Receiver {
    /** At least one byte, in memory that is the backend's again when this returns. */
    void received(Memory memory, int offset, int length);

    /**
     * In mode {@link ReceiveMode#OWN_MEMORY}: there is something to read; where shall it go? Null for nowhere, when the
     * receiver has just stopped receiving or closed the stream.
     */
    @Nullable
    Target target();

    /** At least one byte, in the memory that {@link #target} named. */
    void receivedIntoTarget(int length);

    /** The other side has ended its direction; receiving has ended. */
    void receivedEof();

    /** Receiving has ended with this failure. */
    void receiveFailed(int result);
}
