// SPDX-License-Identifier: Apache-2.0
package io.jvloop.stream;

import static io.jvloop.task.Tasks.await;

import io.jvloop.ConnectOptions;
import io.jvloop.Connection;
import io.jvloop.EventLoop;
import io.jvloop.LoopFuture;
import io.jvloop.ServerOptions;
import io.jvloop.UnixAddress;
import io.jvloop.UnixServerOptions;
import io.jvloop.task.WaitPoint;
import java.nio.file.Path;
import java.util.List;

/**
 * Connections and servers for tasks; made for {@code import static io.jvloop.stream.Streams.*}.
 *
 * {@snippet :
 * run(() -> {
 *     try (StreamPair streams = openConnection("example.org", 7)) {
 *         streams.writer().write("hello\n");
 *         System.out.println(streams.reader().readLine());
 *     }
 * });
 * }
 *
 * <p>Each method waits: it parks the task that calls. In something that is not a task it throws {@link IllegalStateException}.
 */
public final class Streams {
    private Streams() {}

    /** As the longer form, with the usual options. */
    public static StreamPair openConnection(String host, int port) throws Exception {
        return openConnection(host, port, ConnectOptions.DEFAULT, StreamOptions.DEFAULT);
    }

    /**
     * Connects by TCP, as {@link EventLoop#createConnection(io.jvloop.ProtocolFactory, String, int, ConnectOptions)} does.
     * Cancelling the task meanwhile leaves nothing open.
     */
    public static StreamPair openConnection(String host, int port, ConnectOptions options, StreamOptions streams)
            throws Exception {
        return connected(
                loop("openConnection()").createConnection(() -> new StreamProtocol(streams), host, port, options));
    }

    /** Connects to a UNIX socket in the file system. */
    public static StreamPair openUnixConnection(Path path) throws Exception {
        return openUnixConnection(UnixAddress.of(path), StreamOptions.DEFAULT);
    }

    /** Connects to a UNIX socket. */
    public static StreamPair openUnixConnection(UnixAddress address, StreamOptions streams) throws Exception {
        return connected(loop("openUnixConnection()").createUnixConnection(() -> new StreamProtocol(streams), address));
    }

    private static StreamPair connected(LoopFuture<Connection<StreamProtocol>> connecting) throws Exception {
        return await(connecting).protocol().streams();
    }

    /** As the longer form, with one host and the usual options. */
    public static StreamServer startServer(StreamHandler handler, String host, int port) throws Exception {
        return startServer(handler, List.of(host), port, ServerOptions.DEFAULT, StreamOptions.DEFAULT);
    }

    /**
     * Listens for TCP connections, as {@link EventLoop#createServer(io.jvloop.ProtocolFactory, List, int, ServerOptions)} does,
     * and has the handler serve each in a task of its own.
     */
    public static StreamServer startServer(
            StreamHandler handler, List<String> hosts, int port, ServerOptions options, StreamOptions streams)
            throws Exception {
        return await(StreamServer.start(loop("startServer()"), handler, hosts, port, options, streams));
    }

    /** As the longer form, with the usual options. */
    public static StreamServer startUnixServer(StreamHandler handler, Path path) throws Exception {
        return startUnixServer(handler, UnixAddress.of(path), UnixServerOptions.DEFAULT, StreamOptions.DEFAULT);
    }

    /** Listens on a UNIX socket, and has the handler serve each connection in a task of its own. */
    public static StreamServer startUnixServer(
            StreamHandler handler, UnixAddress address, UnixServerOptions options, StreamOptions streams)
            throws Exception {
        return await(StreamServer.startUnix(loop("startUnixServer()"), handler, address, options, streams));
    }

    private static EventLoop loop(String call) {
        return WaitPoint.loopOfTask(call);
    }
}
