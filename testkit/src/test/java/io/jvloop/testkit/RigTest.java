// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit;

import static io.jvloop.testkit.Call.CONNECTION_LOST;
import static io.jvloop.testkit.Call.CONNECTION_MADE;
import static io.jvloop.testkit.Call.DATA_RECEIVED;
import static io.jvloop.testkit.Call.EOF_RECEIVED;
import static io.jvloop.testkit.SocketKind.TCP;
import static io.jvloop.testkit.SocketKind.UNIX;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.EventLoop;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RigTest {
    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @EveryBackend
    void peerResetIsReportedOnce(Rig rig) {
        var connection = rig.connect();
        connection.peer().reset();
        rig.runUntil(connection::isLost);
        rig.settle();
        assertEquals(1, connection.lostCount());
    }

    @EveryBackend(sockets = {TCP, UNIX})
    void bytesGoBothWaysThroughConnectionsThatTheLoopMakes(Rig rig) {
        var connection = rig.connect();
        connection.transport().write(bytes("hello, peer"));
        connection.peer().send("hello, loop");
        rig.runUntil(() -> connection.receivedText().equals("hello, loop")
                && connection.peer().receivedText().equals("hello, peer"));
        connection.peer().shutdownOutput();
        rig.runUntil(connection::isLost);
        assertNull(connection.cause());
        assertEquals(List.of(CONNECTION_MADE, DATA_RECEIVED, EOF_RECEIVED, CONNECTION_LOST), connection.order());
        rig.runUntil(connection.peer()::isEof);
    }

    @EveryBackend(sockets = {TCP, UNIX})
    void bytesGoBothWaysThroughConnectionsThatTheLoopAccepts(Rig rig) {
        var connection = rig.accept();
        connection.transport().write(bytes("hello, peer"));
        connection.peer().send("hello, loop");
        rig.runUntil(() -> connection.receivedText().equals("hello, loop")
                && connection.peer().receivedText().equals("hello, peer"));
        connection.transport().close();
        rig.runUntil(() -> connection.isLost() && connection.peer().isEof());
        assertEquals(List.of(CONNECTION_MADE, DATA_RECEIVED, CONNECTION_LOST), connection.order());
    }

    @EveryBackend(sockets = {TCP, UNIX})
    void manyBytesArriveWholeAndInOrder(Rig rig) {
        byte[] there = new byte[3_000_000];
        new Random(1).nextBytes(there);
        byte[] back = new byte[2_500_000];
        new Random(2).nextBytes(back);
        var connection = rig.connect(RecordingBufferedProtocol::new).protocol();
        connection.transport().write(ByteBuffer.wrap(there));
        connection.peer().send(back);
        rig.runUntil(() ->
                connection.receivedCount() == back.length && connection.peer().receivedCount() == there.length);
        assertArrayEquals(there, connection.peer().received());
        assertArrayEquals(back, connection.received());
    }

    @EveryBackend
    void peerThatDoesNotReadMakesTheProtocolPause(Rig rig) {
        var connection = rig.connect();
        connection.peer().pauseReading();
        rig.runUntil(() -> {
            if (!connection.isWritingPaused()) {
                connection.transport().write(ByteBuffer.allocate(100_000));
            }
            return connection.isWritingPaused();
        });
        connection.peer().resumeReading();
        rig.runUntil(() -> !connection.isWritingPaused());
        assertTrue(connection.transport().writeBufferSize() <= 16 * 1024);
    }

    @EveryBackend
    void whatACallbackThrowsIsReported(Rig rig) {
        var connection = rig.accept();
        connection.on(DATA_RECEIVED, () -> {
            throw new ArithmeticException("on purpose");
        });
        connection.peer().send("x");
        rig.runUntil(connection::isLost);
        assertEquals("on purpose", connection.cause().getMessage());
        assertEquals(1, rig.takeReports().size());
    }

    @Test
    void aFreePortOfTheFakeKernelIsOneThatNobodyHas() throws Exception {
        try (ManualClock clock = new ManualClock()) {
            EventLoop loop = clock.loop();
            for (int port : new int[] {20_000, 20_001, 0, 0}) {
                loop.runUntilComplete(loop.createServer(RecordingProtocol::new, "127.0.0.1", port));
            }
        }
    }
}
