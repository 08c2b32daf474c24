// SPDX-License-Identifier: Apache-2.0
package io.jvloop.stream;

import io.jvloop.EventLoop;
import io.jvloop.LoopFuture;
import io.jvloop.LoopPromise;
import io.jvloop.Server;
import io.jvloop.ServerOptions;
import io.jvloop.TimerHandle;
import io.jvloop.UnixAddress;
import io.jvloop.UnixServerOptions;
import io.jvloop.net.Shutdown;
import io.jvloop.task.Task;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A server with a task for each connection.
 *
 * <p>Thread: the loop's.
 */
public final class StreamServer implements Server {
    /** How long tasks that were cancelled may clean up before their connections are aborted. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Server server;
    private final Set<Task<?>> running;

    private StreamServer(Server server, Set<Task<?>> running) {
        this.server = server;
        this.running = running;
    }

    /** As {@link Streams#startServer(StreamHandler, List, int, ServerOptions, StreamOptions)}, outside of a task. */
    public static LoopFuture<StreamServer> start(
            EventLoop loop,
            StreamHandler handler,
            List<String> hosts,
            int port,
            ServerOptions options,
            StreamOptions streams) {
        return start(loop, handler, streams, factory -> loop.createServer(factory::get, hosts, port, options));
    }

    /** As {@link Streams#startUnixServer(StreamHandler, UnixAddress, UnixServerOptions, StreamOptions)}, outside of a task. */
    public static LoopFuture<StreamServer> startUnix(
            EventLoop loop,
            StreamHandler handler,
            UnixAddress address,
            UnixServerOptions options,
            StreamOptions streams) {
        return start(loop, handler, streams, factory -> loop.createUnixServer(factory::get, address, options));
    }

    private static LoopFuture<StreamServer> start(
            EventLoop loop,
            StreamHandler handler,
            StreamOptions streams,
            Function<Supplier<Handled>, LoopFuture<Server>> listen) {
        Set<Task<?>> running = new LinkedHashSet<>();
        LoopFuture<Server> listening = listen.apply(() -> new Handled(streams, handler, running));
        LoopPromise<StreamServer> promise = loop.createFuture();
        promise.onCancel(listening::cancel);
        var _ = listening.whenComplete((server, failure) -> {
            if (failure != null) {
                promise.completeExceptionally(failure);
            } else if (!promise.complete(new StreamServer(server, running))) {
                server.close(); // nobody waits for it any more
            }
        });
        return promise.future();
    }

    @Override
    public List<SocketAddress> addresses() {
        return server.addresses();
    }

    @Override
    public boolean isServing() {
        return server.isServing();
    }

    @Override
    public void startServing() {
        server.startServing();
    }

    @Override
    public LoopFuture<Void> serveForever() {
        return server.serveForever();
    }

    @Override
    public int connectionCount() {
        return server.connectionCount();
    }

    @Override
    public void close() {
        server.close();
    }

    @Override
    public void closeClients() {
        server.closeClients();
    }

    @Override
    public void abortClients() {
        server.abortClients();
    }

    @Override
    public LoopFuture<Void> waitClosed() {
        return server.waitClosed();
    }

    /** Cancels the tasks that serve connections. */
    public void cancelHandlers() {
        List.copyOf(running).forEach(task -> task.cancel(true));
    }

    /**
     * The orderly end: stops listening, lets the handlers end by themselves, and cancels those that have not when the time is
     * over, also where their connections are gone. Connections of handlers that have not ended a second after that are aborted,
     * and such handlers are not waited for any longer.
     *
     * @param deadline how long to wait at most; zero cancels at once
     * @return completes when all connections and handlers are gone, with the number of connections that had to be ended.
     *     Cancelling it gives up the deadline: handlers that have not ended go on
     */
    @Override
    public LoopFuture<Integer> shutdown(Duration deadline) {
        Objects.requireNonNull(deadline);
        server.close();
        int[] ended = new int[1];
        LoopPromise<Void> handlersGone = loop().createFuture();
        TimerHandle[] timer = new TimerHandle[1];
        timer[0] = loop().callLater(deadline, () -> {
            ended[0] = server.connectionCount();
            cancelHandlers();
            timer[0] = loop().callLater(GRACE, () -> {
                server.abortClients();
                handlersGone.complete(null);
            });
        });
        LoopFuture<Void> gone = server.waitClosed().thenCompose(_ -> {
            var _ = CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
                    .whenComplete((_, _) -> handlersGone.complete(null));
            return handlersGone;
        });
        return Shutdown.until(loop(), gone, () -> timer[0].cancel(), () -> ended[0]);
    }

    @Override
    public EventLoop loop() {
        return server.loop();
    }

    @Override
    public String toString() {
        return "Stream" + server;
    }
}
