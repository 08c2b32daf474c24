// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import io.jvloop.cli.Failed;
import java.lang.foreign.MemorySegment;

/**
 * One connection, which has one request under way, or none.
 *
 * <pre>
 *   begin            answered          (closed loop, or the next is due)
 *  ------> under way --------> free ---------> under way ...
 * </pre>
 */
abstract class Connection {
    private final Epoll epoll;
    private final Target target;
    private final double patienceSeconds;
    private final int number;
    private final boolean isForOneRequest;

    private int fd = -1;
    private boolean underWay;
    private boolean awaitsRoom;
    private long begun;
    private long moved;
    private MemorySegment request = MemorySegment.NULL;
    private long unsentFrom;
    private long unsent;

    Connection(Setting setting, int number) {
        this.epoll = setting.epoll();
        this.target = setting.job().to();
        this.patienceSeconds = setting.job().patienceSeconds();
        this.number = number;
        this.isForOneRequest = setting.job().mode() == Mode.CONNECT;
    }

    /** Sets out for the next request: says by {@link #ask} what is sent. */
    abstract void prepare();

    /**
     * Looks at bytes that came, however they are cut.
     *
     * @return how many answers they completed
     * @throws Failed if they are not what was to come
     */
    abstract int received(MemorySegment buffer, int count) throws Failed;

    /** Is all there that was asked for? */
    abstract boolean isAnswered();

    /** How much of the answer has come, in words. */
    abstract String progress();

    /** Opens it, unless each request has a connection of its own. */
    final void openToKeep() throws Failed {
        if (!isForOneRequest) {
            open();
        }
    }

    private void open() throws Failed {
        fd = target.connect(patienceSeconds, isForOneRequest);
        epoll.add(fd, number, Epoll.IN);
        awaitsRoom = false;
    }

    /** Sends a request that should leave at this time: that of the clock, or earlier. */
    final void begin(long intended) throws Failed {
        begun = intended;
        underWay = true;
        if (fd < 0) {
            open();
        }
        prepare();
        send();
    }

    final void ask(MemorySegment all, long from, long length) {
        request = all;
        unsentFrom = from;
        unsent = length;
    }

    /** Sends what there is room for. */
    final void send() throws Failed {
        int count = Libc.send(fd, request, unsentFrom, unsent);
        if (count < 0 && count != -Libc.EAGAIN) {
            throw lost(count);
        }
        if (count > 0) {
            unsentFrom += count;
            unsent -= count;
            moved += count;
        }
        boolean isFull = unsent > 0;
        if (isFull != awaitsRoom) {
            epoll.change(fd, number, isFull ? Epoll.IN | Epoll.OUT : Epoll.IN);
            awaitsRoom = isFull;
        }
    }

    /** Receives what is there; how many answers that completed. */
    final int receive(MemorySegment buffer) throws Failed {
        int count = Libc.recv(fd, buffer);
        if (count == -Libc.EAGAIN) {
            return 0;
        }
        if (count <= 0) {
            throw lost(count);
        }
        if (!underWay) {
            throw new Failed("the server sent " + count + " bytes that nobody asked for");
        }
        moved += count;
        int answers = received(buffer, count);
        underWay = !isAnswered();
        if (isForOneRequest && !underWay) {
            var _ = Libc.close(fd);
            fd = -1;
        }
        return answers;
    }

    private Failed lost(int answer) {
        String why = answer == 0 ? "" : ": " + Libc.strerror(-answer);
        return new Failed("the server closed a connection" + why + (underWay ? " (" + progress() + ")" : ""));
    }

    final boolean isUnderWay() {
        return underWay;
    }

    /** When its request should have left. */
    final long begun() {
        return begun;
    }

    /** Bytes that went either way, ever. */
    final long moved() {
        return moved;
    }
}
