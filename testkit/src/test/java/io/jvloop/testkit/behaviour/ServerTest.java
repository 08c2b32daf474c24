// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import static io.jvloop.testkit.SocketKind.TCP;
import static io.jvloop.testkit.SocketKind.UNIX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.EventLoop;
import io.jvloop.LoopFuture;
import io.jvloop.Server;
import io.jvloop.ServerOptions;
import io.jvloop.SystemError;
import io.jvloop.testkit.Call;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Peer;
import io.jvloop.testkit.RecordingProtocol;
import io.jvloop.testkit.Rig;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Timeout;

/** Servers: where they listen, whom they serve, and how they end. */
@Timeout(60)
class ServerTest {
    private static Server open(Rig rig, LoopFuture<Server> opening) {
        try {
            return Objects.requireNonNull(rig.await(opening));
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static int port(Server server, int index) {
        return ((InetSocketAddress) server.addresses().get(index)).getPort();
    }

    // ---- listening

    @EveryBackend(seeds = 5)
    void portZeroIsAnyFreePortAndEachSocketGetsItsOwn(Rig rig) {
        Server server = open(
                rig,
                rig.loop()
                        .createServer(
                                RecordingProtocol::new, List.of("127.0.0.1", "127.0.0.2"), 0, ServerOptions.DEFAULT));
        assertEquals(2, server.addresses().size());
        assertNotEquals(0, port(server, 0));
        assertNotEquals(0, port(server, 1));
        server.close();
    }

    @EveryBackend(seeds = 0)
    void theSameAddressTwiceIsOneSocket(Rig rig) {
        Server server = open(
                rig,
                rig.loop()
                        .createServer(
                                RecordingProtocol::new,
                                List.of("127.0.0.1", "127.0.0.1", "localhost"),
                                0,
                                ServerOptions.DEFAULT.withFamily(StandardProtocolFamily.INET)));
        assertEquals(1, server.addresses().size());
        server.close();
    }

    @EveryBackend(seeds = 0)
    void theEmptyHostIsEveryInterface(Rig rig) throws Exception {
        Server server = open(rig, rig.loop().createServer(RecordingProtocol::new, "", 0));
        Set<String> hosts = new HashSet<>();
        server.addresses()
                .forEach(address ->
                        hosts.add(((InetSocketAddress) address).getAddress().getHostAddress()));
        assertTrue(hosts.contains("0.0.0.0") || hosts.contains("0:0:0:0:0:0:0:0"), hosts.toString());
        try (var client = new java.net.Socket(InetAddress.ofLiteral("127.0.0.1"), port(server, 0))) {
            rig.runUntil(() -> server.connectionCount() == 1);
            assertTrue(client.isConnected());
        }
        rig.runUntil(() -> server.connectionCount() == 0);
        server.close();
    }

    @EveryBackend(seeds = 0)
    void ipv6WorksWithAndWithoutBrackets(Rig rig) throws Exception {
        for (String host : List.of("::1", "[::1]")) {
            Server server = open(rig, rig.loop().createServer(RecordingProtocol::new, host, 0));
            var connection = Objects.requireNonNull(
                    rig.await(rig.loop().createConnection(RecordingProtocol::new, host, port(server, 0))));
            assertEquals(server.addresses().getFirst(), connection.transport().remoteAddress());
            connection.transport().close();
            server.close();
            rig.await(server.waitClosed());
        }
    }

    @EveryBackend(seeds = 0)
    void ipv6OnlyLeavesThePortToIpv4OrIsRefusedByName(Rig rig) throws Exception {
        ServerOptions only = ServerOptions.DEFAULT.withIpv6Only(true);
        LoopFuture<Server> opening = rig.loop().createServer(RecordingProtocol::new, "::", 0, only);
        if (rig.backend().startsWith("nio")) {
            UnsupportedOperationException refused =
                    assertThrows(UnsupportedOperationException.class, () -> rig.await(opening));
            assertTrue(refused.getMessage().contains("nio"), refused.getMessage());
            return;
        }
        Server six = open(rig, opening);
        Server four = open(rig, rig.loop().createServer(RecordingProtocol::new, "0.0.0.0", port(six, 0)));
        six.close();
        four.close();
    }

    @EveryBackend(sockets = {TCP, UNIX})
    void anAddressInUseIsNamedAndNothingStaysOpen(Rig rig) {
        var serving = rig.serve(RecordingProtocol::new);
        if (serving.address() instanceof InetSocketAddress taken) {
            String text = "127.0.0.1:" + taken.getPort();
            BindException failure = assertThrows(
                    BindException.class,
                    () -> rig.await(rig.loop()
                            .createServer(
                                    RecordingProtocol::new,
                                    List.of("127.0.0.2", "127.0.0.1"),
                                    taken.getPort(),
                                    ServerOptions.DEFAULT)));
            assertTrue(failure.getMessage().contains(text), failure.getMessage());
            assertTrue(failure.getMessage().contains("in use"), failure.getMessage());
            if (!rig.backend().startsWith("nio")) {
                assertEquals(98, SystemError.errno(failure).orElse(0), "EADDRINUSE");
            }
        }
    }

    @EveryBackend(seeds = 5)
    void anAddressThatThisHostDoesNotHaveIsNamed(Rig rig) {
        BindException failure = assertThrows(
                BindException.class, () -> rig.await(rig.loop().createServer(RecordingProtocol::new, "192.0.2.1", 0)));
        assertTrue(failure.getMessage().contains("192.0.2.1"), failure.getMessage());
    }

    @EveryBackend(seeds = 0)
    void aHostThatNobodyKnowsIsNamed(Rig rig) {
        UnknownHostException failure = assertThrows(
                UnknownHostException.class,
                () -> rig.await(rig.loop().createServer(RecordingProtocol::new, "no-such-host.invalid", 0)));
        assertTrue(failure.getMessage().contains("no-such-host.invalid"), failure.getMessage());
    }

    @EveryBackend(seeds = 5)
    void aWrongPortOrNoHostIsRefusedAtTheDoor(Rig rig) {
        EventLoop loop = rig.loop();
        for (int port : new int[] {-1, 65536, Integer.MAX_VALUE}) {
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class, () -> loop.createServer(RecordingProtocol::new, "127.0.0.1", port));
            assertTrue(refused.getMessage().contains("port " + port), refused.getMessage());
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> loop.createServer(RecordingProtocol::new, List.of(), 0, ServerOptions.DEFAULT));
    }

    @EveryBackend(seeds = 0)
    void aPortMayBeTakenAgainAtOnce(Rig rig) throws Exception {
        var serving = rig.serve(RecordingProtocol::new);
        var link = serving.accept();
        link.transport().close(); // this side goes first: its port is in TIME_WAIT
        rig.runUntil(() -> link.protocol().isLost());
        serving.server().close();
        rig.await(serving.server().waitClosed());
        int port = ((InetSocketAddress) serving.address()).getPort();
        open(rig, rig.loop().createServer(RecordingProtocol::new, "127.0.0.1", port))
                .close();
    }

    /** Before the loop has looked at the kernel again. */
    @EveryBackend(seeds = 10)
    void closeStopsListeningAtOnce(Rig rig) {
        Server one = open(rig, rig.loop().createServer(RecordingProtocol::new, "127.0.0.1", 0));
        int port = port(one, 0);
        one.close();
        open(rig, rig.loop().createServer(RecordingProtocol::new, "127.0.0.1", port))
                .close();
    }

    @EveryBackend(seeds = 0)
    void severalServersShareAPortIfTheyAskForIt(Rig rig) {
        ServerOptions shared = ServerOptions.DEFAULT.withReusePort(true);
        Server one = open(rig, rig.loop().createServer(RecordingProtocol::new, "127.0.0.1", 0, shared));
        Server two = open(rig, rig.loop().createServer(RecordingProtocol::new, "127.0.0.1", port(one, 0), shared));
        assertEquals(one.addresses(), two.addresses());
        one.close();
        two.close();
    }

    @EveryBackend(seeds = 5)
    void acceptedConnectionsHaveTheOptionsOfTheirServer(Rig rig) {
        var plain = rig.serve(RecordingProtocol::new).accept();
        assertEquals(true, plain.transport().option(StandardSocketOptions.TCP_NODELAY));
        assertEquals(false, plain.transport().option(StandardSocketOptions.SO_KEEPALIVE));
        Server server = open(
                rig,
                rig.loop()
                        .createServer(
                                RecordingProtocol::new,
                                "127.0.0.1",
                                0,
                                ServerOptions.DEFAULT.withNoDelay(false).withKeepAlive(true)));
        var other = rig.<RecordingProtocol>serving(server).accept();
        assertEquals(false, other.transport().option(StandardSocketOptions.TCP_NODELAY));
        assertEquals(true, other.transport().option(StandardSocketOptions.SO_KEEPALIVE));
        other.transport().setOption(StandardSocketOptions.TCP_NODELAY, true);
        assertEquals(true, other.transport().option(StandardSocketOptions.TCP_NODELAY));
    }

    // ---- serving

    @EveryBackend(sockets = {TCP, UNIX})
    void aServerThatStartsLaterLeavesConnectionsInItsBacklog(Rig rig) {
        Server server = rig.sockets() == TCP
                ? open(
                        rig,
                        rig.loop()
                                .createServer(
                                        RecordingProtocol::new,
                                        "127.0.0.1",
                                        0,
                                        ServerOptions.DEFAULT.withStartServing(false)))
                : open(
                        rig,
                        rig.loop()
                                .createUnixServer(
                                        RecordingProtocol::new,
                                        (io.jvloop.UnixAddress) rig.unusedAddress(),
                                        io.jvloop.UnixServerOptions.DEFAULT.withStartServing(false)));
        var serving = rig.<RecordingProtocol>serving(server);
        assertFalse(server.isServing());
        Peer early = serving.connect();
        early.send("early");
        rig.settle();
        assertEquals(0, server.connectionCount());
        server.startServing();
        server.startServing();
        assertTrue(server.isServing());
        rig.runUntil(() -> server.connectionCount() == 1);
    }

    @EveryBackend
    void serveForeverEndsWhenTheServerIsClosed(Rig rig) {
        Server server = rig.serve(RecordingProtocol::new).server();
        LoopFuture<Void> forever = server.serveForever();
        assertThrows(IllegalStateException.class, server::serveForever);
        rig.settle();
        assertFalse(forever.isDone());
        server.close();
        assertThrows(CancellationException.class, () -> rig.await(forever));
        assertThrows(IllegalStateException.class, server::serveForever);
        assertThrows(IllegalStateException.class, server::startServing);
    }

    @EveryBackend
    void cancellingServeForeverClosesTheServer(Rig rig) {
        Server server = rig.serve(RecordingProtocol::new).server();
        server.serveForever().cancel(false);
        rig.runUntil(() -> !server.isServing());
        assertEquals(List.of(), server.addresses());
    }

    // ---- ending

    @EveryBackend(sockets = {TCP, UNIX})
    void closeStopsListeningAndLeavesConnectionsAlone(Rig rig) {
        var serving = rig.serve(RecordingProtocol::new);
        var link = serving.accept();
        serving.server().close();
        serving.server().close();
        assertEquals(List.of(), serving.server().addresses());
        assertFalse(serving.server().isServing());
        link.peer().send("still served");
        rig.runUntil(() -> link.protocol().receivedText().equals("still served"));
        assertThrows(
                java.io.IOException.class, () -> rig.await(rig.connectTo(serving.address(), RecordingProtocol::new)));
    }

    @EveryBackend(sockets = {TCP, UNIX})
    void waitClosedWaitsForTheServerAndAllItsConnections(Rig rig) throws Exception {
        var serving = rig.serve(RecordingProtocol::new);
        var link = serving.accept();
        LoopFuture<Void> gone = serving.server().waitClosed();
        LoopFuture<Void> impatient = serving.server().waitClosed();
        impatient.cancel(false);
        serving.server().close();
        rig.settle();
        assertFalse(gone.isDone());
        link.transport().close();
        rig.await(gone);
        assertTrue(link.protocol().isLost());
        rig.await(serving.server().waitClosed());
    }

    @EveryBackend(sockets = {TCP, UNIX})
    void closeClientsSendsWhatWasWrittenAndAbortClientsDoesNotWait(Rig rig) {
        var serving = rig.serve(RecordingProtocol::new);
        var polite = serving.accept();
        byte[] bytes = Bytes.random(1_000_000);
        polite.transport().write(ByteBuffer.wrap(bytes));
        serving.server().closeClients();
        rig.runUntil(() -> polite.peer().receivedCount() == bytes.length
                && polite.protocol().isLost());
        var stubborn = serving.accept();
        stubborn.peer().pauseReading();
        stubborn.transport().write(ByteBuffer.allocate(20_000_000));
        serving.server().closeClients();
        rig.settle();
        assertFalse(stubborn.protocol().isLost());
        serving.server().abortClients();
        rig.runUntil(() -> stubborn.protocol().isLost());
        assertEquals(0, serving.server().connectionCount());
    }

    @EveryBackend(sockets = {TCP, UNIX})
    void shutdownLetsConnectionsEndAndAbortsTheRestWhenTheTimeIsOver(Rig rig) throws Exception {
        var serving = rig.serve(RecordingProtocol::new);
        var leaves = serving.accept();
        var stays = serving.accept();
        LoopFuture<Integer> shutdown = serving.server().shutdown(Duration.ofMillis(30));
        leaves.peer().close();
        rig.runUntil(() -> leaves.protocol().isLost());
        assertEquals(1, rig.await(shutdown));
        assertTrue(stays.protocol().isLost());
    }

    @EveryBackend
    void aShutdownThatIsCancelledLeavesItsConnectionsOpenAndNoTimer(Rig rig) throws Exception {
        var serving = rig.serve(RecordingProtocol::new);
        Peer peer = serving.connect();
        rig.runUntil(() -> serving.server().connectionCount() == 1);
        LoopFuture<Integer> shutdown = serving.server().shutdown(Duration.ofHours(1)); // the rig looks for its timer
        shutdown.cancel(false);
        rig.settle();
        assertEquals(1, serving.server().connectionCount());
        peer.close();
        rig.await(serving.server().waitClosed());
    }

    @EveryBackend
    void shutdownOfAnIdleServerIsOverAtOnce(Rig rig) throws Exception {
        var serving = rig.serve(RecordingProtocol::new);
        assertEquals(0, rig.await(serving.server().shutdown(Duration.ofHours(1))));
    }

    @EveryBackend(seeds = 0)
    void manyConnectionsOpenedAndDroppedLeaveNothing(Rig rig) {
        var serving = rig.serve(RecordingProtocol::new);
        for (int round = 0; round < 10; round++) {
            List<Peer> peers = new java.util.ArrayList<>();
            for (int i = 0; i < 50; i++) {
                peers.add(serving.connect());
            }
            int expected = (round + 1) * 50;
            rig.runUntil(() -> serving.transports().size() == expected);
            for (int i = 0; i < peers.size(); i++) {
                if (i % 2 == 0) {
                    peers.get(i).close();
                } else {
                    peers.get(i).reset();
                }
            }
            rig.runUntil(() -> serving.server().connectionCount() == 0);
        }
        assertEquals(500, rig.loop().metrics().connectionsAccepted());
        assertEquals(500, rig.loop().metrics().connectionsLost());
        assertInstanceOf(Server.class, serving.server());
    }

    @EveryBackend(sockets = {TCP, UNIX})
    void aServerMayBeClosedByItsOwnConnection(Rig rig) throws Exception {
        Server[] server = new Server[1];
        var serving = rig.serve(() -> {
            var protocol = new RecordingProtocol();
            protocol.on(Call.CONNECTION_MADE, () -> server[0].close());
            return protocol;
        });
        server[0] = serving.server();
        var link = serving.accept();
        assertFalse(server[0].isServing());
        link.transport().close();
        rig.await(server[0].waitClosed());
        rig.settle(); // a listening socket that was closed twice is one too few when the rig counts
    }

    /** Whoever is told that it is closed, in whichever callback it was. */
    @EveryBackend(seeds = 10)
    void aPortIsFreeWhenAServerIsClosedThatACallbackHasClosed(Rig rig) throws Exception {
        var serving = rig.serve(RecordingProtocol::new);
        Server server = serving.server();
        int port = ((InetSocketAddress) serving.address()).getPort();
        var link = serving.accept();
        List<LoopFuture<Server>> again = new ArrayList<>();
        link.protocol().on(Call.DATA_RECEIVED, () -> {
            server.close();
            link.transport().abort();
            again.add(server.waitClosed()
                    .thenCompose(_ -> rig.loop().createServer(RecordingProtocol::new, "127.0.0.1", port)));
        });
        link.peer().send("x");
        rig.runUntil(() -> again.size() == 1);
        open(rig, again.getFirst()).close();
    }
}
