// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.epoll;

/**
 * A descriptor's place in the set of epoll.
 *
 * <p>With nothing to wait for it is taken out of the set: epoll reports hang-ups always, and a paused connection whose
 * peer has gone would otherwise wake the loop without end.
 */
final class Watch {
    private final EpollIo io;
    private final int fd;
    private final long id;
    private int interest;

    Watch(EpollIo io, int fd, Watched watched) {
        this.io = io;
        this.fd = fd;
        id = io.add(watched);
    }

    /** Waits for these events from now on; 0 for none. */
    void set(int events) {
        if (events != interest) {
            io.control(interest, events, fd, id);
            interest = events;
        }
    }

    /** Before the descriptor is closed. */
    void end() {
        set(0);
        io.remove(id);
    }
}
