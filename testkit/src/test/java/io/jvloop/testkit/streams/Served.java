// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.streams;

import io.jvloop.ServerOptions;
import io.jvloop.UnixAddress;
import io.jvloop.UnixServerOptions;
import io.jvloop.stream.StreamHandler;
import io.jvloop.stream.StreamOptions;
import io.jvloop.stream.StreamServer;
import io.jvloop.task.Task;
import io.jvloop.task.Tasks;
import io.jvloop.testkit.Peer;
import io.jvloop.testkit.Rig;
import io.jvloop.testkit.Serving;
import io.jvloop.testkit.SocketKind;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A stream server on the loop under test. */
final class Served {
    private final Rig rig;
    private final StreamServer server;
    private final Serving<?> serving;
    private int begun;
    private int ended;
    private @Nullable Throwable thrown;
    private @Nullable Task<?> task;

    private Served(Rig rig, StreamHandler handler, StreamOptions options) throws Exception {
        this.rig = rig;
        StreamHandler watched = (reader, writer) -> {
            begun++;
            task = Tasks.currentTask();
            try {
                handler.handle(reader, writer);
            } catch (Throwable failure) {
                thrown = failure;
                throw failure;
            } finally {
                ended++;
            }
        };
        server = Objects.requireNonNull(rig.await(
                rig.sockets() == SocketKind.UNIX
                        ? StreamServer.startUnix(
                                rig.loop(),
                                watched,
                                (UnixAddress) rig.unusedAddress(),
                                UnixServerOptions.DEFAULT.withBacklog(10_000),
                                options)
                        : StreamServer.start(
                                rig.loop(),
                                watched,
                                List.of("127.0.0.1"),
                                0,
                                ServerOptions.DEFAULT.withBacklog(10_000),
                                options)));
        serving = rig.serving(server);
    }

    static Served by(Rig rig, StreamHandler handler) throws Exception {
        return new Served(rig, handler, StreamOptions.DEFAULT);
    }

    static Served by(Rig rig, int limitBytes, StreamHandler handler) throws Exception {
        return new Served(rig, handler, StreamOptions.DEFAULT.withLimitBytes(limitBytes));
    }

    StreamServer server() {
        return server;
    }

    Serving<?> serving() {
        return serving;
    }

    /** A peer whose handler has begun. */
    Peer connect() {
        int before = begun;
        Peer peer = serving.connect();
        rig.runUntil("a handler begins", () -> begun > before && peer.isConnected());
        return peer;
    }

    /** The task of the last handler. */
    Task<?> task() {
        return Objects.requireNonNull(task);
    }

    /** Until all handlers have ended: what the last one to fail has thrown. */
    @Nullable
    Throwable end() {
        rig.runUntil("the handlers have ended", () -> begun > 0 && ended == begun);
        return thrown;
    }

    int ended() {
        return ended;
    }
}
