// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.Connection;
import io.jvloop.LoopFuture;
import io.jvloop.Server;
import io.jvloop.ServerOptions;
import io.jvloop.SystemError;
import io.jvloop.Transport;
import io.jvloop.UnixAddress;
import io.jvloop.io.ListenOptions;
import io.jvloop.io.fd.FdSocket;
import io.jvloop.io.fd.FdSockets;
import io.jvloop.io.fd.Native;
import io.jvloop.testkit.Call;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.RecordingBufferedProtocol;
import io.jvloop.testkit.RecordingProtocol;
import io.jvloop.testkit.Rig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Timeout;

/** Descriptors that somebody else has opened. */
@Timeout(60)
class AdoptionTest {
    private static final ListenOptions LISTEN = new ListenOptions(5, true, false, false, false, false);
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    private static boolean refused(Rig rig) {
        if (!rig.backend().startsWith("nio")) {
            return false;
        }
        UnsupportedOperationException refusal = assertThrows(
                UnsupportedOperationException.class,
                () -> rig.await(rig.loop().adoptConnection(RecordingProtocol::new, 0)));
        assertTrue(refusal.getMessage().contains("nio"), refusal.getMessage());
        assertThrows(
                UnsupportedOperationException.class,
                () -> rig.await(rig.loop().adoptServer(RecordingProtocol::new, 0)));
        return true;
    }

    @EveryBackend(seeds = 0)
    void aConnectedSocketBecomesAConnectionAndIsClosedWithIt(Rig rig) throws Exception {
        if (refused(rig)) {
            return;
        }
        try (Native c = new Native()) {
            List<FdSocket> pair = new FdSockets(c).pair();
            var one = Objects.requireNonNull(rig.await(rig.loop()
                    .adoptConnection(RecordingProtocol::new, pair.get(0).fd())));
            var two = Objects.requireNonNull(rig.await(rig.loop()
                    .adoptConnection(RecordingProtocol::new, pair.get(1).fd())));
            assertEquals(UnixAddress.UNNAMED, one.transport().remoteAddress());
            byte[] bytes = Bytes.random(1_000_000);
            one.transport().write(java.nio.ByteBuffer.wrap(bytes));
            rig.runUntil(() -> two.protocol().receivedCount() == bytes.length);
            one.transport().close();
            rig.runUntil(() -> two.protocol().isLost());
        }
    }

    @EveryBackend(seeds = 0)
    void aListeningSocketBecomesAServer(Rig rig) throws Exception {
        if (refused(rig)) {
            return;
        }
        try (Native c = new Native()) {
            FdSocket listening = new FdSockets(c).listen(ANY_PORT, LISTEN);
            var server =
                    Objects.requireNonNull(rig.await(rig.loop().adoptServer(RecordingProtocol::new, listening.fd())));
            assertEquals(listening.localAddress(), server.addresses().getFirst());
            var link = rig.<RecordingProtocol>serving(server).accept();
            assertEquals(true, link.transport().option(java.net.StandardSocketOptions.TCP_NODELAY));
            link.peer().send("hello");
            rig.runUntil(() -> link.protocol().receivedText().equals("hello"));
        }
    }

    @EveryBackend(seeds = 0)
    void oneThatItsOldOwnerClosedAllTheSameDoesNotKeepTheLoopFromClosing(Rig rig) throws Exception {
        if (refused(rig)) {
            return;
        }
        try (Native c = new Native()) {
            FdSocket listening = new FdSockets(c).listen(ANY_PORT, LISTEN);
            List<FdSocket> pair = new FdSockets(c).pair();
            rig.await(rig.loop().adoptServer(RecordingProtocol::new, listening.fd()));
            var one = Objects.requireNonNull(rig.await(rig.loop()
                    .adoptConnection(RecordingProtocol::new, pair.get(0).fd())));
            pair.get(0).close();
            listening.close();
            rig.loop().close();
            assertTrue(one.protocol().isLost());
            assertEquals(2, rig.takeReports().size(), "of what was left open, and nothing else");
            pair.get(1).close();
        }
    }

