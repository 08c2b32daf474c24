// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.nio;

import io.jvloop.io.Acceptor;
import io.jvloop.io.Completion;
import io.jvloop.io.IoListener;
import io.jvloop.io.ListenOptions;
import io.jvloop.io.Result;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A listening channel: accepts while there is something, up to a limit for each event. */
final class NioListener implements IoListener, Selected {
    private static final int ACCEPTS_PER_EVENT = 64;

    private final NioIo io;
    private final ServerSocketChannel channel;
    private final ListenOptions options;
    private final SocketAddress address;
    private final SelectionKey key;
    private @Nullable Acceptor acceptor;

    NioListener(NioIo io, ServerSocketChannel channel, ListenOptions options) throws IOException {
        this.io = io;
        this.channel = channel;
        this.options = options;
        address = Objects.requireNonNull(NioAddresses.fromJdk(channel.getLocalAddress()));
        key = channel.register(io.selector(), 0, this);
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
        key.interestOps(SelectionKey.OP_ACCEPT);
    }

    @Override
    public void ready(int operations) {
        for (int i = 0; i < ACCEPTS_PER_EVENT; i++) {
            Acceptor to = acceptor;
            if (to == null) {
                return;
            }
            SocketChannel accepted = null;
            NioStream stream;
            try {
                accepted = channel.accept();
                if (accepted == null) {
                    return;
                }
                stream = prepared(accepted);
            } catch (IOException failure) {
                NioIo.closeQuietly(accepted);
                int result = NioFailures.result(failure);
                if (isOfOneConnection(result)) {
                    continue;
                }
                acceptor = null;
                key.interestOps(0);
                to.acceptFailed(result);
                return;
            }
            to.accepted(stream);
        }
    }

    private NioStream prepared(SocketChannel accepted) throws IOException {
        accepted.configureBlocking(false);
        if (address instanceof InetSocketAddress) {
            if (options.noDelay()) {
                accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            if (options.keepAlive()) {
                accepted.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            }
        }
        return NioStream.open(io, accepted);
    }

    private static boolean isOfOneConnection(int result) {
        return switch (Result.error(result)) {
            case CONNECTION_ABORTED, CONNECTION_RESET, NETWORK_UNREACHABLE, HOST_UNREACHABLE, NOT_CONNECTED -> true;
            default -> false;
        };
    }

    @Override
    public void close(Completion closed) {
        acceptor = null;
        NioIo.closeQuietly(channel);
        io.releaseClosed();
        io.outstanding().listenerClosed();
        io.outstanding().complete(closed, 0);
    }
}
