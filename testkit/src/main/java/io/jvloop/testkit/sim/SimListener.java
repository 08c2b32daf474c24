// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.sim;

import io.jvloop.io.Acceptor;
import io.jvloop.io.Completion;
import io.jvloop.io.IoListener;
import io.jvloop.testkit.Fault;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A socket that listens, in the hands of a loop. */
final class SimListener extends SimIo.Touched implements IoListener {
    private static final int ACCEPTS_PER_POLL = 16;

    private final SimIo io;
    private final SimListening listening;
    private final Completions.Lane lane = new Completions.Lane();
    private @Nullable Acceptor acceptor;

    /** A failure is on its way to the acceptor. */
    private boolean failing;

    private boolean closed;

    SimListener(SimIo io, SimListening listening) {
        this.io = io;
        this.listening = listening;
        listening.watch(() -> io.touch(this));
        io.outstanding().listenerOpened();
    }

    @Override
    public SocketAddress address() {
        return listening.address();
    }

    @Override
    public void accept(Acceptor newAcceptor) {
        io.checkThread();
        if (acceptor != null || closed) {
            throw new IllegalStateException(closed ? "closed" : "accepting already");
        }
        acceptor = newAcceptor;
        io.touch(this);
    }

    @Override
    void look() {
        for (int i = 0; i < ACCEPTS_PER_POLL && listening.hasNext() && acceptor != null && !failing; i++) {
            if (io.network().happens(Fault.FAILED_ACCEPT)) {
                failing = true;
                io.completions().add(lane, this::fail);
                return;
            }
            SimSocket socket = listening.next();
            if (socket != null) {
                io.completions().add(lane, () -> accepted(socket));
            }
        }
        if (listening.hasNext() && acceptor != null) {
            io.touch(this);
        }
    }

    private void accepted(SimSocket socket) {
        io.network().trace().add("accepted", socket.number(), 0);
        if (acceptor == null) {
            socket.close();
        } else {
            acceptor.accepted(new SimStream(io, socket));
        }
    }

    private void fail() {
        failing = false;
        Acceptor to = acceptor;
        acceptor = null;
        if (to != null) {
            to.acceptFailed(SimErrors.OUT_OF_DESCRIPTORS);
        }
    }

    @Override
    public void close(Completion completion) {
        io.checkThread();
        if (closed) {
            throw new AssertionError("closed twice");
        }
        closed = true;
        acceptor = null;
        listening.close();
        io.outstanding().operationStarted();
        io.outstanding().listenerClosed();
        io.tell(lane, completion, 0); // behind those that were accepted before
    }
}
