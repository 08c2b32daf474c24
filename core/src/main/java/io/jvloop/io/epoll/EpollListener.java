// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.epoll;

import io.jvloop.io.Acceptor;
import io.jvloop.io.Completion;
import io.jvloop.io.IoListener;
import io.jvloop.io.fd.Failures;
import io.jvloop.io.fd.FdSocket;
import io.jvloop.sys.EpollEvent;
import io.jvloop.sys.Errno;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A listening socket: accepts while there is something, up to a limit for each event. */
final class EpollListener extends Watched implements IoListener {
    /** What is left after that many waits for the next turn, so that a flood of connections starves nobody. */
    private static final int ACCEPTS_PER_EVENT = 64;

    private final SocketAddress address;
    private @Nullable Acceptor acceptor;

    EpollListener(EpollIo io, FdSocket socket) {
        super(io, socket);
        address = Objects.requireNonNull(socket.localAddress());
    }

    @Override
    public SocketAddress address() {
        return address;
    }

    @Override
    public void accept(Acceptor newAcceptor) {
        if (acceptor != null) {
            throw new IllegalStateException("accepting already");
        }
        acceptor = newAcceptor;
        watch(EpollEvent.EPOLLIN);
    }

    @Override
    void ready(int events) {
        for (int i = 0; i < ACCEPTS_PER_EVENT; i++) {
            Acceptor to = acceptor;
            if (to == null) {
                return;
            }
            int answer = io.sockets().accept(socket);
            if (answer >= 0) {
                FdSocket accepted = io.sockets().accepted(answer);
                to.accepted(new EpollStream(io, accepted, io.sockets().acceptedFrom()));
            } else if (answer == -Errno.EAGAIN) {
                return;
            } else if (!FdSocket.isOfOneConnection(answer)) {
                acceptor = null;
                watch(0);
                to.acceptFailed(Failures.result(answer));
            }
        }
    }

    @Override
    public void close(Completion closed) {
        acceptor = null;
        release();
        io.complete(closed, 0);
    }
}
