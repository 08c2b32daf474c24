// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** A piece of native memory, as a segment for the kernel and as buffers for Java: made once and used for long. */
public final class Memory {
    private final MemorySegment segment;
    private final ByteBuffer buffer;
    private final ByteBuffer readOnly;

    /** Of this native segment, which must not be longer than a buffer can be. */
    public Memory(MemorySegment segment) {
        this.segment = segment;
        this.buffer = segment.asByteBuffer();
        this.readOnly = buffer.asReadOnlyBuffer();
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

    /** A part of it that nobody can write to, nor look beyond. */
    public ByteBuffer view(int offset, int length) {
        return readOnly.slice(offset, length);
    }
}
