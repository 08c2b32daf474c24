// SPDX-License-Identifier: Apache-2.0
package io.jvloop.sys;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/** struct io_uring_cqe, 16 bytes (io_uring_enter(2)). */
public final class UringCqe {
    static final StructLayout LAYOUT =
            structLayout(JAVA_LONG.withName("user_data"), JAVA_INT.withName("res"), JAVA_INT.withName("flags"));

    public static final long SIZE = LAYOUT.byteSize();

    private static final long RES = LAYOUT.byteOffset(groupElement("res"));
    private static final long FLAGS = LAYOUT.byteOffset(groupElement("flags"));
    private static final int IORING_CQE_F_BUFFER = 1;
    private static final int IORING_CQE_F_MORE = 2;
    private static final int IORING_CQE_F_BUF_MORE = 16;
    private static final int IORING_CQE_BUFFER_SHIFT = 16;

    private UringCqe() {}

    public static long userData(MemorySegment ring, long at) {
        return ring.get(JAVA_LONG, at);
    }

    /** What the system call would have answered, or -errno. */
    public static int result(MemorySegment ring, long at) {
        return ring.get(JAVA_INT, at + RES);
    }

    public static int flags(MemorySegment ring, long at) {
        return ring.get(JAVA_INT, at + FLAGS);
    }

    /** Whether more completions of the same operation follow. */
    public static boolean hasMore(int flags) {
        return (flags & IORING_CQE_F_MORE) != 0;
    }

    /** Whether a provided buffer was used. */
    public static boolean hasBuffer(int flags) {
        return (flags & IORING_CQE_F_BUFFER) != 0;
    }

    /** Whether the kernel goes on filling that buffer (incremental consumption). */
    public static boolean bufferHasMore(int flags) {
        return (flags & IORING_CQE_F_BUF_MORE) != 0;
    }

    public static int bufferId(int flags) {
        return flags >>> IORING_CQE_BUFFER_SHIFT;
    }
}