    @EveryBackend(seeds = 0)
    void whatCannotBeAdoptedStaysTheCallers(Rig rig) throws Exception {
        if (refused(rig)) {
            return;
        }
        try (Native c = new Native()) {
            FdSocket listening = new FdSockets(c).listen(ANY_PORT, LISTEN);
            List<FdSocket> pair = new FdSockets(c).pair();
            FdSocket connected = pair.get(0);
            IOException notConnected = assertThrows(
                    IOException.class,
                    () -> rig.await(rig.loop().adoptConnection(RecordingProtocol::new, listening.fd())));
            assertEquals(
                    "descriptor " + listening.fd() + ": a listening socket, not a connected one",
                    notConnected.getMessage());
            IOException notListening = assertThrows(
                    IOException.class, () -> rig.await(rig.loop().adoptServer(RecordingProtocol::new, connected.fd())));
            assertEquals(
                    "descriptor " + connected.fd() + ": a connected socket, not a listening one",
                    notListening.getMessage());
            for (int wrong : new int[] {-1, 1_000_000}) {
                IOException failure = assertThrows(
                        IOException.class, () -> rig.await(rig.loop().adoptConnection(RecordingProtocol::new, wrong)));
                assertEquals(9, SystemError.errno(failure).orElse(0), "EBADF");
                assertEquals("descriptor " + wrong + ": no such descriptor is open", failure.getMessage());
                assertThrows(IOException.class, () -> rig.await(rig.loop().adoptServer(RecordingProtocol::new, wrong)));
            }
            IllegalStateException failure = new IllegalStateException("no protocol");
            assertThrows(
                    IllegalStateException.class,
                    () -> rig.await(rig.loop()
                            .<RecordingProtocol>adoptConnection(
                                    () -> {
                                        throw failure;
                                    },
                                    connected.fd())));
            assertInstanceOf(InetSocketAddress.class, listening.localAddress(), "still open");
            assertEquals(UnixAddress.UNNAMED, connected.localAddress(), "still open");
            listening.close();
            connected.close();
            pair.get(1).close();
        }
    }

    @EveryBackend(seeds = 0)
    void whatTheLoopUsesAlreadyIsRefusedAndGoesOn(Rig rig) throws Exception {
        if (refused(rig)) {
            return;
        }
        try (Native c = new Native()) {
            var link = rig.serve(RecordingProtocol::new).accept();
            assertInUse(rig, link.transport().descriptor().orElseThrow());
            FdSocket listening = new FdSockets(c).listen(ANY_PORT, LISTEN);
            var server =
                    Objects.requireNonNull(rig.await(rig.loop().adoptServer(RecordingProtocol::new, listening.fd())));
            assertInUse(rig, listening.fd());
            rig.<RecordingProtocol>serving(server).accept();
            link.peer().send("hello");
            rig.runUntil(() -> link.protocol().receivedText().equals("hello"));
        }
    }

    private static void assertInUse(Rig rig, int descriptor) {
        for (var adopting : List.of(
                rig.loop().adoptConnection(RecordingProtocol::new, descriptor),
                rig.loop().adoptServer(RecordingProtocol::new, descriptor))) {
            IOException failure = assertThrows(IOException.class, () -> rig.await(adopting));
            assertEquals("descriptor " + descriptor + ": in use by this event loop already", failure.getMessage());
        }
    }

    @EveryBackend(seeds = 0)
    void aDescriptorMayBeAdoptedOnceAndAgainWhenItIsAnother(Rig rig) throws Exception {
        if (refused(rig)) {
            return;
        }
        try (Native c = new Native()) {
            for (int i = 0; i < 3; i++) { // the numbers come back
                List<FdSocket> pair = new FdSockets(c).pair();
                int descriptor = pair.get(0).fd();
                var first = rig.loop().adoptConnection(RecordingProtocol::new, descriptor);
                var second = rig.loop().adoptConnection(RecordingProtocol::new, descriptor);
                RecordingProtocol one = Objects.requireNonNull(rig.await(first)).protocol();
                assertThrows(IOException.class, () -> rig.await(second));
                pair.get(1).close();
                rig.runUntil(one::isLost);
            }
        }
    }

    @EveryBackend(seeds = 0)
    void anAdoptionThatIsCancelledLeavesTheDescriptorAlone(Rig rig) throws Exception {
        if (refused(rig)) {
            return;
        }
        try (Native c = new Native()) {
            List<FdSocket> pair = new FdSockets(c).pair();
            LoopFuture<Connection<RecordingProtocol>> adopting = rig.loop()
                    .adoptConnection(RecordingProtocol::new, pair.get(0).fd());
            adopting.cancel(false);
            rig.settle();
            assertEquals(UnixAddress.UNNAMED, pair.get(0).localAddress(), "still open");
            pair.get(0).close();
            pair.get(1).close();
        }
    }

