// SPDX-License-Identifier: Apache-2.0
package io.jvloop.net;

import io.jvloop.io.Memory;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A piece of pooled memory with bytes that wait: from start to end; behind the end there may be room. */
final class Chunk {
    static final int BYTES = 16 * 1024;

    final Memory memory;
    final ChunkPool.Slab slab;

    @Nullable
    Chunk next;

    int start;
    int end;

    Chunk(Memory memory, ChunkPool.Slab slab) {
        this.memory = memory;
        this.slab = slab;
    }

    int length() {
        return end - start;
    }

    int room() {
        return BYTES - end;
    }

    /** Takes from these bytes what there is room for; moves their position, and answers how many it took. */
    int fill(ByteBuffer data) {
        int count = Math.min(data.remaining(), room());
        ByteBuffer buffer = memory.buffer();
        buffer.limit(end + count).position(end);
        if (count == data.remaining()) {
            buffer.put(data);
        } else {
            buffer.put(end, data, data.position(), count);
            data.position(data.position() + count);
        }
        end += count;
        return count;
    }
}
