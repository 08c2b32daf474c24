// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import io.jvloop.EventLoop;
import io.jvloop.LoopFuture;
import io.jvloop.Server;
import io.jvloop.http.HttpServer;
import io.jvloop.http.HttpServerOptions;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** A server that listens. */
sealed interface Service {
    /** A way to start one. */
    @FunctionalInterface
    interface Kind {
        LoopFuture<? extends Service> listen(EventLoop loop, Endpoint endpoint);
    }

    /** Where it listens, as people write it. */
    String where();

    /** Ends it: with those clients that take what was sent to them, for this long at most. */
    LoopFuture<Integer> end(Duration patience);

    /** Sends back what it receives. */
    static LoopFuture<? extends Service> echo(EventLoop loop, Endpoint endpoint) {
        return endpoint.listen(loop, Echo::new).thenApply(EchoService::new);
    }

    /** Sends back what it receives, by a task for each connection. */
    static LoopFuture<? extends Service> echoStreams(EventLoop loop, Endpoint endpoint) {
        return endpoint.listenInTasks(loop, StreamHandlers::echo).thenApply(EchoService::new);
    }

    /** Sends back each line that it receives, by a task for each connection. */
    static LoopFuture<? extends Service> readline(EventLoop loop, Endpoint endpoint) {
        return endpoint.listenInTasks(loop, StreamHandlers::echoLines).thenApply(EchoService::new);
    }

    /** Answers requests. */
    static LoopFuture<? extends Service> http(EventLoop loop, Endpoint endpoint) {
        HttpServerOptions options = HttpServerOptions.DEFAULT.withBacklog(Endpoint.BACKLOG);
        return HttpServer.start(
                        loop,
                        switch (endpoint) {
                            case Endpoint.Tcp tcp ->
                                options.withHost(tcp.host()).withPort(tcp.port());
                            case Endpoint.Unix unix -> options.withUnix(unix.address());
                        },
                        new Pages())
                .thenApply(HttpService::new);
    }

    /** {@code serve echo} and {@code serve readline}. */
    record EchoService(Server server) implements Service {
        @Override
        public String where() {
            return Endpoint.text(server.addresses());
        }

        @Override
        public LoopFuture<Integer> end(Duration patience) {
            server.close();
            server.closeClients();
            return server.shutdown(patience);
        }
    }

    /** {@code serve http}. */
    record HttpService(HttpServer server) implements Service {
        @Override
        public String where() {
            return server.addresses().stream()
                    .map(address -> address instanceof InetSocketAddress
                            ? "http://" + Endpoint.text(List.of(address)) + "/"
                            : Endpoint.text(List.of(address)))
                    .collect(Collectors.joining(", "));
        }

        @Override
        public LoopFuture<Integer> end(Duration patience) {
            return server.shutdown(patience);
        }
    }
}