    /** Somebody closes the descriptor too early, and its number goes to a file, which epoll refuses to watch. */
    @EveryBackend(seeds = 0)
    void anAdoptionThatCannotStartFailsAndClosesNothing(Rig rig) throws Exception {
        if (!rig.backend().equals("epoll")) {
            return; // the others have no call that could fail here: the connection is lost at its first receive
        }
        Path file = Files.createTempFile("jvloop", ".adopted");
        List<FileChannel> opened = new ArrayList<>();
        try (Native c = new Native()) {
            List<FdSocket> pair = new FdSockets(c).pair();
            FdSocket adopted = pair.get(0);
            RecordingProtocol protocol = new RecordingProtocol();
            protocol.on(Call.CONNECTION_MADE, () -> {
                adopted.close();
                Path number = Path.of("/proc/self/fd/" + adopted.fd());
                while (opened.size() < 100 && !(Files.exists(number) && Files.isSameFile(file, number))) {
                    opened.add(FileChannel.open(file));
                }
            });
            IllegalStateException failure = assertThrows(
                    IllegalStateException.class,
                    () -> rig.await(rig.loop().adoptConnection(() -> protocol, adopted.fd())));
            assertTrue(failure.getMessage().contains("EPERM"), failure.getMessage());
            rig.runUntil(protocol::isLost);
            assertEquals(failure, protocol.cause());
            assertEquals(0, opened.getLast().size(), "still open");
            pair.get(1).close();
        } finally {
            for (FileChannel each : opened) {
                each.close();
            }
            Files.delete(file);
        }
    }

    @EveryBackend(seeds = 0)
    void oneThatItsFactoryCancelsLeavesTheDescriptorAloneToo(Rig rig) throws Exception {
        if (refused(rig)) {
            return;
        }
        try (Native c = new Native()) {
            List<FdSocket> pair = new FdSockets(c).pair();
            List<LoopFuture<Connection<RecordingProtocol>>> adopting = new ArrayList<>();
            RecordingProtocol protocol = new RecordingProtocol();
            adopting.add(rig.loop()
                    .adoptConnection(
                            () -> {
                                adopting.getFirst().cancel(false);
                                return protocol;
                            },
                            pair.get(0).fd()));
            rig.settle();
            assertTrue(adopting.getFirst().isCancelled());
            assertFalse(protocol.isMade());
            assertEquals(UnixAddress.UNNAMED, pair.get(0).localAddress(), "still open");
            pair.get(0).close();
            pair.get(1).close();
        }
    }

    /** Those that a client has from the time before the adoption as well: it has connected to a socket that had none yet. */
    @EveryBackend(seeds = 0)
    void connectionsHaveTheirOptionsWhoeverOpenedTheirSockets(Rig rig) throws Exception {
        if (refused(rig)) {
            return;
        }
        try (Native c = new Native()) {
            FdSockets sockets = new FdSockets(c);
            FdSocket listening = sockets.listen(ANY_PORT, LISTEN);
            InetSocketAddress address = (InetSocketAddress) Objects.requireNonNull(listening.localAddress());
            Server server;
            try (Socket early = new Socket(address.getAddress(), address.getPort())) {
                List<RecordingProtocol> served = new ArrayList<>();
                server = Objects.requireNonNull(rig.await(rig.loop()
                        .adoptServer(
                                () -> {
                                    RecordingProtocol protocol = new RecordingProtocol();
                                    served.add(protocol);
                                    return protocol;
                                },
                                listening.fd(),
                                ServerOptions.DEFAULT.withKeepAlive(true))));
                rig.runUntil(() -> served.size() == 1 && served.getFirst().isMade());
                Transport transport = served.getFirst().transport();
                assertEquals(true, transport.option(StandardSocketOptions.TCP_NODELAY));
                assertEquals(true, transport.option(StandardSocketOptions.SO_KEEPALIVE));
                assertTrue(early.isConnected());
            }
            FdSocket connected = sockets.connect(address, null).socket();
            var one = Objects.requireNonNull(
                    rig.await(rig.loop().adoptConnection(RecordingProtocol::new, connected.fd())));
            assertEquals(true, one.transport().option(StandardSocketOptions.TCP_NODELAY));
            one.transport().close();
            server.close();
        }
    }

    /** As a plain protocol's is, whichever way the bytes come. */
    @EveryBackend(seeds = 0)
    void aConnectionWhoseDescriptorIsClosedTooEarlyIsLostAlsoIfItHasMemoryOfItsOwn(Rig rig) throws Exception {
        if (refused(rig) || rig.backend().equals("epoll")) {
            return; // which refuses to watch it
        }
        try (Native c = new Native()) {
            List<FdSocket> pair = new FdSockets(c).pair();
            RecordingBufferedProtocol protocol = new RecordingBufferedProtocol();
            protocol.on(Call.CONNECTION_MADE, () -> pair.get(0).close());
            var _ = rig.loop().adoptConnection(() -> protocol, pair.get(0).fd());
            rig.runUntil("it is lost", protocol::isLost);
            assertInstanceOf(IOException.class, protocol.cause());
            pair.get(1).close();
        }
    }
}
