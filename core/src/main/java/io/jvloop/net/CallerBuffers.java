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
            add(data[i]);
            added[i] = before - data[i].remaining();
        }
    }

    /** As much of it as there is room for; its position moves over that, so that a buffer which comes twice has no more. */
    private void add(ByteBuffer buffer) {
        if (buffer.isDirect()) {
            if (buffer.hasRemaining() && slices.add(MemorySegment.ofBuffer(buffer), 0, buffer.remaining())) {
                buffer.position(buffer.limit());
            }
            return;
        }
        while (buffer.hasRemaining() && !slices.isFull()) {
            Chunk copy = pool.take();
            copies.add(copy);
            copy.fill(buffer);
            slices.add(copy.memory.segment(), 0, copy.length());
        }
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
