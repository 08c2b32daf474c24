// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.Backend;
import io.jvloop.ConnectOptions;
import io.jvloop.Connection;
import io.jvloop.EventLoop;
import io.jvloop.LoopFuture;
import io.jvloop.LoopOptions;
import io.jvloop.engine.Engine;
import io.jvloop.engine.EngineParts;
import io.jvloop.io.Io;
import io.jvloop.io.epoll.EpollIo;
import io.jvloop.io.nio.NioIo;
import io.jvloop.io.uring.UringIo;
import io.jvloop.net.Resolver;
import io.jvloop.testkit.RecordingProtocol;
import io.jvloop.testkit.rig.Kernels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Names with more than one address: in order, or raced as RFC 8305 has it. On the real kernels, with names of our own. */
@Timeout(60)
class SeveralAddressesTest {
    private static final InetAddress SILENT = InetAddress.ofLiteral("127.0.0.2");
    private static final InetAddress SERVING = InetAddress.ofLiteral("127.0.0.1");
    private static final Duration DELAY = Duration.ofMillis(20);

    /** A name with these addresses. */
    private record Name(List<InetAddress> addresses) implements Resolver {
        @Override
        public void resolve(String host, Found found) {
            found.accept(addresses, null);
        }

        @Override
        public void close() {}
    }

    private static EventLoop open(Backend backend, InetAddress... addresses) throws Exception {
        String whyNot = Kernels.whyNot(backend);
        Assumptions.assumeTrue(whyNot == null, "not run: " + backend.id() + " (" + whyNot + ")");
        Io io = switch (backend) {
            case IO_URING -> new UringIo();
            case EPOLL -> new EpollIo();
            default -> new NioIo();
        };
        EngineParts usual = EngineParts.of(io, "test");
        return Engine.open(
                LoopOptions.DEFAULT.withDebug(false),
                backend,
                new EngineParts(
                        io, "test", usual.clock(), new Name(List.of(addresses)), usual.executor(), usual.threads()));
    }

    /** Listens and never accepts: once its backlog is full, connecting to it takes for ever. */
    private static final class SilentServer implements AutoCloseable {
        private final ServerSocket listening = new ServerSocket();
        private final List<Socket> filling = new ArrayList<>();

        SilentServer(int port) throws IOException {
            listening.bind(new InetSocketAddress(SILENT, port), 1);
            boolean full = false;
            while (!full) {
                Socket socket = new Socket();
                filling.add(socket);
                try {
                    socket.connect(listening.getLocalSocketAddress(), 200);
                } catch (SocketTimeoutException timeout) {
                    full = true;
                }
            }
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : filling) {
                socket.close();
            }
            listening.close();
        }
    }

    private static LoopFuture<Connection<RecordingProtocol>> connect(EventLoop loop, int port, ConnectOptions options) {
        return loop.createConnection(RecordingProtocol::new, "a.name", port, options)
                .orTimeout(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource(names = {"IO_URING", "EPOLL", "NIO"})
    void anAddressThatRefusesIsFollowedByTheNextAtOnce(Backend backend) throws Exception {
        try (EventLoop loop = open(backend, SILENT, SERVING);
                ServerSocket server = new ServerSocket(0, 10, SERVING)) {
            var connection = Objects.requireNonNull(
                    loop.runUntilComplete(connect(loop, server.getLocalPort(), ConnectOptions.DEFAULT)));
            assertEquals(server.getLocalSocketAddress(), connection.transport().remoteAddress());
            connection.transport().abort();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"IO_URING", "EPOLL", "NIO"})
    void whenAllRefuseEachOfThemIsNamed(Backend backend) throws Exception {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, SERVING)) {
            port = gone.getLocalPort();
        }
        try (EventLoop loop = open(backend, SILENT, SERVING)) {
            IOException failure = assertThrows(
                    IOException.class, () -> loop.runUntilComplete(connect(loop, port, ConnectOptions.DEFAULT)));
            assertTrue(failure.getMessage().contains("127.0.0.2:" + port), failure.getMessage());
            assertEquals(1, failure.getSuppressed().length);
            assertTrue(
                    failure.getSuppressed()[0].getMessage().contains("127.0.0.1:" + port),
                    failure.getSuppressed()[0].getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"IO_URING", "EPOLL", "NIO"})
    void anAddressThatDoesNotAnswerIsRacedByTheNext(Backend backend) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, SERVING);
                SilentServer _ = new SilentServer(server.getLocalPort());
                EventLoop loop = open(backend, SILENT, SERVING)) {
            long began = loop.time();
            var connection = Objects.requireNonNull(loop.runUntilComplete(
                    connect(loop, server.getLocalPort(), ConnectOptions.DEFAULT.withHappyEyeballsDelay(DELAY))));
            assertEquals(server.getLocalSocketAddress(), connection.transport().remoteAddress());
            assertTrue(loop.time() - began >= DELAY.toNanos(), "the first address gets its time");
            assertEquals(1, loop.metrics().connectionsMade());
            connection.transport().abort();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"IO_URING", "EPOLL", "NIO"})
    void theFirstAddressWinsTheRaceWhenItAnswersInTime(Backend backend) throws Exception {
        try (ServerSocket second = new ServerSocket(0, 10, SERVING);
                ServerSocket first = new ServerSocket(second.getLocalPort(), 10, SILENT);
                EventLoop loop = open(backend, SILENT, SERVING)) {
            var connection = Objects.requireNonNull(loop.runUntilComplete(connect(
                    loop,
                    second.getLocalPort(),
                    ConnectOptions.DEFAULT.withHappyEyeballsDelay(Duration.ofSeconds(10)))));
            assertEquals(first.getLocalSocketAddress(), connection.transport().remoteAddress());
            connection.transport().abort();
        }
    }
}
