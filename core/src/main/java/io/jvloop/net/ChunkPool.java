// SPDX-License-Identifier: Apache-2.0
package io.jvloop.net;

import io.jvloop.io.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Memory for bytes that wait: to be sent, or to be read by a protocol that has paused. An idle connection holds none.
 *
 * <p>It comes in slabs of chunks. The chunk that was given back last is handed out first, as the processor has it at
 * hand. A slab all of whose chunks are back is freed when enough others are.
 *
 * <p>Thread: the loop's. Memory: shared, because a loop may be made on one thread and run on another.
 */
public final class ChunkPool implements AutoCloseable {
    private static final int CHUNKS_PER_SLAB = 64;
    private static final int SLABS_KEPT = 4;

    private final List<Slab> slabs = new ArrayList<>();
    private @Nullable Chunk free;
    private int wholeSlabs;
    private int used;

    static final class Slab {
        private final Arena arena = Arena.ofShared();
        private int freeChunks = CHUNKS_PER_SLAB;
    }

    Chunk take() {
        Chunk chunk = free;
        if (chunk == null) {
            chunk = addSlab();
        }
        free = chunk.next;
        chunk.next = null;
        if (chunk.slab.freeChunks-- == CHUNKS_PER_SLAB) {
            wholeSlabs--;
        }
        used++;
        return chunk;
    }

    void giveBack(Chunk chunk) {
        chunk.start = 0;
        chunk.end = 0;
        chunk.next = free;
        free = chunk;
        used--;
        if (++chunk.slab.freeChunks == CHUNKS_PER_SLAB && ++wholeSlabs > SLABS_KEPT) {
            drop(chunk.slab);
        }
    }

    private Chunk addSlab() {
        Slab slab = new Slab();
        MemorySegment memory = slab.arena.allocate((long) CHUNKS_PER_SLAB * Chunk.BYTES, 4096);
        Chunk first = null;
        for (int i = 0; i < CHUNKS_PER_SLAB; i++) {
            Chunk chunk = new Chunk(new Memory(memory.asSlice((long) i * Chunk.BYTES, Chunk.BYTES)), slab);
            chunk.next = first;
            first = chunk;
        }
        slabs.add(slab);
        wholeSlabs++;
        if (first == null) {
            throw new AssertionError("a slab without chunks");
        }
        return first;
    }

    private void drop(Slab slab) {
        Chunk kept = null;
        for (Chunk next = free; next != null; ) {
            Chunk chunk = next;
            next = chunk.next;
            if (chunk.slab != slab) {
                chunk.next = kept;
                kept = chunk;
            }
        }
        free = kept;
        wholeSlabs--;
        slabs.remove(slab);
        slab.arena.close();
    }

    /** Chunks that are in use. */
    public int used() {
        return used;
    }

    /** Bytes that it has from the system. */
    public long bytes() {
        return (long) slabs.size() * CHUNKS_PER_SLAB * Chunk.BYTES;
    }

    @Override
    public void close() {
        slabs.forEach(slab -> slab.arena.close());
        slabs.clear();
        free = null;
    }
}
