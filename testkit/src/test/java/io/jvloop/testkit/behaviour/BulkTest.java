// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import static io.jvloop.testkit.SocketKind.TCP;
import static io.jvloop.testkit.SocketKind.UNIX;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jvloop.testkit.Call;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.RecordingProtocol;
import io.jvloop.testkit.Rig;
import java.io.ByteArrayOutputStream;

/** A connection that moves much for a while and then little: a backend may receive the two in different ways. */
class BulkTest {
    private static final int ROUNDS = 10;
    private static final int SMALL_ONES = 40;
    private static final int SMALL_BYTES = 100;
    private static final int LARGE_BYTES = 300_000;

    @EveryBackend(sockets = {TCP, UNIX})
    void nothingIsLostFromOneKindToTheOtherAndBack(Rig rig) {
        var connection = rig.accept();
        var sent = new ByteArrayOutputStream();
        for (int round = 0; round < ROUNDS; round++) {
            exchange(rig, connection, sent, LARGE_BYTES);
            for (int i = 0; i < SMALL_ONES; i++) {
                exchange(rig, connection, sent, SMALL_BYTES);
            }
        }
        connection.peer().shutdownOutput();
        rig.runUntil(connection::isLost);
        assertNull(connection.cause());
        assertArrayEquals(sent.toByteArray(), connection.received());
    }

    @EveryBackend
    void aPauseInTheMiddleOfMuchHoldsTheRestBack(Rig rig) {
        var connection = rig.accept();
        connection.on(Call.DATA_RECEIVED, () -> {
            connection.transport().pauseReading();
            rig.loop().callSoon(() -> rig.loop().callSoon(connection.transport()::resumeReading));
        });
        var sent = new ByteArrayOutputStream();
        for (int round = 0; round < ROUNDS; round++) {
            exchange(rig, connection, sent, LARGE_BYTES);
            exchange(rig, connection, sent, SMALL_BYTES);
        }
        connection.peer().close();
        rig.runUntil(connection::isLost);
        assertArrayEquals(sent.toByteArray(), connection.received());
    }

    private static void exchange(Rig rig, RecordingProtocol connection, ByteArrayOutputStream sent, int count) {
        byte[] bytes = Bytes.random(count);
        sent.writeBytes(bytes);
        connection.peer().send(bytes);
        rig.runUntil(() -> connection.receivedCount() == sent.size());
    }
}
