// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.nio;

import io.jvloop.io.Memory;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Segments as buffers: those that were seen lately are remembered, so that the loop's own memory makes no garbage. */
final class NioBuffers {
    private static final int REMEMBERED = 16;

    /** Somebody's larger memory is not kept alive by having been sent once. */
    private static final int REMEMBERED_BYTES_MAX = 64 * 1024;

    private final Memory own;
    private final @Nullable MemorySegment[] segments = new @Nullable MemorySegment[REMEMBERED];
    private final @Nullable ByteBuffer[] buffers = new @Nullable ByteBuffer[REMEMBERED];
    private int next;

    /** With the backend's memory, which is a buffer already. */
    NioBuffers(Memory own) {
        this.own = own;
    }

    ByteBuffer of(MemorySegment memory, long offset, int length) {
        MemorySegment ours = own.segment();
        if (memory.byteSize() == ours.byteSize() && memory.equals(ours)) {
            return own.buffer().limit((int) offset + length).position((int) offset);
        }
        if (memory.byteSize() > REMEMBERED_BYTES_MAX) {
            return memory.asSlice(offset, length).asByteBuffer();
        }
        ByteBuffer buffer = remembered(memory);
        return buffer.limit((int) offset + length).position((int) offset);
    }

    private ByteBuffer remembered(MemorySegment memory) {
        for (int i = 0; i < REMEMBERED; i++) {
            ByteBuffer known = buffers[i];
            MemorySegment segment = segments[i];
            if (known != null && segment != null && isSame(segment, memory)) {
                return known;
            }
        }
        ByteBuffer made = memory.asByteBuffer();
        segments[next] = memory;
        buffers[next] = made;
        next = (next + 1) % REMEMBERED;
        return made;
    }

    /** Segments are equal when they begin at the same place: however long they are, read-only or not, and freed or not. */
    private static boolean isSame(MemorySegment known, MemorySegment memory) {
        return known.equals(memory)
                && known.byteSize() == memory.byteSize()
                && known.isReadOnly() == memory.isReadOnly()
                && known.scope().equals(memory.scope());
    }
}
