// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A piece of native memory, as a segment for the kernel and as buffers for Java: made once and used for long. */
public final class Memory {
    private final MemorySegment segment;
    private final ByteBuffer buffer;
    private final ByteBuffer readOnly;

    /** The view that was made last: messages are often of one size, and many come to the same place. */
    private ByteBuffer last;

    private int lastOffset;

    /** Of this native segment, which must not be longer than a buffer can be. */
    public Memory(MemorySegment segment) {
        this.segment = segment;
        this.buffer = segment.asByteBuffer();
        this.readOnly = buffer.asReadOnlyBuffer();
        this.last = readOnly.slice(0, 0);
    }

    /** New memory of this arena. */
    public static Memory allocate(Arena arena, long bytes) {
        return new Memory(arena.allocate(bytes, 64));
    }

    /** All of it. */
    public MemorySegment segment() {
        return segment;
    }

    /** All of it. Its position and limit are whoever's it is at the moment. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Copies a part of it into this array, from this index on. */
    public void copyTo(byte[] target, int index, int offset, int length) {
        readOnly.get(offset, target, index, length);
    }

    /** Copies a part of it to where that buffer is, and moves the buffer's position. */
    public void copyTo(ByteBuffer target, int offset, int length) {
        int position = target.position();
        target.put(position, readOnly, offset, length);
        target.position(position + length);
    }

    /**
     * A part of it that nobody can write to, nor look beyond; from position 0 on. May be the very buffer that was answered
     * before: who asks again is done with that.
     */
    public ByteBuffer view(int offset, int length) {
        if (lastOffset != offset || last.capacity() != length) {
            last = readOnly.slice(offset, length);
            lastOffset = offset;
        }
        return last.clear().order(ByteOrder.BIG_ENDIAN);
    }
}
