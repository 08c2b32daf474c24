// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import static io.jvloop.testkit.SocketKind.UNIX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.Server;
import io.jvloop.UnixAddress;
import io.jvloop.UnixServerOptions;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.RecordingProtocol;
import io.jvloop.testkit.Rig;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Paths of UNIX sockets at their limits: sun_path has 108 bytes on Linux, the last one a NUL, and the JDK leaves one more free. */
@Timeout(60)
class UnixPathTest {
    private static final String TOO_LONG =
            "path too long: on Linux the JDK takes at most 106 bytes, the system 107, and this one has 107";

    private Path folder = Path.of("");

    @BeforeEach
    void makeFolder() throws Exception {
        folder = Files.createTempDirectory("jv");
    }

    @AfterEach
    void removeFolder() throws Exception {
        Files.delete(folder);
    }

    /** A path of so many bytes. */
    private Path pathOf(int bytes) {
        int rest = bytes - folder.toString().length() - 1;
        return folder.resolve("x".repeat(rest));
    }

    private static Server serve(Rig rig, UnixAddress address) throws Exception {
        return Objects.requireNonNull(
                rig.await(rig.loop().createUnixServer(RecordingProtocol::new, address, UnixServerOptions.DEFAULT)));
    }

    private static void assertWorks(Rig rig, Path path) throws Exception {
        UnixAddress address = UnixAddress.of(path);
        Server server = serve(rig, address);
        assertEquals(List.of(address), server.addresses());
        assertTrue(Files.exists(path));
        var connection =
                Objects.requireNonNull(rig.await(rig.loop().createUnixConnection(RecordingProtocol::new, path)));
        assertEquals(address, connection.transport().remoteAddress());
        connection.transport().abort();
        server.close();
        rig.await(server.waitClosed());
        assertFalse(Files.exists(path));
    }

    @EveryBackend(sockets = UNIX, seeds = 0)
    void aPathOf106BytesWorksOnEveryBackend(Rig rig) throws Exception {
        assertWorks(rig, pathOf(106));
    }

    @EveryBackend(sockets = UNIX, seeds = 0)
    void aPathOf107BytesWorksOrIsSaidToBeTooLong(Rig rig) throws Exception {
        Path path = pathOf(107);
        if (!rig.backend().startsWith("nio")) {
            assertWorks(rig, path);
            return;
        }
        BindException listening = assertThrows(BindException.class, () -> serve(rig, UnixAddress.of(path)));
        assertEquals("error while attempting to bind on address " + path + ": " + TOO_LONG, listening.getMessage());
        ConnectException connecting = assertThrows(
                ConnectException.class, () -> rig.await(rig.loop().createUnixConnection(RecordingProtocol::new, path)));
        assertEquals("connect to " + path + ": " + TOO_LONG, connecting.getMessage());
    }

    @EveryBackend(sockets = UNIX, seeds = 0)
    void aPathOf108BytesIsRefusedAtTheDoor(Rig rig) throws Exception {
        Path path = pathOf(108);
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> rig.loop().createUnixConnection(RecordingProtocol::new, path))
                .getMessage();
        assertEquals("the path of a UNIX socket may take at most 107 bytes, not 108: " + path, message);
    }

    @EveryBackend(sockets = UNIX, seeds = 0)
    void namesMayHaveAnyCharacterAndCountInBytes(Rig rig) throws Exception {
        int rest = 106 - folder.toString().length() - 1;
        String name = "\u00fc\u20ac".repeat(rest / 5) + "x".repeat(rest % 5); // two bytes and three
        try {
            UnixAddress.of(folder + "/" + name);
        } catch (IllegalArgumentException notInThisLocale) {
            assertTrue(notInThisLocale.getMessage().contains("UTF-8 locale"), notInThisLocale.getMessage());
            return;
        }
        assertWorks(rig, folder.resolve(name));
        String longer = folder + "/" + name + "\u20ac";
        assertTrue(longer.length() < 107);
        String message = assertThrows(IllegalArgumentException.class, () -> UnixAddress.of(longer))
                .getMessage();
        assertTrue(message.contains("at most 107 bytes, not 109"), message);
    }

    @EveryBackend(sockets = UNIX, seeds = 0)
    void aSocketFileThatCannotBeReplacedIsNotRemoved(Rig rig) throws Exception {
        Path stale = folder.resolve("stale");
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(stale));
        }
        Path path = Files.move(stale, pathOf(107));
        if (rig.backend().startsWith("nio")) {
            assertThrows(BindException.class, () -> serve(rig, UnixAddress.of(path)));
            assertTrue(Files.exists(path));
            Files.delete(path);
        } else {
            assertWorks(rig, path);
        }
    }
}
