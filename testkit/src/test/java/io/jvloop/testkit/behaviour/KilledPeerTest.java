// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.testkit.Call;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.RecordingProtocol;
import io.jvloop.testkit.Rig;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A peer that is a process, and is killed. */
class KilledPeerTest {
    private static final int CONNECTIONS = 6;
    private static final int MUCH = 8 << 20;

    @TempDir
    private Path folder;

    /** Every other connection sends for ever; none of them reads. */
    static final class PeerProcess {
        private PeerProcess() {}

        public static void main(String[] arguments) throws IOException {
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
                boolean sends = i % 2 == 0;
                Thread.ofPlatform().start(() -> stay(socket, sends));
            }
        }

        private static void stay(Socket socket, boolean sends) {
            try (socket) {
                OutputStream out = socket.getOutputStream();
                while (sends) {
                    out.write(new byte[10_000]);
                }
                Thread.sleep(Long.MAX_VALUE);
            } catch (IOException | InterruptedException end) {
                throw new IllegalStateException(end);
            }
        }
    }

    @EveryBackend(seeds = 0)
    void allItsConnectionsAreLostAndTheOthersGoOn(Rig rig) throws Exception {
        List<RecordingProtocol> made = new ArrayList<>();
        var serving = rig.serve(() -> {
            RecordingProtocol protocol = new RecordingProtocol();
            protocol.on(Call.CONNECTION_MADE, () -> protocol.transport().write(ByteBuffer.allocate(MUCH)));
            made.add(protocol);
            return protocol;
        });
        int port = ((InetSocketAddress) serving.address()).getPort();
        Process peer = ChildJvm.start(folder, "", PeerProcess.class, String.valueOf(port));
        try {
            rig.runUntil(
                    "half of them send, and all are full",
                    () -> made.stream()
                                            .filter(each -> each.receivedCount() > 100_000)
                                            .count()
                                    == CONNECTIONS / 2
                            && made.stream()
                                            .filter(RecordingProtocol::isWritingPaused)
                                            .count()
                                    == CONNECTIONS);
            var other = serving.connect();
            rig.runUntil("another one", () -> made.size() == CONNECTIONS + 1);
            peer.destroyForcibly();
            rig.runUntil(
                    "the lost ones",
                    () -> made.stream().filter(RecordingProtocol::isLost).count() == CONNECTIONS);
            assertEquals(1, serving.server().connectionCount());
            RecordingProtocol alive = made.getLast();
            assertTrue(!alive.isLost());
            rig.runUntil("all for the other one", () -> other.receivedCount() == MUCH);
            other.send("still here");
            rig.runUntil("its bytes", () -> alive.receivedText().equals("still here"));
            made.subList(0, CONNECTIONS).forEach(each -> assertEquals(1, each.lostCount()));
        } finally {
            peer.destroyForcibly();
        }
    }
}
