// SPDX-License-Identifier: Apache-2.0
package io.jvloop.net;

import io.jvloop.io.Gather;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The buffers of one gathering write, as the kernel can read them: direct ones as they are, others copied. Only those before the first
 * one that cannot be used.
 */
final class CallerBuffers {
    private final ChunkPool pool;
    private final Gather slices;
    private final ByteBuffer[] data;

    /** How many bytes of each are among the slices. */
    private final int[] added;

    private final List<Chunk> copies = new ArrayList<>();

    CallerBuffers(ChunkPool pool, Gather slices, ByteBuffer[] data) {
        this.pool = pool;
        this.slices = slices;
        this.data = data;
        this.added = new int[data.length];
        for (int i = 0; i < data.length && !slices.isFull(); i++) {
            int before = data[i].remaining();
            if (before > 0 && !add(data[i])) {
                return;
            }
            added[i] = before - data[i].remaining();
        }
    }

    /**
     * As much of it as there is room for; its position moves over that, so that a buffer which comes twice has no more. False when
     * it cannot be used.
     */
    private boolean add(ByteBuffer buffer) {
        if (buffer.isDirect()) {
            MemorySegment memory = MemorySegment.ofBuffer(buffer);
            if (!Direct.isUsable(memory)) {
                return false;
            }
            slices.add(memory, 0, buffer.remaining());
            buffer.position(buffer.limit());
            return true;
        }
        while (buffer.hasRemaining() && !slices.isFull()) {
            Chunk copy = pool.take();
            copies.add(copy);
            copy.fill(buffer);
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

    /** Has done with it: the kernel took this many bytes, and the buffers' positions are behind them. */
    void release(int taken) {
        long left = bytes() - taken;
        for (int i = data.length - 1; left > 0; i--) {
            int back = (int) Math.min(left, added[i]);
            data[i].position(data[i].position() - back);
            left -= back;
        }
        slices.clear();
        copies.forEach(pool::giveBack);
    }
}
