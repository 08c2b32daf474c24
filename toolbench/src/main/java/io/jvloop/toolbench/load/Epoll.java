// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.jvloop.cli.Failed;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Which sockets have something to read, or room to write: epoll(7), level-triggered. */
final class Epoll {
    static final int IN = 0x1;
    static final int OUT = 0x4;

    private static final int EVENTS = 1024;

    /** struct epoll_event is packed on x86-64, and aligned elsewhere: epoll_ctl(2). Only the low half of its data is used. */
    private static final long SIZE = Libc.IS_X86 ? 12 : 16;

    private static final long DATA = Libc.IS_X86 ? 4 : 8;

    private final MemorySegment events = Arena.global().allocate(EVENTS * SIZE, 8);
    private final MemorySegment event = Arena.global().allocate(SIZE, 8);
    private final int fd;

    Epoll() throws Failed {
        fd = Call.checked("epoll_create1", Libc.epoll_create());
    }

    /** Watches one more, known by a number of our own. */
    void add(int socket, int number, int interest) throws Failed {
        control(Libc.EPOLL_CTL_ADD, socket, number, interest);
    }

    void change(int socket, int number, int interest) throws Failed {
        control(Libc.EPOLL_CTL_MOD, socket, number, interest);
    }

    private void control(int operation, int socket, int number, int interest) throws Failed {
        event.set(JAVA_INT, 0, interest);
        event.set(JAVA_INT, DATA, number);
        var _ = Call.checked("epoll_ctl", Libc.epoll_ctl(fd, operation, socket, event));
    }

    /** How many there are. */
    int await(int timeoutMillis) throws Failed {
        int count = Libc.epoll_wait(fd, events, EVENTS, timeoutMillis);
        return count == -Libc.EINTR ? 0 : Call.checked("epoll_wait", count);
    }

    /** Of the last time: IN, OUT, and what else epoll reports unasked. */
    int happened(int index) {
        return events.get(JAVA_INT, index * SIZE);
    }

    int number(int index) {
        return events.get(JAVA_INT, index * SIZE + DATA);
    }
}
