// SPDX-License-Identifier: Apache-2.0
package io.jvloop.stream;

import io.jvloop.io.Memory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that have come and were not read yet, in one array, from start to end.
 *
 * <p>Thread: the loop's.
 */
final class ReadBuffer {
    private static final byte[] NONE = new byte[0];

    private final ByteArrays arrays;
    private byte[] array = NONE;
    private int start;
    private int end;

    /** A read-only view of the whole array; made when it is first needed. */
    private @Nullable ByteBuffer readOnly;

    ReadBuffer(ByteArrays arrays) {
        this.arrays = arrays;
    }

    boolean isEmpty() {
        return start == end;
    }

    int size() {
        return end - start;
    }

    /** Appends these bytes. */
    void append(Memory memory, int offset, int count) {
        makeRoom(count);
        memory.copyTo(array, end, offset, count);
        end += count;
    }

    /** Puts bytes back that were taken out: the buffer has to be empty, as they come before all others. */
    void putBack(byte[] bytes, int count) {
        if (count == 0) {
            return;
        }
        makeRoom(count);
        System.arraycopy(bytes, 0, array, end, count);
        end += count;
    }

    private void makeRoom(int count) {
        if (array.length - end >= count) {
            return;
        }
        byte[] old = array;
        int size = size();
        if (old.length - size < count || start < size) { // moving a lot for little room would take quadratic time
            array = arrays.take((int) Math.min(Integer.MAX_VALUE - 8, size * 2L + count));
        }
        System.arraycopy(old, start, array, 0, size);
        start = 0;
        end = size;
        if (old != array) {
            readOnly = null;
            if (old != NONE) {
                arrays.giveBack(old);
            }
        }
    }

    /** Moves the first bytes into this buffer, as many as there are and as it takes; returns how many. */
    int moveTo(ByteBuffer target) {
        int count = Math.min(size(), target.remaining());
        target.put(array, start, count);
        drop(count);
        return count;
    }

    /** Takes all bytes, in the array in which they lie; the caller owns it from now on. */
    ByteBuffer takeArray() {
        ByteBuffer taken = ByteBuffer.wrap(array, start, size()).slice().asReadOnlyBuffer();
        array = NONE;
        readOnly = null;
        start = 0;
        end = 0;
        return taken;
    }

    /** Moves the first bytes into this array, from this index on. */
    void moveTo(byte[] target, int at, int count) {
        System.arraycopy(array, start, target, at, count);
        drop(count);
    }

    /** Takes the first bytes, as an array of their own. */
    byte[] take(int count) {
        byte[] taken = Arrays.copyOfRange(array, start, start + count);
        drop(count);
        return taken;
    }

    /**
     * Takes the first bytes as a view of where they lie. It is valid until bytes are appended to any buffer of the loop, which
     * happens only while all tasks wait.
     */
    ByteBuffer takeSlice(int count) {
        ByteBuffer all = readOnly;
        if (all == null) {
            all = ByteBuffer.wrap(array).asReadOnlyBuffer();
            readOnly = all;
        }
        ByteBuffer taken = all.slice(start, count);
        drop(count);
        return taken;
    }

    /** Takes the first bytes as text in UTF-8, leaving out this many at their end. */
    String takeText(int count, int without) {
        String text = new String(array, start, count - without, StandardCharsets.UTF_8);
        drop(count);
        return text;
    }

    /** Removes the first bytes. */
    void drop(int count) {
        start += count;
        if (start == end) {
            start = 0;
            end = 0;
            if (array != NONE) {
                arrays.giveBack(array);
                array = NONE;
                readOnly = null;
            }
        }
    }

    byte at(int index) {
        return array[start + index];
    }

    /** The index of the first occurrence of these bytes that begins at {@code from} or later; -1 if there is none. */
    int find(byte[] wanted, int from) {
        int last = end - wanted.length;
        for (int i = start + from; i <= last; i++) {
            i = ByteSearch.find(array, i, last + 1, wanted[0]);
            if (i < 0) {
                return -1;
            }
            if (Arrays.equals(array, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i - start;
            }
        }
        return -1;
    }

    /** What a reader is asked for. */
    static void checkCount(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("count " + count + ": expected 0 or more");
        }
    }
}
