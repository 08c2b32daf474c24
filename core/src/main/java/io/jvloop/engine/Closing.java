// SPDX-License-Identifier: Apache-2.0
package io.jvloop.engine;

import io.jvloop.ExceptionContext;
import io.jvloop.LoopPromise;
import io.jvloop.io.Io;
import io.jvloop.loop.Errors;
import io.jvloop.net.Network;
import io.jvloop.net.OpenThings;
import io.jvloop.net.SocketServer;
import io.jvloop.net.SocketTransport;
import java.util.List;

/** The end of a loop, in order: whatever is open is reported, ended and waited for. */
final class Closing {
    /** In this many polls a kernel has let go of everything that was shut down. */
    private static final int POLLS_MAX = 10_000;

    private static final long POLL_NANOS = 1_000_000;

    private final Io io;
    private final Errors errors;
    private final OpenThings open;
    private final Network network;
    private final Promises promises;

    Closing(Io io, Errors errors, OpenThings open, Network network, Promises promises) {
        this.io = io;
        this.errors = errors;
        this.open = open;
        this.network = network;
        this.promises = promises;
    }

    void run() {
        for (SocketServer server : List.copyOf(open.servers())) {
            errors.report(ExceptionContext.of("the loop was closed with an open server", null)
                    .withServer(server)
                    .withOrigin(server.origin()));
            server.close();
        }
        network.close();
        for (SocketTransport transport : List.copyOf(open.transports())) {
            errors.report(ExceptionContext.of("the loop was closed with an open transport", null)
                    .withTransport(transport)
                    .withProtocol(transport.protocol())
                    .withOrigin(transport.origin()));
            transport.abort();
        }
        try {
            drain();
        } finally { // whoever waits on another thread shall not wait for ever
            for (LoopPromise<?> promise : promises.waiting()) {
                promise.cancel(false);
            }
        }
    }

    private void drain() {
        for (int polls = 0; !io.audit().isClean(); polls++) {
            if (polls == POLLS_MAX) {
                throw new IllegalStateException("the kernel does not let go of " + io.audit());
            }
            io.poll(POLL_NANOS);
        }
    }
}
