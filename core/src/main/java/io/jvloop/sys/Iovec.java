// SPDX-License-Identifier: Apache-2.0
package io.jvloop.sys;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/** An array of struct iovec, and the struct msghdr that points to it. Memory: of the arena that it was made in. */
public final class Iovec {
    static final StructLayout LAYOUT = structLayout(JAVA_LONG.withName("iov_base"), JAVA_LONG.withName("iov_len"));
    static final StructLayout MSGHDR = structLayout(
            JAVA_LONG.withName("msg_name"),
            JAVA_INT.withName("msg_namelen"),
            paddingLayout(4),
            JAVA_LONG.withName("msg_iov"),
            JAVA_LONG.withName("msg_iovlen"),
            JAVA_LONG.withName("msg_control"),
            JAVA_LONG.withName("msg_controllen"),
            JAVA_INT.withName("msg_flags"),
            paddingLayout(4));

    private static final long SIZE = LAYOUT.byteSize();
    private static final long LENGTH = LAYOUT.byteOffset(groupElement("iov_len"));
    private static final long MSG_IOV = MSGHDR.byteOffset(groupElement("msg_iov"));
    private static final long MSG_IOVLEN = MSGHDR.byteOffset(groupElement("msg_iovlen"));

    private final MemorySegment entries;
    private final MemorySegment message;
    private final int capacity;

    public Iovec(Arena arena, int capacity) {
        this.capacity = capacity;
        entries = arena.allocate(LAYOUT, capacity);
        message = arena.allocate(MSGHDR);
        message.set(JAVA_LONG, MSG_IOV, entries.address());
    }

    public int capacity() {
        return capacity;
    }

    public void set(int index, MemorySegment memory, long offset, int length) {
        java.util.Objects.checkFromIndexSize(offset, length, memory.byteSize());
        entries.set(JAVA_LONG, index * SIZE, memory.address() + offset);
        entries.set(JAVA_LONG, index * SIZE + LENGTH, length);
    }

    /** How many entries count, from the first. */
    public void setCount(int count) {
        message.set(JAVA_LONG, MSG_IOVLEN, count);
    }

    long message() {
        return message.address();
    }
}
