// SPDX-License-Identifier: Apache-2.0
package io.jvloop.net;

import io.jvloop.ExceptionContext;
import io.jvloop.TimerHandle;
import io.jvloop.io.Acceptor;
import io.jvloop.io.Completion;
import io.jvloop.io.IoListener;
import io.jvloop.io.IoStream;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One listening socket of a server. When the system has no descriptors left it says so once, leaves connections in the
 * backlog for a while, and tries again (asyncio's ACCEPT_RETRY_DELAY).
 */
final class Listening implements Acceptor {
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final NetContext context;
    private final SocketServer server;
    private final IoListener socket;
    private @Nullable TimerHandle retry;
    private boolean complained;
    private boolean closed;

    Listening(NetContext context, SocketServer server, IoListener socket) {
        this.context = context;
        this.server = server;
        this.socket = socket;
    }

    SocketAddress address() {
        return socket.address();
    }

    /** Throws {@link IllegalStateException} when the kernel will not watch it. */
    void start() {
        socket.accept(this);
    }

    private void startAgain() {
        try {
            start();
        } catch (IllegalStateException refused) {
            retryLater(refused);
        }
    }

    @Override
    public void accepted(IoStream stream) {
        complained = false;
        server.accepted(stream);
    }

    @Override
    public void acceptFailed(int result) {
        if (!closed) {
            retryLater(NetErrors.failed("accept", result));
        }
    }

    private void retryLater(Exception cause) {
        if (!complained) {
            complained = true;
            context.errors()
                    .report(ExceptionContext.of(
                                    "accept failed on " + NetErrors.text(address()) + "; trying again every "
                                            + RETRY.toSeconds() + " s",
                                    cause)
                            .withServer(server));
        }
        if (closed) { // by whoever was told
            return;
        }
        retry = context.scheduler().callLater(RETRY, this::startAgain);
    }

    void close(Completion done) {
        closed = true;
        if (retry != null) {
            retry.cancel();
        }
        socket.close(done);
    }
}
