// SPDX-License-Identifier: Apache-2.0
package io.jvloop.stream;

import java.io.EOFException;

/** The stream ended before all bytes had come that a call asked for (asyncio's {@code IncompleteReadError}). */
public final class IncompleteReadException extends EOFException {
    private static final long serialVersionUID = 1;

    private final byte[] partial;
    private final int expected;

    IncompleteReadException(byte[] partial, int expected) {
        super("the stream ended after " + partial.length + " bytes, before "
                + (expected < 0 ? "a separator" : expected + " bytes were read"));
        this.partial = partial;
        this.expected = expected;
    }

    /** The bytes that had come before the end; they count as read. */
    public byte[] partial() {
        return partial.clone();
    }

    /** How many bytes the call asked for; -1 when it asked for a separator. */
    public int expected() {
        return expected;
    }
}
