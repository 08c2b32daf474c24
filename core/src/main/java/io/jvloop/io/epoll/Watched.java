// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.epoll;

import io.jvloop.io.fd.FdSocket;

/**
 * A descriptor that epoll may watch.
 *
 * <p>With nothing to wait for it is taken out of the set: epoll reports hang-ups always, and a paused connection whose
 * peer has gone would otherwise wake the loop without end.
 */
abstract class Watched {
    final EpollIo io;
    final FdSocket socket;
    private final long id;
    private int interest;

    Watched(EpollIo io, FdSocket socket) {
        this.io = io;
        this.socket = socket;
        this.id = io.add(this);
    }

    /** Something of what was waited for, or a hang-up, has happened. */
    abstract void ready(int events);

    /** Waits for these events from now on; 0 for none. */
    final void watch(int events) {
        if (events != interest) {
            io.control(interest, events, socket.fd(), id);
            interest = events;
        }
    }

    /** Gives the descriptor back. */
    final void release() {
        watch(0);
        io.remove(id);
        socket.close();
    }
}
