// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import static io.jvloop.testkit.SocketKind.TCP;
import static io.jvloop.testkit.SocketKind.UNIX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.BaseProtocol;
import io.jvloop.ConnectOptions;
import io.jvloop.Connection;
import io.jvloop.EventLoop;
import io.jvloop.LoopFuture;
import io.jvloop.Transport;
import io.jvloop.testkit.Call;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.RecordingProtocol;
import io.jvloop.testkit.Rig;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connecting: addresses, failures, and taking it back. */
@Timeout(60)
class ConnectingTest {
    @EveryBackend(sockets = {TCP, UNIX})
    void theProtocolHasBeenToldWhenTheFutureCompletes(Rig rig) throws Exception {
        var serving = rig.serve(RecordingProtocol::new);
        LoopFuture<Connection<RecordingProtocol>> connecting = rig.connectTo(serving.address(), RecordingProtocol::new);
        assertFalse(connecting.isDone());
        Connection<RecordingProtocol> connection = Objects.requireNonNull(rig.await(connecting));
        assertEquals(List.of(Call.CONNECTION_MADE), connection.protocol().calls());
        assertSame(connection.transport(), connection.protocol().transport());
        assertSame(rig.loop(), connection.transport().loop());
        assertEquals(serving.address(), connection.transport().remoteAddress());
        connection.transport().close();
    }

    @EveryBackend(sockets = {TCP, UNIX})
    void addressesSurviveTheClose(Rig rig) {
        var connection = rig.connect();
        var local = connection.transport().localAddress();
        var remote = connection.transport().remoteAddress();
        assertEquals(connection.peer().localAddress(), remote);
        connection.transport().close();
        rig.runUntil(connection::isLost);
        assertEquals(local, connection.transport().localAddress());
        assertEquals(remote, connection.transport().remoteAddress());
        assertTrue(connection.transport().descriptor().isEmpty());
        assertThrows(
                IllegalStateException.class,
                () -> connection.transport().option(java.net.StandardSocketOptions.SO_KEEPALIVE));
        var unasked = rig.accept();
        unasked.transport().abort();
        rig.runUntil(unasked::isLost);
        assertEquals(unasked.peer().remoteAddress(), unasked.transport().localAddress());
    }

    @EveryBackend(sockets = {TCP, UNIX})
    void aRefusedConnectionSaysWhere(Rig rig) {
        var nobody = rig.unusedAddress();
        IOException failure =
                assertThrows(IOException.class, () -> rig.await(rig.connectTo(nobody, RecordingProtocol::new)));
        String port = nobody instanceof InetSocketAddress internet ? ":" + internet.getPort() : nobody.toString();
        assertTrue(failure.getMessage().contains(port), failure.getMessage());
        if (rig.sockets() == TCP) {
            assertInstanceOf(ConnectException.class, failure);
        } else {
            assertInstanceOf(java.nio.file.NoSuchFileException.class, failure);
        }
    }

