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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A connection that moves much for a while and then little: a backend may receive the two in different ways. */
class BulkTest {
    private static final int ROUNDS = 10;
    private static final int SMALL_ONES = 40;
    private static final int SMALL_BYTES = 100;
    private static final int LARGE_BYTES = 300_000;
    private static final int MANY = 100;
    private static final int SOME_BYTES = 20_000;

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

    /** On io_uring more than the buffers that the kernel has at first. */
    @EveryBackend
    void muchComesForManyConnectionsInOneTurn(Rig rig) {
        List<RecordingProtocol> connections = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            connections.add(rig.accept());
        }
        byte[] bytes = Bytes.random(SOME_BYTES);
        for (int round = 1; round <= 3; round++) {
            int expected = round * SOME_BYTES;
            connections.forEach(connection -> connection.peer().send(bytes));
            rig.runUntil(() -> connections.stream().allMatch(connection -> connection.receivedCount() == expected));
        }
        for (RecordingProtocol connection : connections) {
            byte[] received = connection.received();
            for (int round = 0; round < 3; round++) {
                assertArrayEquals(bytes, Arrays.copyOfRange(received, round * SOME_BYTES, (round + 1) * SOME_BYTES));
            }
        }
    }

    private static void exchange(Rig rig, RecordingProtocol connection, ByteArrayOutputStream sent, int count) {
        byte[] bytes = Bytes.random(count);
        sent.writeBytes(bytes);
        connection.peer().send(bytes);
        rig.runUntil(() -> connection.receivedCount() == sent.size());
    }
}
