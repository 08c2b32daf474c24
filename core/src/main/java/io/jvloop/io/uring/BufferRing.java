// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.uring;

import io.jvloop.io.IoFailure;
import io.jvloop.io.Memory;
import io.jvloop.io.fd.Failures;
import io.jvloop.io.fd.Native;
import io.jvloop.sys.Errno;
import io.jvloop.sys.IoUring;
import io.jvloop.sys.Mapping;
import io.jvloop.sys.UringBuf;
import java.lang.foreign.MemorySegment;

/**
 * Memory from which the kernel picks when something arrives, so that idle connections hold none.
 *
 * <p>Incremental: large buffers, each filled bit by bit by whatever arrives, for whichever connection; one comes back
 * when it is full. They go round, so the fewer there are the longer their memory stays in the processor's cache: the kernel
 * has few of them until they do not suffice. Otherwise: many small ones, each used once. Large messages need large buffers,
 * many connections need many; only the first kind has both.
 *
 * <p>A buffer is the kernel's from {@link #provide} until it says that it has done with it. Bytes in it are ours from their
 * completion on, and must have been read when it is provided again.
 *
 * <p>Thread: the loop's.
 */
final class BufferRing {
    static final int LARGE_COUNT = 64;
    static final int LARGE_BYTES = 128 * 1024;
    private static final int LARGE_COUNT_AT_FIRST = 8;
    private static final int SMALL_COUNT = 256;
    private static final int SMALL_BYTES = 16 * 1024;

    private final boolean incremental;
    private final MemorySegment ring;
    private final Memory[] buffers;
    private final int bytes;
    private final int[] filled;
    private short tail;

    /** So many of the buffers have been provided. */
    private int inUse;

    private BufferRing(Native c, int fd, boolean incremental, int count, int bytes) throws IoFailure {
        this.incremental = incremental;
        this.bytes = bytes;
        ring = pages(c, count * UringBuf.SIZE);
        MemorySegment memory = pages(c, (long) count * bytes);
        buffers = new Memory[count];
        filled = new int[count];
        Failures.check(IoUring.registerBufferRing(
                c.errno(), fd, c.arena(), ring, count, incremental ? IoUring.IOU_PBUF_RING_INC : 0));
        for (int id = 0; id < count; id++) {
            buffers[id] = new Memory(memory.asSlice((long) id * bytes, bytes));
        }
    }

    /** Large buffers, filled bit by bit. */
    static BufferRing incremental(Native c, int fd, int count, int bytes) throws IoFailure {
        BufferRing few = new BufferRing(c, fd, true, count, bytes);
        few.provideMore(LARGE_COUNT_AT_FIRST);
        return few;
    }

    /** Small buffers, used once. */
    static BufferRing single(Native c, int fd) throws IoFailure {
        BufferRing all = new BufferRing(c, fd, false, SMALL_COUNT, SMALL_BYTES);
        all.provideMore(SMALL_COUNT);
        return all;
    }

    private static MemorySegment pages(Native c, long length) throws IoFailure {
        MemorySegment pages = Mapping.pages(c.errno(), c.arena(), length);
        if (pages == null) {
            throw new IoFailure(Failures.result(-Errno.ENOMEM));
        }
        return pages;
    }

    boolean isIncremental() {
        return incremental;
    }

    /** Of each buffer. */
    int bytes() {
        return bytes;
    }

    Memory memory(int id) {
        return buffers[id];
    }

    /** Where in its buffer the bytes of a completion begin. */
    int offset(int id) {
        return filled[id];
    }

    /** The bytes of a completion have been read; the kernel goes on filling the buffer, or has done with it. */
    void read(int id, int length, boolean kernelHasMore) {
        if (kernelHasMore) {
            filled[id] += length;
        } else {
            provide(id);
        }
    }

    /** There were too few: from now on there are more, up to a limit. */
    void grow() {
        provideMore(LARGE_COUNT_AT_FIRST);
    }

    private void provideMore(int count) {
        for (int more = Math.min(count, buffers.length - inUse); more > 0; more--) {
            provide(inUse++);
        }
    }

    private void provide(int id) {
        filled[id] = 0;
        UringBuf.set(ring, tail & (buffers.length - 1), buffers[id].segment(), 0, bytes, id);
        UringBuf.setTail(ring, ++tail);
    }

    @Override
    public String toString() {
        return (incremental ? LARGE_COUNT_AT_FIRST + " to " : "") + buffers.length + " x " + bytes / 1024 + " KiB "
                + (incremental ? "incremental" : "single-use") + " buffers";
    }
}
