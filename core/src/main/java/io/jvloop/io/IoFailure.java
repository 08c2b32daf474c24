// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io;

import org.jspecify.annotations.Nullable;

/** An opening call has failed. Carries the number, see {@link Result}; whoever shows it to people makes the message. */
public final class IoFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final int result;

    /** With this result, below 0. */
    public IoFailure(int result) {
        this(result, null);
    }

    /** The same, with what the JDK has said. */
    public IoFailure(int result, @Nullable Throwable cause) {
        super(Result.describe(result), cause, false, false);
        this.result = result;
    }

    /** The number. */
    public int result() {
        return result;
    }
}
