// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.rig;

import io.jvloop.UnixAddress;
import io.jvloop.testkit.Peer;
import io.jvloop.testkit.SocketKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sockets of the JDK's, which never block, on this machine. */
final class RealWorld implements World {
    private static final int BACKLOG = 1024;

    private final byte[] buffer = new byte[64 * 1024];
    private final List<RealPeer> peers = new ArrayList<>();
    private final List<RealListener> listeners = new ArrayList<>();
    private final Folder folder = new Folder();

    /** A folder for the files of UNIX sockets, made when it is first needed. */
    static final class Folder {
        private @Nullable Path path;
        private int names;

        Path newFile() throws IOException {
            if (path == null) {
                path = Files.createTempDirectory("jvloop");
            }
            return path.resolve("socket" + names++);
        }

        void delete() {
            if (path == null) {
                return;
            }
            try (var files = Files.list(path)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
                Files.delete(path);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    @Override
    public Listener listen(SocketKind kind) throws IOException {
        RealListener listener = new RealListener(kind);
        listeners.add(listener);
        return listener;
    }

    private final class RealListener implements Listener {
        private final ServerSocketChannel channel;
        private final SocketAddress address;

        RealListener(SocketKind kind) throws IOException {
            if (kind == SocketKind.TCP) {
                channel = ServerSocketChannel.open(StandardProtocolFamily.INET);
                channel.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), BACKLOG);
                address = channel.getLocalAddress();
            } else {
                Path file = folder.newFile();
                channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                channel.bind(UnixDomainSocketAddress.of(file), BACKLOG);
                address = UnixAddress.of(file);
            }
            channel.configureBlocking(false);
        }

        @Override
        public SocketAddress address() {
            return address;
        }

        @Override
        public @Nullable Peer accept() {
            try {
                SocketChannel accepted = channel.accept();
                return accepted == null ? null : peer(accepted);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private RealPeer peer(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        RealPeer peer = new RealPeer(channel, buffer);
        peers.add(peer);
        return peer;
    }

    @Override
    public Peer connect(SocketAddress address) throws IOException {
        SocketChannel channel;
        SocketAddress to;
        if (address instanceof UnixAddress unix) {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            to = UnixDomainSocketAddress.of(unix.path());
        } else {
            channel = SocketChannel.open();
            to = address;
        }
        channel.configureBlocking(false);
        try {
            channel.connect(to);
        } catch (IOException refused) {
            channel.close();
            throw refused;
        }
        return peer(channel);
    }

    @Override
    public SocketAddress unusedAddress(SocketKind kind) throws IOException {
        if (kind == SocketKind.UNIX) {
            return UnixAddress.of(folder.newFile());
        }
        Listener listener = listen(kind);
        listener.close(); // the system hands out other ports for a while
        return listener.address();
    }

    @Override
    public boolean work() {
        boolean any = false;
        for (int i = 0; i < peers.size(); i++) {
            any |= peers.get(i).work();
        }
        return any;
    }

    @Override
    public void close() {
        peers.forEach(RealPeer::close);
        listeners.forEach(RealListener::close);
        folder.delete();
    }
}
