// SPDX-License-Identifier: Apache-2.0
package io.jvloop.sys;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/**
 * An array of struct io_uring_buf, which is a struct io_uring_buf_ring: the tail lies in the reserved field of the first
 * entry (io_uring_register_buf_ring(3)).
 */
public final class UringBuf {
    static final StructLayout LAYOUT = structLayout(
            JAVA_LONG.withName("addr"),
            JAVA_INT.withName("len"),
            JAVA_SHORT.withName("bid"),
            JAVA_SHORT.withName("resv"));

    public static final long SIZE = LAYOUT.byteSize();

    private static final long LEN = LAYOUT.byteOffset(groupElement("len"));
    private static final long BID = LAYOUT.byteOffset(groupElement("bid"));
    private static final long TAIL = LAYOUT.byteOffset(groupElement("resv"));
    private static final VarHandle SHORT = JAVA_SHORT.varHandle();

    private UringBuf() {}

    /** Writes an entry; the kernel sees it once the tail is behind it. */
    public static void set(MemorySegment ring, int index, MemorySegment memory, long offset, int length, int id) {
        java.util.Objects.checkFromIndexSize(offset, length, memory.byteSize());
        ring.set(JAVA_LONG, index * SIZE, memory.address() + offset);
        ring.set(JAVA_INT, index * SIZE + LEN, length);
        ring.set(JAVA_SHORT, index * SIZE + BID, (short) id);
    }

    public static void setTail(MemorySegment ring, short tail) {
        // SAFETY: release, so that the kernel, which reads the tail with acquire, sees the entries before it
        SHORT.setRelease(ring, TAIL, tail);
    }
}
