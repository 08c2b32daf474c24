// SPDX-License-Identifier: Apache-2.0
package io.jvloop.sys;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * struct epoll_event: packed on x86-64 (12 bytes), aligned elsewhere (16 bytes); see epoll_ctl(2) and
 * include/uapi/linux/eventpoll.h.
 */
public final class EpollEvent {
    public static final int EPOLLIN = 0x1;
    public static final int EPOLLOUT = 0x4;
    public static final int EPOLLERR = 0x8;
    public static final int EPOLLHUP = 0x10;
    public static final int EPOLLRDHUP = 0x2000;

    static final StructLayout LAYOUT = Platform.isX86()
            ? structLayout(JAVA_INT.withName("events"), JAVA_LONG_UNALIGNED.withName("data"))
            : structLayout(JAVA_INT.withName("events"), paddingLayout(4), JAVA_LONG_UNALIGNED.withName("data"));

    public static final long SIZE = LAYOUT.byteSize();
    static final long DATA = LAYOUT.byteOffset(groupElement("data"));

    private EpollEvent() {}

    public static int events(MemorySegment array, int index) {
        return array.get(JAVA_INT, index * SIZE);
    }

    public static long data(MemorySegment array, int index) {
        return array.get(JAVA_LONG_UNALIGNED, index * SIZE + DATA);
    }

    public static void set(MemorySegment event, int events, long data) {
        event.set(JAVA_INT, 0, events);
        event.set(JAVA_LONG_UNALIGNED, DATA, data);
    }
}
