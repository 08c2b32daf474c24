// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import io.jvloop.BaseProtocol;
import io.jvloop.EventLoop;
import io.jvloop.LoopFuture;
import io.jvloop.ProtocolFactory;
import io.jvloop.Server;
import io.jvloop.ServerOptions;
import io.jvloop.UnixAddress;
import io.jvloop.UnixServerOptions;
import io.jvloop.stream.StreamHandler;
import io.jvloop.stream.StreamOptions;
import io.jvloop.stream.StreamServer;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where a server listens, as {@code --host}, {@code --port} and {@code --unix} say. */
sealed interface Endpoint {
    int BACKLOG = 1024;

    /** Starts to listen. */
    LoopFuture<Server> listen(EventLoop loop, ProtocolFactory<? extends BaseProtocol> factory);

    /** Starts to listen, with a task for each connection. */
    LoopFuture<StreamServer> listenInTasks(EventLoop loop, StreamHandler handler);

    /** A host and a port. */
    record Tcp(String host, int port) implements Endpoint {
        @Override
        public LoopFuture<Server> listen(EventLoop loop, ProtocolFactory<? extends BaseProtocol> factory) {
            return loop.createServer(factory, host, port, ServerOptions.DEFAULT.withBacklog(BACKLOG));
        }

        @Override
        public LoopFuture<StreamServer> listenInTasks(EventLoop loop, StreamHandler handler) {
            ServerOptions options = ServerOptions.DEFAULT.withBacklog(BACKLOG);
            return StreamServer.start(loop, handler, List.of(host), port, options, StreamOptions.DEFAULT);
        }

        @Override
        public String toString() {
            return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]:" + port : host + ":" + port;
        }
    }

    /** A path. */
    record Unix(UnixAddress address) implements Endpoint {
        @Override
        public LoopFuture<Server> listen(EventLoop loop, ProtocolFactory<? extends BaseProtocol> factory) {
            return loop.createUnixServer(factory, address, UnixServerOptions.DEFAULT.withBacklog(BACKLOG));
        }

        @Override
        public LoopFuture<StreamServer> listenInTasks(EventLoop loop, StreamHandler handler) {
            UnixServerOptions options = UnixServerOptions.DEFAULT.withBacklog(BACKLOG);
            return StreamServer.startUnix(loop, handler, address, options, StreamOptions.DEFAULT);
        }

        @Override
        public String toString() {
            return "unix:" + address;
        }
    }

    /** From options, checked. */
    static Endpoint of(Options options, int defaultPort) throws BadInput {
        String path = options.value("--unix");
        if (path == null) {
            String host = options.value("--host", "127.0.0.1");
            return new Tcp(host, options.port("--port", defaultPort));
        }
        if (options.has("--port") || options.has("--host")) {
            throw new BadInput("--unix goes with neither --port nor --host");
        }
        try {
            return new Unix(UnixAddress.of(path));
        } catch (IllegalArgumentException invalid) {
            throw new BadInput("--unix: " + invalid.getMessage());
        }
    }

    /** Addresses as people write them. */
    static String text(List<SocketAddress> addresses) {
        return addresses.stream().map(Endpoint::text).collect(Collectors.joining(", "));
    }

    private static String text(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return "unix:" + address;
        }
        String host = inet.getAddress().getHostAddress();
        if (inet.getAddress() instanceof Inet6Address) {
            host = "[" + shortened(host) + "]";
        }
        return host + ":" + inet.getPort();
    }

    /** The JDK writes all eight groups: the longest run of zeros becomes {@code ::} (RFC 5952). */
    private static String shortened(String address) {
        String best = "";
        Matcher runs = Pattern.compile("(?:^|:)0(?::0)+(?=:|%|$)").matcher(address);
        int at = 0;
        while (runs.find()) {
            if (runs.group().length() > best.length()) {
                best = runs.group();
                at = runs.start();
            }
        }
        if (best.isEmpty()) {
            return address;
        }
        String rest = address.substring(at + best.length());
        return address.substring(0, at) + "::" + (rest.startsWith(":") ? rest.substring(1) : rest);
    }
}
