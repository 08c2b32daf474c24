// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import io.jvloop.EventLoop;
import io.jvloop.LoopFuture;
import io.jvloop.Server;
import io.jvloop.ServerOptions;
import io.jvloop.TimerHandle;
import io.jvloop.UnixServerOptions;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * An HTTP/1 server on an event loop.
 *
 * {@snippet :
 * try (EventLoop loop = EventLoop.open()) {
 *     HttpServer server = loop.runUntilComplete(HttpServer.start(loop, HttpServerOptions.DEFAULT,
 *             (request, response) -> response.headers(HttpFields.TEXT).send("hello\n")));
 *     loop.runForever();
 * }
 * }
 *
 * <p>HTTP/1.0 and HTTP/1.1 as RFC 9110 and RFC 9112 have them, and strictly: what can be read in two ways is refused. It
 * keeps connections alive, answers pipelined requests in order, and does not read from a client that does not read.
 * Upgrades are declined: the request is answered as if there had been no Upgrade.
 *
 * <p>What is wrong with a request is answered, then the connection closed: 400, 408 (too slow), 413, 414, 431 (too large),
 * 417, 501 (an unknown method, and CONNECT), 505.
 *
 * <p>Thread: the loop's; every method throws {@link IllegalStateException} on another one.
 */
public final class HttpServer {
    private final ServerContext context;
    private final Server server;

    private HttpServer(ServerContext context, Server server) {
        this.context = context;
        this.server = server;
    }

    /**
     * Listens and serves.
     *
     * @return fails as {@link EventLoop#createServer} does
     */
    public static LoopFuture<HttpServer> start(EventLoop loop, HttpServerOptions options, HttpHandler handler) {
        ServerContext context = new ServerContext(loop, options, handler);
        return listen(loop, options, context).thenApply(server -> new HttpServer(context, server));
    }

    private static LoopFuture<Server> listen(EventLoop loop, HttpServerOptions options, ServerContext context) {
        if (options.unix() != null) {
            return loop.createUnixServer(
                    () -> new HttpConnection(context),
                    options.unix(),
                    UnixServerOptions.DEFAULT.withBacklog(options.backlog()));
        }
        return loop.createServer(
                () -> new HttpConnection(context),
                options.host(),
                options.port(),
                ServerOptions.DEFAULT.withBacklog(options.backlog()));
    }

    /** Where it listens, one address for each socket, with the real port where 0 was asked for. Empty once closed. */
    public List<SocketAddress> addresses() {
        return server.addresses();
    }

    /**
     * The port of the first address.
     *
     * @throws IllegalStateException when it is closed, or listens on a UNIX socket
     */
    public int port() {
        List<SocketAddress> all = addresses();
        if (all.isEmpty() || !(all.getFirst() instanceof InetSocketAddress address)) {
            throw new IllegalStateException("it listens on no port");
        }
        return address.getPort();
    }

    /** Its sockets and connections, as the loop has them. */
    public Server server() {
        return server;
    }

    /**
     * The orderly end: stops listening, closes connections that wait for a request, lets the others answer the one that
     * they have, and aborts those that have not when the time is over. A client that has its whole answer is given until then
     * to close its side.
     *
     * @param deadline how long to wait at most; zero aborts at once
     * @return completes when all connections are gone, with the number of those that still owed an answer, or a part of
     *     one, when they were aborted
     */
    public LoopFuture<Integer> shutdown(Duration deadline) {
        Objects.requireNonNull(deadline);
        server.close();
        context.shutDown();
        int[] owing = new int[1];
        TimerHandle timeOver = server.loop().callLater(deadline, () -> owing[0] = context.owing());
        return server.shutdown(deadline).thenApply(_ -> {
            timeOver.cancel();
            return owing[0];
        });
    }
}
