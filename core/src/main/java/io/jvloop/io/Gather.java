// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io;

import java.lang.foreign.MemorySegment;

/** Several pieces of memory, in order, for one send. Reused. */
public final class Gather {
    private final MemorySegment[] memories;
    private final long[] offsets;
    private final int[] lengths;
    private int count;
    private long bytes;

    /** With room for this many. */
    public Gather(int capacity) {
        memories = new MemorySegment[capacity];
        offsets = new long[capacity];
        lengths = new int[capacity];
    }

    /** Empties it. */
    public void clear() {
        java.util.Arrays.fill(memories, 0, count, null); // whose they are is not ours to keep alive
        count = 0;
        bytes = 0;
    }

    /** Adds a piece of native memory; false when it is full. */
    public boolean add(MemorySegment memory, long offset, int length) {
        if (isFull()) {
            return false;
        }
        memories[count] = memory;
        offsets[count] = offset;
        lengths[count] = length;
        count++;
        bytes += length;
        return true;
    }

    /** Whether it can take no more. */
    public boolean isFull() {
        return count == memories.length;
    }

    /** How many pieces it holds. */
    public int count() {
        return count;
    }

    /** How many bytes they have together. */
    public long bytes() {
        return bytes;
    }

    /** The memory of a piece. */
    public MemorySegment memory(int index) {
        return memories[index];
    }

    /** Where in its memory a piece begins. */
    public long offset(int index) {
        return offsets[index];
    }

    /** How long a piece is. */
    public int length(int index) {
        return lengths[index];
    }
}
