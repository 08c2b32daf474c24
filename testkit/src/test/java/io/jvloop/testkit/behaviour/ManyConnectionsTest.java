// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.Connection;
import io.jvloop.LoopFuture;
import io.jvloop.testkit.Call;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Link;
import io.jvloop.testkit.RecordingProtocol;
import io.jvloop.testkit.Rig;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.FutureTask;
import java.util.function.LongSupplier;

/** Connections that come and go in great numbers, and descriptors whose numbers come back at once. */
class ManyConnectionsTest {
    private static final int MANY = 10_000;
    private static final int AHEAD_MAX = 50;
    private static final int ROUNDS = 200;

    @EveryBackend(seeds = 0)
    void tenThousandConnectionsOpenedAndDroppedLeaveNothing(Rig rig) throws Exception {
        var serving = rig.serve(RecordingProtocol::new);
        SocketAddress address = serving.address();
        FutureTask<Void> clients = new FutureTask<>(
                () -> openAndDrop(address, MANY, () -> rig.loop().metrics().connectionsAccepted()), null);
        Thread.ofPlatform().daemon().start(clients);
        rig.runUntil("all have connected", clients::isDone);
        clients.get();
        rig.runUntil(
                "all have come and gone",
                () -> rig.loop().metrics().connectionsAccepted() == MANY
                        && serving.server().connectionCount() == 0);
        assertEquals(MANY, rig.loop().metrics().connectionsLost());
        assertEquals(0, rig.loop().metrics().transportsOpen());
    }

    /**
     * Some say something first; most are reset, so that their ports are free again at once. Not faster than they are
     * accepted: when a backlog is full the system answers a second later.
     */
    private static void openAndDrop(SocketAddress address, int count, LongSupplier accepted) {
        for (int i = 0; i < count; i++) {
            while (i - accepted.getAsLong() > AHEAD_MAX) {
                Thread.onSpinWait();
            }
            try (Socket socket = new Socket()) {
                socket.connect(address);
                if (i % 3 == 0) {
                    socket.getOutputStream().write(i);
                }
                if (i % 5 != 0) {
                    socket.setSoLinger(true, 0);
                }
            } catch (IOException failure) {
                throw new AssertionError("connection " + i, failure);
            }
        }
    }

    /** The lowest number that is free is the next one's: that of the connection which has just been lost. */
    @EveryBackend(seeds = 0)
    void aDescriptorsNumberThatIsUsedAgainAtOnceIsTheNewConnectionsAlone(Rig rig) throws Exception {
        var serving = rig.serve(RecordingProtocol::new);
        int sameNumber = 0;
        boolean numbered = false;
        for (int round = 0; round < ROUNDS; round++) {
            Link<RecordingProtocol> old = serving.accept();
            OptionalInt oldNumber = old.transport().descriptor();
            List<LoopFuture<Connection<RecordingProtocol>>> next = new ArrayList<>();
            List<OptionalInt> number = new ArrayList<>();
            old.protocol().on(Call.DATA_RECEIVED, old.transport()::abort);
            old.protocol()
                    .on(
                            Call.CONNECTION_LOST,
                            () -> next.add(rig.connectTo(serving.address(), () -> {
                                RecordingProtocol made = new RecordingProtocol();
                                made.on(
                                        Call.CONNECTION_MADE,
                                        () -> number.add(made.transport().descriptor()));
                                return made;
                            })));
            old.peer().send(Bytes.random(100_000)); // more of it is on its way when the connection is gone
            rig.runUntil(() -> !next.isEmpty());
            Connection<RecordingProtocol> made = rig.await(next.getFirst());
            int accepted = 2 * round + 2;
            rig.runUntil(() -> serving.transports().size() == accepted);
            byte[] word = ("round " + round).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            serving.transports().get(accepted - 1).write(ByteBuffer.wrap(word));
            rig.runUntil(() -> made.protocol().receivedCount() >= word.length);
            assertEquals("round " + round, made.protocol().receivedText());
            assertEquals(
                    List.of(Call.CONNECTION_MADE, Call.DATA_RECEIVED),
                    made.protocol().order());
            assertEquals(1, old.protocol().lostCount());
            numbered |= oldNumber.isPresent();
            sameNumber += oldNumber.isPresent() && oldNumber.equals(number.getFirst()) ? 1 : 0;
            made.transport().abort();
            old.peer().close();
            rig.runUntil(() -> made.protocol().isLost() && serving.server().connectionCount() == 0);
        }
        assertTrue(!numbered || sameNumber > ROUNDS / 2, "the same number came back only " + sameNumber + " times");
    }
}
