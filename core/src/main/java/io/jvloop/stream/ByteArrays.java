// SPDX-License-Identifier: Apache-2.0
package io.jvloop.stream;

import io.jvloop.EventLoop;
import io.jvloop.engine.Engine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The arrays of one loop in which bytes wait for their readers: taken when there are such bytes, and given back when there are
 * none, so that an idle connection has none.
 *
 * <p>Thread: the loop's.
 */
final class ByteArrays implements Engine.Extension {
    private static final int SMALLEST_LOG = 10;
    private static final int LARGEST_LOG = 20;

    /** Of each size, arrays of this many bytes together are kept, and at least one array. */
    private static final int KEPT_BYTES = 512 * 1024;

    private final List<ArrayDeque<byte[]>> free = new ArrayList<>();

    private ByteArrays() {
        for (int log = SMALLEST_LOG; log <= LARGEST_LOG; log++) {
            free.add(new ArrayDeque<>(1));
        }
    }

    /** The arrays of this loop. */
    static ByteArrays of(EventLoop loop) {
        return ((Engine) loop).extension(ByteArrays.class, _ -> new ByteArrays());
    }

    /** Returns an array of this length or more, with any content. */
    byte[] take(int lengthMin) {
        int log = Math.max(SMALLEST_LOG, 32 - Integer.numberOfLeadingZeros(lengthMin - 1));
        if (log > LARGEST_LOG) {
            return new byte[log > 30 ? lengthMin : 1 << log];
        }
        byte[] kept = free.get(log - SMALLEST_LOG).pollLast();
        return kept != null ? kept : new byte[1 << log];
    }

    /** Takes an array back that nobody looks at any more. */
    void giveBack(byte[] array) {
        int log = 31 - Integer.numberOfLeadingZeros(array.length);
        if (log > LARGEST_LOG) {
            return;
        }
        ArrayDeque<byte[]> same = free.get(log - SMALLEST_LOG);
        if (same.isEmpty() || same.size() << log < KEPT_BYTES) {
            same.addLast(array);
        }
    }

    @Override
    public void closing() {
        free.forEach(ArrayDeque::clear);
    }
}
