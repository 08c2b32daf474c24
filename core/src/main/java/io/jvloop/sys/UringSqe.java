// SPDX-License-Identifier: Apache-2.0
package io.jvloop.sys;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * struct io_uring_sqe, 64 bytes; where it has unions, the members that are used here (io_uring_enter(2)). Each method
 * writes one whole entry.
 */
public final class UringSqe {
    static final StructLayout LAYOUT = structLayout(
            JAVA_BYTE.withName("opcode"),
            JAVA_BYTE.withName("flags"),
            JAVA_SHORT.withName("ioprio"),
            JAVA_INT.withName("fd"),
            JAVA_LONG.withName("off"),
            JAVA_LONG.withName("addr"),
            JAVA_INT.withName("len"),
            JAVA_INT.withName("msg_flags"),
            JAVA_LONG.withName("user_data"),
            JAVA_SHORT.withName("buf_group"),
            JAVA_SHORT.withName("personality"),
            JAVA_INT.withName("file_index"),
            JAVA_LONG.withName("addr3"),
            JAVA_LONG.withName("__pad2"));

    public static final long SIZE = LAYOUT.byteSize();

    private static final long IOPRIO = LAYOUT.byteOffset(groupElement("ioprio"));
    private static final long FD = LAYOUT.byteOffset(groupElement("fd"));
    private static final long OFF = LAYOUT.byteOffset(groupElement("off"));
    private static final long ADDR = LAYOUT.byteOffset(groupElement("addr"));
    private static final long LEN = LAYOUT.byteOffset(groupElement("len"));
    private static final long OP_FLAGS = LAYOUT.byteOffset(groupElement("msg_flags"));
    private static final long USER_DATA = LAYOUT.byteOffset(groupElement("user_data"));
    private static final long BUF_GROUP = LAYOUT.byteOffset(groupElement("buf_group"));
    private static final long ADDR3 = LAYOUT.byteOffset(groupElement("addr3"));

    private static final byte IORING_OP_POLL_ADD = 6;
    private static final byte IORING_OP_ACCEPT = 13;
    private static final byte IORING_OP_ASYNC_CANCEL = 14;
    private static final byte IORING_OP_READ = 22;
    private static final byte IORING_OP_SEND = 26;
    private static final byte IORING_OP_RECV = 27;
    private static final byte IOSQE_BUFFER_SELECT = 1 << 5;
    private static final short IORING_ACCEPT_MULTISHOT = 1;
    private static final short IORING_RECV_MULTISHOT = 2;

    /** The highest operation above. */
    public static final int LAST_OPERATION = IORING_OP_RECV;

    /** Not used, but came with Linux 6.0, as the receive that repeats did, which has no sign of its own. */
    public static final int IORING_OP_SEND_ZC = 47;

    private UringSqe() {}

    private static void clear(MemorySegment ring, long at, byte opcode, int fd, long userData) {
        ring.set(JAVA_LONG, at, opcode);
        ring.set(JAVA_INT, at + FD, fd);
        ring.set(JAVA_LONG, at + OFF, 0);
        ring.set(JAVA_LONG, at + ADDR, 0);
        ring.set(JAVA_LONG, at + LEN, 0); // and the operation's flags behind it
        ring.set(JAVA_LONG, at + USER_DATA, userData);
        ring.set(JAVA_LONG, at + BUF_GROUP, 0);
        ring.set(JAVA_LONG, at + ADDR3, 0);
        ring.set(JAVA_LONG, at + ADDR3 + Long.BYTES, 0);
    }

    /** poll(2) for these events, once. */
    public static void poll(MemorySegment ring, long at, int fd, int events, long userData) {
        clear(ring, at, IORING_OP_POLL_ADD, fd, userData);
        ring.set(JAVA_INT, at + OP_FLAGS, events);
    }

    /** accept4(2) with {@code SOCK_NONBLOCK | SOCK_CLOEXEC}: once, or for every connection. */
    public static void accept(MemorySegment ring, long at, int fd, boolean multishot, long userData) {
        clear(ring, at, IORING_OP_ACCEPT, fd, userData);
        ring.set(JAVA_INT, at + OP_FLAGS, Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC);
        if (multishot) {
            ring.set(JAVA_SHORT, at + IOPRIO, IORING_ACCEPT_MULTISHOT);
        }
    }

    /**
     * recv(2) into a buffer of group 0: once, or whenever there is something.
     *
     * @param length of such a buffer; what is received once needs to know it before Linux 6.0
     */
    public static void receiveProvided(
            MemorySegment ring, long at, int fd, boolean multishot, int length, long userData) {
        clear(ring, at, IORING_OP_RECV, fd, userData);
        ring.set(JAVA_BYTE, at + 1, IOSQE_BUFFER_SELECT);
        if (multishot) {
            ring.set(JAVA_SHORT, at + IOPRIO, IORING_RECV_MULTISHOT);
        } else {
            ring.set(JAVA_INT, at + LEN, length);
        }
    }

    /** recv(2) into this memory. */
    public static void receive(
            MemorySegment ring, long at, int fd, MemorySegment memory, long offset, int length, long userData) {
        clear(ring, at, IORING_OP_RECV, fd, userData);
        java.util.Objects.checkFromIndexSize(offset, length, memory.byteSize());
        ring.set(JAVA_LONG, at + ADDR, memory.address() + offset);
        ring.set(JAVA_INT, at + LEN, length);
    }

    /** send(2) from this memory. */
    public static void send(
            MemorySegment ring, long at, int fd, MemorySegment memory, long offset, int length, long userData) {
        clear(ring, at, IORING_OP_SEND, fd, userData);
        java.util.Objects.checkFromIndexSize(offset, length, memory.byteSize());
        ring.set(JAVA_LONG, at + ADDR, memory.address() + offset);
        ring.set(JAVA_INT, at + LEN, length);
        ring.set(JAVA_INT, at + OP_FLAGS, Libc.MSG_NOSIGNAL);
    }

    /** read(2) into this memory, from the descriptor's position. */
    public static void read(MemorySegment ring, long at, int fd, MemorySegment memory, int length, long userData) {
        clear(ring, at, IORING_OP_READ, fd, userData);
        java.util.Objects.checkFromIndexSize(0, length, memory.byteSize());
        ring.set(JAVA_LONG, at + OFF, -1);
        ring.set(JAVA_LONG, at + ADDR, memory.address());
        ring.set(JAVA_INT, at + LEN, length);
    }

    /** Cancels the operation that was submitted with {@code target} as its user data. */
    public static void cancel(MemorySegment ring, long at, long target, long userData) {
        clear(ring, at, IORING_OP_ASYNC_CANCEL, -1, userData);
        ring.set(JAVA_LONG, at + ADDR, target);
    }
}
