// SPDX-License-Identifier: Apache-2.0
package io.jvloop.net;

import io.jvloop.io.Gather;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The buffers of one gathering write, as the kernel can read them: direct ones as they are, others copied. */
final class CallerBuffers {
    private final ChunkPool pool;
    private final Gather slices;
    private final ByteBuffer[] data;
    private final List<Chunk> copies = new ArrayList<>();

    CallerBuffers(ChunkPool pool, Gather slices, ByteBuffer[] data) {
        this.pool = pool;
        this.slices = slices;
        this.data = data;
        for (ByteBuffer buffer : data) {
            if (!add(buffer)) {
                break;
            }
        }
    }

    /** False when there is no room for all of it. */
    private boolean add(ByteBuffer buffer) {
        if (buffer.isDirect()) {
            return !buffer.hasRemaining() || slices.add(MemorySegment.ofBuffer(buffer), 0, buffer.remaining());
        }
        ByteBuffer rest = buffer.duplicate();
        while (rest.hasRemaining()) {
            if (slices.isFull()) {
                return false;
            }
            Chunk copy = pool.take();
            copies.add(copy);
            copy.fill(rest);
            slices.add(copy.memory.segment(), 0, copy.length());
        }
        return true;
    }

    Gather slices() {
        return slices;
    }

    long bytes() {
        return slices.bytes();
    }

    /** Has done with it: the kernel took this many bytes, and the buffers' positions move over them. */
    void release(int taken) {
        int left = taken;
        for (ByteBuffer buffer : data) {
            int count = Math.min(left, buffer.remaining());
            buffer.position(buffer.position() + count);
            left -= count;
        }
        slices.clear();
        copies.forEach(pool::giveBack);
    }
}
