// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that are parsed now, always in an array: code that has seen one kind of memory stays fast. That is the caller's
 * array where there is one and nothing is carried over, else one of our own, with what is carried over in front.
 *
 * <pre>
 *          mark       p           end     bodyEnd
 *   ...    |----------|-----------|- - - - -|
 *          carried    to parse    more of what was fed: a body may reach there, as nobody looks into it
 * </pre>
 *
 * <p>Indices are those of the array; {@link #origin} makes positions in the whole input of them.
 */
final class Window {
    /** How much of a direct or read-only buffer is copied at a time. */
    private static final int COPIED = 2048;

    private static final byte[] NONE = {};

    /** How many bytes were taken before the one at index 0. */
    long origin;
    /** Where what must arrive complete begins, or -1. */
    int mark = -1;
    /** How many bytes were taken. */
    long position;
    /** The index of the first byte to parse. */
    int start;
    /** The index behind the last one. */
    int end;
    /** The index that the end of what was fed would have. */
    int bodyEnd;

    private long fedOrigin;
    /** What to add to an index of the window to get that of what was fed. */
    private int shift;

    private @Nullable ByteBuffer fed;

    /** The same, if it is direct. */
    private @Nullable MappedByteBuffer direct;

    private byte[] fedArray = NONE;
    private byte[] wrapped = NONE;
    private @Nullable ByteBuffer wrapper;
    private byte[] gathered = new byte[COPIED];
    private int carried;

    /** From here on until {@link #ended} this is what was fed, its next byte at this index. */
    void began(@Nullable ByteBuffer buffer, byte[] array, int index) {
        fed = buffer;
        direct = buffer instanceof MappedByteBuffer mapped ? mapped : null;
        fedArray = array;
        fedOrigin = position - index;
    }

    void ended() {
        fed = null;
        direct = null;
        fedArray = NONE;
    }

    /** The index in what was fed up to which bytes were taken. */
    int taken() {
        return (int) (position - fedOrigin);
    }

    /**
     * Opens onto what was fed, from one index to another.
     *
     * @param array the memory of what was fed, if it is an array, which begins at {@code offset}
     */
    byte[] open(@Nullable ByteBuffer buffer, byte @Nullable [] array, int offset, int from, int to) {
        byte[] a;
        if (array != null && carried == 0) {
            a = array;
            start = offset + from;
            end = offset + to;
        } else {
            int length = Math.min(to - from, COPIED);
            a = gathered(carried + length);
            start = carried;
            end = carried + length;
            if (array != null) {
                System.arraycopy(array, offset + from, a, start, length);
            } else if (buffer != null) {
                bound(buffer, from, to); // a body callback may have been given less
                buffer.get(from, a, start, length);
            }
        }
        origin = position - start;
        shift = from - start;
        bodyEnd = start + (to - from);
        return a;
    }

    /** Everything before this index was taken; from the mark on it is kept. Returns how many bytes were taken. */
    int close(byte[] a, int p) {
        int taken = p - start;
        position += taken;
        if (mark < 0) {
            carried = 0;
        } else {
            carry(a, p);
        }
        return taken;
    }

    private void carry(byte[] a, int p) {
        carried = p - mark;
        if (carried == 0) {
            mark = -1;
            return;
        }
        byte[] target = gathered(carried);
        if (a != target || mark != 0) {
            System.arraycopy(a, mark, target, 0, carried);
        }
        mark = 0;
    }

    private byte[] gathered(int length) {
        if (gathered.length < length) {
            gathered = Arrays.copyOf(gathered, Math.max(length, 2 * gathered.length));
        }
        return gathered;
    }

    /** The index to stop at: that of this position, or the end, whichever comes first. */
    int index(long clip, int end) {
        return clip - origin < end ? (int) (clip - origin) : end;
    }

    /** No byte is carried over or kept. */
    void reset() {
        mark = -1;
        carried = 0;
        position = 0;
        wrapper = null;
        wrapped = NONE;
    }

    /**
     * Eight bytes from this index on, the first one lowest; zeros from the end of what was fed on. The index may be behind
     * the window.
     */
    long word(byte[] a, int p) {
        return p <= end - 8 ? Scan.longAt(a, p) : wordBehind(a, p);
    }

    private long wordBehind(byte[] a, int p) {
        int from = Math.min(p, bodyEnd - 8);
        if (from < start || p >= bodyEnd) {
            return 0;
        }
        long word = from <= end - 8 ? Scan.longAt(a, from) : fedWord(from + shift);
        return word >>> ((p - from) << 3);
    }

    /** By a call of its own for each kind of memory, as in {@link #bound}; the limit may be that of the last body callback. */
    private long fedWord(int index) {
        MappedByteBuffer outside = direct;
        if (outside != null) {
            outside.limit(index + 8);
            return lowestFirst(outside.getLong(index), outside.order());
        }
        ByteBuffer data = buffer();
        data.limit(index + 8);
        return lowestFirst(data.getLong(index), data.order());
    }

    private static long lowestFirst(long word, ByteOrder order) {
        return order == ByteOrder.LITTLE_ENDIAN ? word : Long.reverseBytes(word);
    }

    /**
     * What was fed, if it is direct, around these bytes of the window; else null. Apart from {@link #heapRange}, so that
     * the JIT knows which kind of memory each of the two body callbacks is about.
     */
    @Nullable
    MappedByteBuffer directRange(int p, int length) {
        MappedByteBuffer range = direct;
        if (range != null) {
            int from = p + shift;
            range.limit(from + length);
            range.position(from);
        }
        return range;
    }

    /** What was fed, if it is not direct, around these bytes of the window. */
    ByteBuffer heapRange(int p, int length) {
        int from = p + shift;
        ByteBuffer range = buffer();
        range.limit(from + length);
        range.position(from);
        return range;
    }

    /** Sets position and limit, by a call of its own for each kind of memory: so the JIT sees which method it is. */
    static void bound(ByteBuffer data, int position, int limit) {
        if (data instanceof MappedByteBuffer direct) {
            direct.limit(limit);
            direct.position(position);
        } else {
            data.limit(limit);
            data.position(position);
        }
    }

    /** What was fed; an array in a buffer that is made once for an array that is fed again and again. */
    private ByteBuffer buffer() {
        ByteBuffer buffer = fed;
        if (buffer == null) {
            buffer = wrap(fedArray);
            fed = buffer;
        }
        return buffer;
    }

    private ByteBuffer wrap(byte[] array) {
        ByteBuffer kept = wrapper;
        if (kept == null || wrapped != array) {
            kept = ByteBuffer.wrap(array);
            wrapper = kept;
            wrapped = array;
        }
        kept.clear();
        return kept;
    }
}
