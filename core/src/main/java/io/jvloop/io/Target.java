// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io;

import java.lang.foreign.MemorySegment;

/** Where the next bytes shall go: native memory, an offset and at least one byte of room. Filled in anew each time. */
public final class Target {
    private MemorySegment memory = MemorySegment.NULL;
    private long offset;
    private int length;

    /** Says where. */
    public Target set(MemorySegment newMemory, long newOffset, int newLength) {
        memory = newMemory;
        offset = newOffset;
        length = newLength;
        return this;
    }

    /** The memory. */
    public MemorySegment memory() {
        return memory;
    }

    /** Where in the memory. */
    public long offset() {
        return offset;
    }

    /** How much at most. */
    public int length() {
        return length;
    }
}
