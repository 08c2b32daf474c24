// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import static io.jvloop.testkit.SocketKind.TCP;
import static io.jvloop.testkit.SocketKind.UNIX;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jvloop.UnixAddress;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.RecordingProtocol;
import io.jvloop.testkit.Rig;
import io.jvloop.testkit.Serving;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes, and the end of the connection behind them, that come while the loop looks elsewhere, so that it hears of both at once. Multishot
 * receives of io_uring tell of the bytes alone.
 */
class TogetherTest {
    private static final int ROUNDS = 20;

    /** How a peer goes. */
    private interface Leaving {
        void leave(SocketChannel peer) throws IOException;
    }

    @EveryBackend(
            seeds = 0,
            sockets = {TCP, UNIX})
    void bytesAndACloseAreBothHeard(Rig rig) throws Exception {
        assertBothHeard(rig, SocketChannel::close);
    }

    @EveryBackend(
            seeds = 0,
            sockets = {TCP, UNIX})
    void bytesAndAHalfCloseAreBothHeard(Rig rig) throws Exception {
        assertBothHeard(rig, SocketChannel::shutdownOutput);
    }

    @EveryBackend(seeds = 0)
    void bytesAndAResetAreBothHeard(Rig rig) throws Exception {
        assertBothHeard(rig, peer -> {
            peer.setOption(StandardSocketOptions.SO_LINGER, 0);
            peer.close();
        });
    }

    private static void assertBothHeard(Rig rig, Leaving leaving) throws Exception {
        List<RecordingProtocol> accepted = new ArrayList<>();
        Serving<RecordingProtocol> serving = rig.serve(() -> {
            RecordingProtocol made = new RecordingProtocol();
            accepted.add(made);
            return made;
        });
        for (int round = 1; round <= ROUNDS; round++) {
            int known = round;
            try (SocketChannel peer = SocketChannel.open(ofTheJdk(serving.address()))) {
                rig.runUntil(() -> accepted.size() == known);
                send(peer, "first ");
                RecordingProtocol connection = accepted.getLast();
                rig.runUntil("the first bytes", () -> connection.receivedCount() == 6);
                send(peer, "last");
                leaving.leave(peer);
                rig.runUntil("the end", connection::isLost);
                assertEquals("first last", connection.receivedText());
            }
        }
    }

    private static SocketAddress ofTheJdk(SocketAddress address) {
        return address instanceof UnixAddress unix ? UnixDomainSocketAddress.of(unix.path()) : address;
    }

    private static void send(SocketChannel peer, String text) throws IOException {
        peer.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
