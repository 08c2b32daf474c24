// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.uring;

import io.jvloop.io.Acceptor;
import io.jvloop.io.Completion;
import io.jvloop.io.IoListener;
import io.jvloop.io.ListenOptions;
import io.jvloop.io.fd.Failures;
import io.jvloop.io.fd.FdSocket;
import io.jvloop.sys.Errno;
import io.jvloop.sys.UringCqe;
import io.jvloop.sys.UringSqe;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A listening socket: the kernel accepts by itself. */
final class UringListener implements IoListener {
    private final UringIo io;
    private final FdSocket socket;
    private final SocketAddress address;

    /** What connections need that came before it was adopted; null if it was not. */
    private final @Nullable ListenOptions adopted;

    private final AcceptOp op = new AcceptOp();
    private @Nullable Acceptor acceptor;
    private @Nullable Completion closed;
    private boolean gone;

    UringListener(UringIo io, FdSocket socket, @Nullable ListenOptions adopted) {
        this.io = io;
        this.socket = socket;
        this.adopted = adopted;
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
        acceptor = newAcceptor;
        io.submit(op);
    }

    private final class AcceptOp extends Op {
        @Override
        void prepare(MemorySegment sqes, long at, long userData) {
            UringSqe.accept(sqes, at, socket.fd(), io.features().multishot(), userData);
        }

        @Override
        void complete(int result, int flags) {
            if (result >= 0) {
                accepted(io.sockets().accepted(result));
            } else if (result != -Errno.ECANCELED && result != -Errno.EAGAIN && !FdSocket.isOfOneConnection(result)) {
                failed(result);
            }
            if (!UringCqe.hasMore(flags)) {
                if (closed != null) {
                    closeNow(closed);
                } else if (acceptor != null && !isInKernel()) {
                    io.submit(this);
                }
            }
        }
    }

    private void accepted(FdSocket connection) {
        if (acceptor == null) {
            connection.close();
        } else {
            if (adopted != null) {
                connection.prepare(address, adopted);
            }
            acceptor.accepted(new UringStream(io, connection));
        }
    }

    private void failed(int negativeErrno) {
        Acceptor to = acceptor;
        acceptor = null;
        if (to != null) {
            to.acceptFailed(Failures.result(negativeErrno));
        }
    }

    @Override
    public void close(Completion completion) {
        acceptor = null;
        closed = completion;
        if (op.isInKernel()) {
            if (adopted == null) { // else another process may listen on it, too
                socket.shutdown(); // at once: the operation ends in a later poll
            }
            io.cancel(op);
        } else {
            closeNow(completion);
        }
    }

    private void closeNow(Completion completion) {
        if (gone) {
            return; // by the callback of the very connection that ended the operation
        }
        gone = true;
        socket.close();
        io.outstanding().listenerClosed();
        io.outstanding().complete(completion, 0);
    }
}
