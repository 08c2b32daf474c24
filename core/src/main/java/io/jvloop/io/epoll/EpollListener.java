// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.epoll;

import io.jvloop.io.Acceptor;
import io.jvloop.io.Completion;
import io.jvloop.io.IoListener;
import io.jvloop.io.ListenOptions;
import io.jvloop.io.fd.Failures;
import io.jvloop.io.fd.FdSocket;
import io.jvloop.sys.EpollEvent;
import io.jvloop.sys.Errno;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A listening socket: accepts while there is something, up to a limit for each event. */
final class EpollListener implements IoListener, Watched {
    /** What is left after that many waits for the next turn, so that a flood of connections starves nobody. */
    private static final int ACCEPTS_PER_EVENT = 64;

    private final EpollIo io;
    private final FdSocket socket;
    private final Watch watch;
    private final SocketAddress address;

    /** What connections need that came before it was adopted; null if it was not. */
    private final @Nullable ListenOptions adopted;

    private @Nullable Acceptor acceptor;

    EpollListener(EpollIo io, FdSocket socket, @Nullable ListenOptions adopted) {
        this.io = io;
        this.socket = socket;
        this.adopted = adopted;
        watch = new Watch(io, socket.fd(), this);
        address = Objects.requireNonNull(socket.localAddress());
        io.outstanding().listenerOpened();
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
        watch.set(EpollEvent.EPOLLIN); // first: it may be refused
        acceptor = newAcceptor;
    }

    @Override
    public void ready(int events) {
        for (int i = 0; i < ACCEPTS_PER_EVENT; i++) {
            Acceptor to = acceptor;
            if (to == null) {
                return;
            }
            int answer = io.sockets().accept(socket);
            if (answer >= 0) {
                FdSocket accepted = io.sockets().accepted(answer);
                if (adopted != null) {
                    accepted.prepare(address, adopted);
                }
                to.accepted(new EpollStream(io, accepted, io.sockets().acceptedFrom()));
            } else if (answer == -Errno.EAGAIN) {
                return;
            } else if (!FdSocket.isOfOneConnection(answer)) {
                acceptor = null;
                watch.set(0);
                to.acceptFailed(Failures.result(answer));
            }
        }
    }

    @Override
    public void disown() {
        socket.disown();
    }

    @Override
    public void close(Completion closed) {
        acceptor = null;
        watch.end();
        socket.close();
        io.outstanding().listenerClosed();
        io.outstanding().complete(closed, 0);
    }
}
