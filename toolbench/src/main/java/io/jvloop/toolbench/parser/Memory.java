// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.parser;

import java.nio.ByteBuffer;

/** Where the bytes of a buffer are. */
public enum Memory {
    /** In an array. */
    HEAP("heap"),
    /** Outside of the heap. */
    DIRECT("direct"),
    /** In an array that cannot be had. */
    READ_ONLY("read-only");

    private final String title;

    Memory(String title) {
        this.title = title;
    }

    /** A buffer with these bytes. */
    public ByteBuffer of(byte[] bytes) {
        return switch (this) {
            case HEAP -> ByteBuffer.wrap(bytes);
            case DIRECT -> ByteBuffer.allocateDirect(bytes.length).put(bytes);
            case READ_ONLY -> ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        };
    }

    @Override
    public String toString() {
        return title;
    }
}
