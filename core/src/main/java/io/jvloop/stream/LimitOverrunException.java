// SPDX-License-Identifier: Apache-2.0
package io.jvloop.stream;

import java.io.IOException;

/** No separator came within the limit of the stream (asyncio's {@code LimitOverrunError}). */
public final class LimitOverrunException extends IOException {
    private static final long serialVersionUID = 1;

    private final int consumed;

    LimitOverrunException(String message, int consumed) {
        super(message);
        this.consumed = consumed;
    }

    /** How many of the bytes that come next belong to no separator. */
    public int consumed() {
        return consumed;
    }
}