    /** With -Djava.net.preferIPv4Stack, as where the system has no IPv6. */
    @Test
    void nioRefusesAnIpv6AddressWhereTheJvmHasNone(@TempDir Path scratch) throws Exception {
        Process process = ChildJvm.start(scratch, "", List.of("-Djava.net.preferIPv4Stack=true"), WithoutIpv6.class);
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals("connect to [0:0:0:0:0:0:0:1]:9: address family not supported\nclosed\n", said);
        } finally {
            process.destroyForcibly();
        }
    }

    @EveryBackend(seeds = 0)
    void aNameThatNobodyKnowsIsAnUnknownHost(Rig rig) {
        assertThrows(
                UnknownHostException.class,
                () -> rig.await(rig.loop().createConnection(RecordingProtocol::new, "no-such-host.invalid", 80)));
    }

    @EveryBackend(seeds = 5)
    void whatMakesNoSenseIsRefusedAtTheDoor(Rig rig) {
        EventLoop loop = rig.loop();
        for (int port : new int[] {0, -1, 65536}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> loop.createConnection(RecordingProtocol::new, "127.0.0.1", port));
        }
        assertThrows(IllegalArgumentException.class, () -> loop.createConnection(RecordingProtocol::new, "", 80));
    }

    @EveryBackend(seeds = 0)
    void namesAreResolvedAndOnlyTheFamilyThatWasAskedForIsTried(Rig rig) throws Exception {
        var serving = rig.serve(RecordingProtocol::new);
        int port = ((InetSocketAddress) serving.address()).getPort();
        var connection = Objects.requireNonNull(rig.await(rig.loop()
                .createConnection(
                        RecordingProtocol::new,
                        "localhost",
                        port,
                        ConnectOptions.DEFAULT.withFamily(StandardProtocolFamily.INET))));
        connection.transport().close();
        assertThrows(
                UnknownHostException.class,
                () -> rig.await(rig.loop()
                        .createConnection(
                                RecordingProtocol::new,
                                "127.0.0.1",
                                port,
                                ConnectOptions.DEFAULT.withFamily(StandardProtocolFamily.INET6))));
    }

    @EveryBackend(seeds = 0)
    void aLocalAddressThatIsNotOursIsNamed(Rig rig) {
        var serving = rig.serve(RecordingProtocol::new);
        int port = ((InetSocketAddress) serving.address()).getPort();
        BindException notOurs =
                assertThrows(BindException.class, () -> rig.await(connectFrom("192.0.2.7", port, rig))); // RFC 5737
        assertTrue(notOurs.getMessage().contains("from 192.0.2.7:0: cannot assign"), notOurs.getMessage());
    }

    private static LoopFuture<Connection<RecordingProtocol>> connectFrom(String local, int port, Rig rig) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral(local), 0);
        return rig.loop()
                .createConnection(
                        RecordingProtocol::new, "127.0.0.1", port, ConnectOptions.DEFAULT.withLocalAddress(address));
    }

    @EveryBackend(seeds = 0)
    void theLocalAddressMayBeChosen(Rig rig) throws Exception {
        var serving = rig.serve(RecordingProtocol::new);
        int port = ((InetSocketAddress) serving.address()).getPort();
        var connection = Objects.requireNonNull(rig.await(connectFrom("127.0.0.3", port, rig)));
        assertEquals(
                InetAddress.ofLiteral("127.0.0.3"),
                ((InetSocketAddress)
                                Objects.requireNonNull(connection.transport().localAddress()))
                        .getAddress());
        connection.transport().close();
        assertThrows(IOException.class, () -> rig.await(connectFrom("::1", port, rig)), "the families do not fit");
    }

    @EveryBackend(seeds = 0)
    void aNegativeSizeOfABufferIsRefused(Rig rig) {
        var connection = rig.connect();
        for (var option : List.of(StandardSocketOptions.SO_RCVBUF, StandardSocketOptions.SO_SNDBUF)) {
            assertThrows(
                    IllegalArgumentException.class, () -> connection.transport().setOption(option, -5));
        }
    }

    @EveryBackend(seeds = 0)
    void aTypeOfServiceOfMoreThanEightBitsIsRefused(Rig rig) {
        Transport transport = rig.connect().transport();
        transport.setOption(StandardSocketOptions.IP_TOS, 0x10);
        for (int wrong : new int[] {-1, 256, 0x100 + 0x20}) {
            assertThrows(
                    IllegalArgumentException.class, () -> transport.setOption(StandardSocketOptions.IP_TOS, wrong));
        }
        assertEquals(0x10, transport.option(StandardSocketOptions.IP_TOS));
    }

    // ---- taking it back

    @EveryBackend(sockets = {TCP, UNIX})
    void cancellingAtAnyTurnLeavesNothingBehind(Rig rig) {
        var serving = rig.serve(RecordingProtocol::new);
        for (int turns = 0; turns < 8; turns++) {
            RecordingProtocol protocol = new RecordingProtocol();
            LoopFuture<Connection<RecordingProtocol>> connecting = rig.connectTo(serving.address(), () -> protocol);
            for (int i = 0; i < turns; i++) {
                rig.turn();
            }
            connecting.cancel(true);
            if (connecting.isCancelled()) {
                assertThrows(CancellationException.class, () -> rig.await(connecting));
                assertFalse(protocol.isMade());
            } else {
                connecting.join().transport().abort();
            }
        }
        rig.settle(); // the rig's audit does the rest
    }

    @EveryBackend(sockets = {TCP, UNIX})
    void cancellingInsideConnectionMadeClosesTheConnection(Rig rig) {
        var serving = rig.serve(RecordingProtocol::new);
        RecordingProtocol protocol = new RecordingProtocol();
        LoopFuture<Connection<RecordingProtocol>> connecting = rig.connectTo(serving.address(), () -> protocol);
        protocol.on(Call.CONNECTION_MADE, () -> connecting.cancel(true));
        assertThrows(CancellationException.class, () -> rig.await(connecting));
        rig.runUntil(protocol::isLost);
        assertEquals(List.of(Call.CONNECTION_MADE, Call.CONNECTION_LOST), protocol.order());
    }

    @EveryBackend(sockets = {TCP, UNIX})
    void cancellingInsideTheFactoryLeavesNothingOpen(Rig rig) {
        var serving = rig.serve(RecordingProtocol::new);
        List<LoopFuture<?>> connecting = new ArrayList<>();
        RecordingProtocol protocol = new RecordingProtocol();
        connecting.add(rig.connectTo(serving.address(), () -> {
            connecting.getFirst().cancel(true);
            return protocol;
        }));
        assertThrows(CancellationException.class, () -> rig.await(connecting.getFirst()));
        rig.settle(); // the rig's audit does the rest
        assertFalse(protocol.isMade());
    }

    @EveryBackend
    void aFactoryThatThrowsFailsTheFutureAndClosesTheConnection(Rig rig) {
        var serving = rig.serve(RecordingProtocol::new);
        IOException failure = new IOException("no protocol today");
        assertSame(
                failure,
                assertThrows(
                        IOException.class,
                        () -> rig.await(rig.<RecordingProtocol>connectTo(serving.address(), () -> {
                            throw failure;
                        }))));
        assertThrows(
                IllegalArgumentException.class,
                () -> rig.await(rig.connectTo(serving.address(), () -> new BaseProtocol() {})));
        rig.runUntil(() -> serving.server().connectionCount() == 0);
    }

    @EveryBackend
    void connectionMadeMayCloseAbortOrThrowAndTheFutureCompletesAllTheSame(Rig rig) throws Exception {
        var serving = rig.serve(RecordingProtocol::new);
        for (int i = 0; i < 3; i++) {
            RecordingProtocol protocol = new RecordingProtocol();
            int what = i;
            protocol.on(Call.CONNECTION_MADE, () -> {
                switch (what) {
                    case 0 -> protocol.transport().close();
                    case 1 -> protocol.transport().abort();
                    default -> throw new IllegalStateException("x");
                }
            });
            var connection = Objects.requireNonNull(rig.await(rig.connectTo(serving.address(), () -> protocol)));
            assertTrue(connection.transport().isClosing());
            rig.runUntil(protocol::isLost);
        }
        assertEquals(1, rig.takeReports().size());
    }

    @EveryBackend(seeds = 0)
    void aConnectionToAnAddressThatNeverAnswersCanBeGivenUp(Rig rig) {
        // 192.0.2.0/24 is for documentation: no host, and on most systems no answer
        LoopFuture<Connection<RecordingProtocol>> connecting = rig.loop()
                .createConnection(
                        RecordingProtocol::new,
                        "192.0.2.1",
                        80,
                        ConnectOptions.DEFAULT.withHappyEyeballsDelay(Duration.ofMillis(1)))
                .orTimeout(30, java.util.concurrent.TimeUnit.MILLISECONDS);
        assertThrows(Exception.class, () -> rig.await(connecting));
    }
}
