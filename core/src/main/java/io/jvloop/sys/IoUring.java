// SPDX-License-Identifier: Apache-2.0
package io.jvloop.sys;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/** The three system calls of io_uring, their constants and small structs (io_uring(7), include/uapi/linux/io_uring.h). */
public final class IoUring {
    public static final int IORING_SETUP_CQSIZE = 1 << 3;
    public static final int IORING_SETUP_CLAMP = 1 << 4;
    public static final int IORING_SETUP_R_DISABLED = 1 << 6;
    public static final int IORING_SETUP_SUBMIT_ALL = 1 << 7;
    public static final int IORING_SETUP_COOP_TASKRUN = 1 << 8;
    public static final int IORING_SETUP_TASKRUN_FLAG = 1 << 9;
    public static final int IORING_SETUP_SINGLE_ISSUER = 1 << 12;
    public static final int IORING_SETUP_DEFER_TASKRUN = 1 << 13;
    public static final int IORING_SETUP_NO_SQARRAY = 1 << 16;

    public static final int IORING_FEAT_SINGLE_MMAP = 1;
    public static final int IORING_FEAT_NODROP = 1 << 1;
    public static final int IORING_FEAT_EXT_ARG = 1 << 8;

    public static final int IORING_ENTER_GETEVENTS = 1;
    public static final int IORING_ENTER_EXT_ARG = 1 << 3;

    public static final int IORING_SQ_CQ_OVERFLOW = 1 << 1;
    public static final int IORING_SQ_TASKRUN = 1 << 2;

    public static final int IORING_REGISTER_PROBE = 8;
    public static final int IORING_REGISTER_ENABLE_RINGS = 12;
    public static final int IORING_REGISTER_PBUF_RING = 22;
    public static final int IORING_UNREGISTER_PBUF_RING = 23;

    public static final int IOU_PBUF_RING_INC = 2;

    public static final long IORING_OFF_SQ_RING = 0;
    public static final long IORING_OFF_SQES = 0x10000000;

    /** struct io_uring_getevents_arg. */
    static final StructLayout GETEVENTS_ARG = structLayout(
            JAVA_LONG.withName("sigmask"),
            JAVA_INT.withName("sigmask_sz"),
            JAVA_INT.withName("min_wait_usec"),
            JAVA_LONG.withName("ts"));

    /** struct io_uring_buf_reg. */
    static final StructLayout BUF_REG = structLayout(
            JAVA_LONG.withName("ring_addr"),
            JAVA_INT.withName("ring_entries"),
            JAVA_SHORT.withName("bgid"),
            JAVA_SHORT.withName("flags"),
            sequenceLayout(3, JAVA_LONG).withName("resv"));

    /** struct io_uring_probe without its array, and one struct io_uring_probe_op of that. */
    static final StructLayout PROBE = structLayout(
            JAVA_BYTE.withName("last_op"),
            JAVA_BYTE.withName("ops_len"),
            JAVA_SHORT.withName("resv"),
            sequenceLayout(3, JAVA_INT).withName("resv2"));

    static final StructLayout PROBE_OP = structLayout(
            JAVA_BYTE.withName("op"),
            JAVA_BYTE.withName("resv"),
            JAVA_SHORT.withName("flags"),
            JAVA_INT.withName("resv2"));

    private static final long ARG_TS = GETEVENTS_ARG.byteOffset(groupElement("ts"));
    private static final long REG_ENTRIES = BUF_REG.byteOffset(groupElement("ring_entries"));
    private static final long REG_BGID = BUF_REG.byteOffset(groupElement("bgid"));
    private static final long REG_FLAGS = BUF_REG.byteOffset(groupElement("flags"));

    private IoUring() {}

    /** A descriptor, or -errno. The params say what the kernel made of it. */
    public static int setup(Errno errno, int entries, MemorySegment params) {
        return Libc.io_uring_setup(errno, entries, params);
    }

    /** How many entries were taken, or -errno. */
    public static int enter(Errno errno, int fd, int toSubmit, int minComplete, int flags) {
        return Libc.io_uring_enter(errno, fd, toSubmit, minComplete, flags, MemorySegment.NULL, 0);
    }

    /** As {@link #enter(Errno, int, int, int, int)}, waiting until the time in {@link Deadline} at most. */
    public static int enter(Errno errno, int fd, int toSubmit, int minComplete, int flags, Deadline deadline) {
        return Libc.io_uring_enter(
                errno,
                fd,
                toSubmit,
                minComplete,
                flags | IORING_ENTER_EXT_ARG,
                deadline.argument,
                GETEVENTS_ARG.byteSize());
    }

    /** Lets the calling thread, and no other one, use a ring that was made disabled. */
    public static int enable(Errno errno, int fd) {
        return Libc.io_uring_register(errno, fd, IORING_REGISTER_ENABLE_RINGS, MemorySegment.NULL, 0);
    }

    /** Hands a ring of buffers over, as group 0. */
    public static int registerBufferRing(Errno errno, int fd, Arena arena, MemorySegment ring, int entries, int flags) {
        MemorySegment registration = arena.allocate(BUF_REG);
        registration.set(JAVA_LONG, 0, ring.address());
        registration.set(JAVA_INT, REG_ENTRIES, entries);
        registration.set(JAVA_SHORT, REG_BGID, (short) 0);
        registration.set(JAVA_SHORT, REG_FLAGS, (short) flags);
        return Libc.io_uring_register(errno, fd, IORING_REGISTER_PBUF_RING, registration, 1);
    }

    /** The highest operation that this kernel knows, or -errno. */
    public static int lastOperation(Errno errno, int fd, Arena arena) {
        MemorySegment probe = arena.allocate(PROBE.byteSize() + 256 * PROBE_OP.byteSize(), 8);
        int result = Libc.io_uring_register(errno, fd, IORING_REGISTER_PROBE, probe, 256);
        return result < 0 ? result : Byte.toUnsignedInt(probe.get(JAVA_BYTE, 0));
    }

    /** How long {@link #enter} waits. Memory: of the arena that it was made in. */
    public static final class Deadline {
        private final MemorySegment argument;
        private final MemorySegment timespec;

        public Deadline(Arena arena) {
            argument = arena.allocate(GETEVENTS_ARG);
            timespec = arena.allocate(Timespec.LAYOUT);
            argument.set(JAVA_LONG, ARG_TS, timespec.address());
        }

        public Deadline set(long nanos) {
            Timespec.set(timespec, nanos);
            return this;
        }
    }
}
