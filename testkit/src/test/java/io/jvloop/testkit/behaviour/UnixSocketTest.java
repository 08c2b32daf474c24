// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import static io.jvloop.testkit.SocketKind.UNIX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.Server;
import io.jvloop.Transport;
import io.jvloop.UnixAddress;
import io.jvloop.UnixServerOptions;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.RecordingProtocol;
import io.jvloop.testkit.Rig;
import java.io.IOException;
import java.net.BindException;
import java.net.StandardSocketOptions;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;

/** UNIX sockets: their files, their names, and what can be wrong with them. */
@Timeout(60)
class UnixSocketTest {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private static Server serve(Rig rig, UnixAddress address, UnixServerOptions options) throws Exception {
        return Objects.requireNonNull(rig.await(rig.loop().createUnixServer(RecordingProtocol::new, address, options)));
    }

    private static Path path(Rig rig) {
        return ((UnixAddress) rig.unusedAddress()).path();
    }

    @EveryBackend(sockets = UNIX, seeds = 0)
    void theFileGoesWithTheServer(Rig rig) throws Exception {
        Path path = path(rig);
        Server server = serve(rig, UnixAddress.of(path), UnixServerOptions.DEFAULT);
        assertTrue(Files.exists(path));
        assertEquals(List.of(UnixAddress.of(path)), server.addresses());
        server.close();
        assertFalse(Files.exists(path));
    }

    @EveryBackend(sockets = UNIX, seeds = 0)
    void theFileStaysIfThatWasAskedFor(Rig rig) throws Exception {
        Path path = path(rig);
        serve(rig, UnixAddress.of(path), UnixServerOptions.DEFAULT.withCleanupSocket(false))
                .close();
        assertTrue(Files.exists(path));
        Files.delete(path);
    }

    @EveryBackend(sockets = UNIX, seeds = 0)
    void aStaleSocketFileIsReplacedAndItsSuccessorsFileIsLeftAlone(Rig rig) throws Exception {
        Path path = path(rig);
        Server first = serve(rig, UnixAddress.of(path), UnixServerOptions.DEFAULT);
        Server second = serve(rig, UnixAddress.of(path), UnixServerOptions.DEFAULT);
        first.close();
        assertTrue(Files.exists(path), "it is the second server's now");
        var connection =
                Objects.requireNonNull(rig.await(rig.loop().createUnixConnection(RecordingProtocol::new, path)));
        rig.runUntil(() -> second.connectionCount() == 1);
        connection.transport().close();
        second.close();
        assertFalse(Files.exists(path));
        rig.await(second.waitClosed());
    }

    @EveryBackend(sockets = UNIX, seeds = 0)
    void anyOtherFileIsNotTouched(Rig rig) throws Exception {
        Path path = Files.writeString(path(rig), "precious");
        BindException failure =
                assertThrows(BindException.class, () -> serve(rig, UnixAddress.of(path), UnixServerOptions.DEFAULT));
        assertTrue(failure.getMessage().contains(path.toString()), failure.getMessage());
        assertEquals("precious", Files.readString(path));
        Files.delete(path);
    }

    @EveryBackend(sockets = UNIX, seeds = 0)
    void whatTheFileSystemRefusesIsNamed(Rig rig) throws Exception {
        Path missing = path(rig).resolveSibling("no-such-folder").resolve("socket");
        IOException noFolder =
                assertThrows(IOException.class, () -> serve(rig, UnixAddress.of(missing), UnixServerOptions.DEFAULT));
        assertTrue(noFolder.getMessage().contains(missing.toString()), noFolder.getMessage());
        NoSuchFileException nobody = assertThrows(
                NoSuchFileException.class,
                () -> rig.await(rig.loop().createUnixConnection(RecordingProtocol::new, missing)));
        assertTrue(nobody.getMessage().contains(missing.toString()), nobody.getMessage());
        Path notASocket = Files.writeString(path(rig), "text");
        assertThrows(
                java.net.ConnectException.class,
                () -> rig.await(rig.loop().createUnixConnection(RecordingProtocol::new, notASocket)));
        Files.delete(notASocket);
        if (!"root".equals(System.getProperty("user.name"))) {
            assertThrows(
                    AccessDeniedException.class,
                    () -> serve(rig, UnixAddress.of("/proc/1/forbidden"), UnixServerOptions.DEFAULT));
        }
    }

    @EveryBackend(sockets = UNIX)
    void anUnnamedAddressIsRefusedAtTheDoor(Rig rig) {
        assertThrows(
                IllegalArgumentException.class,
                () -> rig.loop()
                        .createUnixServer(RecordingProtocol::new, UnixAddress.UNNAMED, UnixServerOptions.DEFAULT));
        assertThrows(
                IllegalArgumentException.class,
                () -> rig.loop().createUnixConnection(RecordingProtocol::new, UnixAddress.UNNAMED));
    }

    @EveryBackend(sockets = UNIX, seeds = 0)
    void abstractNamesWorkOrAreRefusedByName(Rig rig) throws Exception {
        UnixAddress name = UnixAddress.of(
                "\0jvloop-test-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet() + "\0with nul");
        if (rig.backend().startsWith("nio")) {
            UnsupportedOperationException refused = assertThrows(
                    UnsupportedOperationException.class, () -> serve(rig, name, UnixServerOptions.DEFAULT));
            assertTrue(refused.getMessage().contains("nio"), refused.getMessage());
            assertThrows(
                    UnsupportedOperationException.class,
                    () -> rig.await(rig.loop().createUnixConnection(RecordingProtocol::new, name)));
            return;
        }
        Server server = serve(rig, name, UnixServerOptions.DEFAULT);
        assertEquals(List.of(name), server.addresses());
        var connection =
                Objects.requireNonNull(rig.await(rig.loop().createUnixConnection(RecordingProtocol::new, name)));
        assertEquals(name, connection.transport().remoteAddress());
        connection.transport().close();
        server.close();
        rig.await(server.waitClosed());
    }

    @EveryBackend(sockets = UNIX)
    void aClientHasNoName(Rig rig) {
        var connection = rig.accept();
        assertInstanceOf(UnixAddress.class, connection.transport().remoteAddress());
        assertEquals(UnixAddress.UNNAMED, connection.transport().remoteAddress());
    }

    @EveryBackend(sockets = UNIX, seeds = 0)
    void anOptionOfTcpIsUnsupported(Rig rig) {
        Transport transport = rig.connect().transport();
        assertThrows(UnsupportedOperationException.class, () -> transport.option(StandardSocketOptions.TCP_NODELAY));
        assertThrows(
                UnsupportedOperationException.class,
                () -> transport.setOption(StandardSocketOptions.TCP_NODELAY, true));
        transport.setOption(StandardSocketOptions.SO_SNDBUF, 4096);
    }

    @EveryBackend(sockets = UNIX, seeds = 0)
    void aFullBacklogIsWaitedFor(Rig rig) throws Exception {
        Path path = path(rig);
        Server server = serve(
                rig,
                UnixAddress.of(path),
                UnixServerOptions.DEFAULT.withBacklog(1).withStartServing(false));
        List<io.jvloop.LoopFuture<io.jvloop.Connection<RecordingProtocol>>> connecting = new java.util.ArrayList<>();
        for (int i = 0; i < 6; i++) {
            connecting.add(rig.loop().createUnixConnection(RecordingProtocol::new, path));
        }
        rig.settle();
        server.startServing();
        for (var future : connecting) {
            Objects.requireNonNull(rig.await(future)).transport().abort();
        }
        server.close();
        rig.await(server.waitClosed());
    }
}
