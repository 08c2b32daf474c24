// SPDX-License-Identifier: Apache-2.0
package io.jvloop.net;

import io.jvloop.io.Gather;
import io.jvloop.io.Memory;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes that wait, first in, first out. Thread: the loop's. */
final class ChunkQueue {
    private final ChunkPool pool;
    private @Nullable Chunk head;
    private @Nullable Chunk tail;
    private long size;

    ChunkQueue(ChunkPool pool) {
        this.pool = pool;
    }

    long size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Copies all of them; the position moves to the limit. Of memory that cannot be read it takes nothing, and throws. */
    void append(ByteBuffer data) {
        while (data.hasRemaining()) {
            size += tailWithRoom().fill(data);
        }
    }

    /** Copies at most this many; the position moves over them. */
    void append(ByteBuffer data, int max) {
        int limit = data.limit();
        data.limit(Math.min(limit, data.position() + max));
        try {
            append(data);
        } finally {
            data.limit(limit);
        }
    }

    /** Copies them. */
    void append(Memory memory, int offset, int length) {
        append(memory.view(offset, length));
    }

    private Chunk tailWithRoom() {
        Chunk last = tail;
        if (last != null && last.room() > 0) {
            return last;
        }
        Chunk added = pool.take();
        if (last == null) {
            head = added;
        } else {
            last.next = added;
        }
        tail = added;
        return added;
    }

    /** The first bytes. Only while it is not empty. */
    Chunk first() {
        if (head == null) {
            throw new IllegalStateException("empty");
        }
        return head;
    }

    /** Whether all bytes are in {@link #first}. */
    boolean isOneChunk() {
        return head == tail;
    }

    /** Names as many of the first bytes as there is room to name. */
    void addTo(Gather slices) {
        Chunk next = head;
        while (next != null && slices.add(next.memory.segment(), next.start, next.length())) {
            next = next.next;
        }
    }

    /** Drops this many of the first bytes. */
    void drop(long count) {
        size -= count;
        long left = count;
        while (left > 0) {
            Chunk first = first();
            if (left < first.length()) {
                first.start += (int) left;
                return;
            }
            left -= first.length();
            head = first.next;
            if (head == null) {
                tail = null;
            }
            pool.giveBack(first);
        }
    }

    /** Takes the first chunk out; the caller gives it back to the pool. */
    Chunk takeFirst() {
        Chunk first = first();
        size -= first.length();
        head = first.next;
        if (head == null) {
            tail = null;
        }
        return first;
    }

    /** Drops everything. */
    void clear() {
        while (head != null) { // may be empty, of an append that threw
            pool.giveBack(takeFirst());
        }
    }
}
