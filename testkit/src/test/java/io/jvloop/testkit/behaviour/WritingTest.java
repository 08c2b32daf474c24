// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import static io.jvloop.testkit.Call.CONNECTION_LOST;
import static io.jvloop.testkit.Call.CONNECTION_MADE;
import static io.jvloop.testkit.Call.DATA_RECEIVED;
import static io.jvloop.testkit.Call.EOF_RECEIVED;
import static io.jvloop.testkit.Call.PAUSE_WRITING;
import static io.jvloop.testkit.Call.RESUME_WRITING;
import static io.jvloop.testkit.SocketKind.TCP;
import static io.jvloop.testkit.SocketKind.UNIX;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.LoopLimits;
import io.jvloop.LoopOptions;
import io.jvloop.Transport;
import io.jvloop.WriteBufferLimits;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.RecordingProtocol;
import io.jvloop.testkit.Rig;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Writing, half close, and flow control: what a transport promises to those who send. */
class WritingTest {
    private static final int HUGE = 3_000_000;

    private static void assertReceived(Rig rig, RecordingProtocol connection, byte[] expected) {
        rig.runUntil("all bytes arrive", () -> connection.peer().receivedCount() >= expected.length);
        assertArrayEquals(expected, connection.peer().received());
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    // ---- what write does

    @EveryBackend(sockets = {TCP, UNIX})
    void writesArriveInOrderWhateverTheirSizeAndKind(Rig rig) {
        var connection = rig.connect();
        int[] sizes = {1, 100, 16 * 1024 - 1, 16 * 1024, 16 * 1024 + 1, 0, 3, 70_000, 5, 300_000, 2};
        byte[] all = Bytes.random(Arrays.stream(sizes).sum());
        int at = 0;
        for (int i = 0; i < sizes.length; i++) {
            byte[] part = Arrays.copyOfRange(all, at, at + sizes[i]);
            ByteBuffer data = i % 2 == 0 ? ByteBuffer.wrap(part) : direct(part);
            connection.transport().write(i % 3 == 0 ? data.asReadOnlyBuffer() : data);
            at += sizes[i];
        }
        assertReceived(rig, connection, all);
    }

    @EveryBackend
    void writeTakesEverythingAndGivesTheBufferBack(Rig rig) {
        var connection = rig.connect();
        byte[] bytes = Bytes.random(HUGE);
        for (ByteBuffer data : new ByteBuffer[] {ByteBuffer.wrap(bytes.clone()), direct(bytes)}) {
            connection.transport().write(data);
            assertEquals(data.limit(), data.position());
            data.clear();
            while (data.hasRemaining()) {
                data.put((byte) 0); // the caller's again: nothing of this may be sent
            }
        }
        byte[] twice = Arrays.copyOf(bytes, 2 * HUGE);
        System.arraycopy(bytes, 0, twice, HUGE, HUGE);
        assertReceived(rig, connection, twice);
    }

    @EveryBackend
    void onlyWhatIsBetweenPositionAndLimitIsSent(Rig rig) {
        var connection = rig.connect();
        byte[] bytes = Bytes.random(200_000);
        connection.transport().write(ByteBuffer.wrap(bytes, 7, 50_000));
        ByteBuffer inside = direct(bytes).position(50_007).limit(150_000);
        connection.transport().write(inside.slice());
        assertReceived(rig, connection, Arrays.copyOfRange(bytes, 7, 150_000));
    }

    @EveryBackend(sockets = {TCP, UNIX})
    void aGatheringWriteIsAsIfEachWereWrittenInTurn(Rig rig) {
        var connection = rig.connect();
        byte[] all = Bytes.random(500_000);
        connection.transport().write(ByteBuffer.wrap(all, 0, 10));
        connection.transport().write(new ByteBuffer[] {
            ByteBuffer.wrap(all, 10, 5),
            direct(Arrays.copyOfRange(all, 15, 300_000)),
            ByteBuffer.allocate(0),
            ByteBuffer.wrap(all, 300_000, 100_000),
            direct(Arrays.copyOfRange(all, 400_000, 400_001)),
        });
        connection.transport().write(ByteBuffer.wrap(all, 400_001, 99_999));
        assertReceived(rig, connection, all);
    }

    @EveryBackend
    void aGatheringWriteOfMoreBuffersThanASystemCallTakes(Rig rig) {
        var connection = rig.connect();
        byte[] all = Bytes.random(3000 * 40);
        ByteBuffer[] parts = new ByteBuffer[3000];
        for (int i = 0; i < parts.length; i++) {
            byte[] part = Arrays.copyOfRange(all, i * 40, (i + 1) * 40);
            parts[i] = i % 2 == 0 ? ByteBuffer.wrap(part) : direct(part);
        }
        connection.transport().write(parts);
        for (ByteBuffer part : parts) {
            assertFalse(part.hasRemaining());
        }
        assertReceived(rig, connection, all);
    }

    @EveryBackend
    void whatOneCallbackWritesInPiecesIsOneSend(Rig rig) {
        int[] sends = new int[1];
        rig.open(LoopOptions.DEFAULT.withProbe(new io.jvloop.Probe() {
            @Override
            public void sent(Transport transport, long bytes) {
                sends[0]++;
            }
        }));
        var connection = rig.accept();
        connection.on(DATA_RECEIVED, () -> {
            for (int i = 0; i < 100; i++) {
                connection.transport().write(Bytes.buffer("0123456789"));
            }
        });
        connection.peer().send("go");
        rig.runUntil(() -> connection.peer().receivedCount() >= 1000);
        if (!rig.isSimulated() && connection.count(DATA_RECEIVED) == 1) {
            assertEquals(1, sends[0]);
        }
    }

    @EveryBackend
    void oneConnectionsCallbackMayWriteToAnother(Rig rig) {
        var from = rig.accept();
        var to = rig.connect();
        from.on(DATA_RECEIVED, () -> to.transport().write(Bytes.buffer("relayed")));
        from.peer().send("x");
        rig.runUntil(() -> to.peer().receivedText().equals("relayed"));
    }

    // ---- after the end

    @EveryBackend(sockets = {TCP, UNIX})
    void writesAfterCloseAreDroppedAndTakeTheBytes(Rig rig) {
        var connection = rig.connect();
        Transport transport = connection.transport();
        transport.write(Bytes.buffer("before"));
        transport.close();
        for (int i = 0; i < 10; i++) {
            ByteBuffer late = Bytes.buffer("late");
            transport.write(late);
            transport.write(new ByteBuffer[] {Bytes.buffer("late")});
            assertFalse(late.hasRemaining());
        }
        rig.runUntil(connection::isLost);
        ByteBuffer later = Bytes.buffer("later");
        transport.write(later);
        assertFalse(later.hasRemaining());
        rig.runUntil(() -> connection.peer().isEnded());
        assertEquals("before", connection.peer().receivedText());
        assertEquals(null, connection.cause());
    }

    @EveryBackend(seeds = 1)
    void whoWritesOnAfterTheCloseIsToldAtTheFifthCall(Rig rig) {
        var connection = rig.connect();
        Transport transport = connection.transport();
        transport.close();
        try (Heard heard = new Heard()) {
            ByteBuffer[] five = new ByteBuffer[5];
            for (int call = 1; call <= 10; call++) {
                Arrays.setAll(five, _ -> Bytes.buffer("late"));
                transport.write(five);
                assertEquals(
                        call < 5 ? 0 : 1,
                        heard.messages().size(),
                        () -> heard.messages().toString());
            }
        }
        rig.runUntil(connection::isLost);
    }

    @EveryBackend
    void writeAfterPeerResetReportsConnectionLostOnce(Rig rig) {
        var connection = rig.connect();
        connection.peer().reset();
        rig.runUntil(() -> {
            connection.transport().write(Bytes.buffer("x"));
            return connection.isLost();
        });
        rig.settle();
        assertEquals(1, connection.lostCount());
    }

    // ---- half close

    @EveryBackend(sockets = {TCP, UNIX})
    void writeEofEndsOneDirectionAfterEverythingHasLeft(Rig rig) {
        var connection = rig.connect();
        byte[] bytes = Bytes.random(HUGE);
        connection.transport().write(ByteBuffer.wrap(bytes));
        assertTrue(connection.transport().canWriteEof());
        connection.transport().writeEof();
        connection.transport().writeEof();
        assertReceived(rig, connection, bytes);
        rig.runUntil(() -> connection.peer().isEof());
        connection.peer().send("still heard");
        rig.runUntil(() -> connection.receivedText().equals("still heard"));
        assertFalse(connection.isLost());
    }

    @EveryBackend
    void writingAfterWriteEofIsAMistakeThatIsSaid(Rig rig) {
        var connection = rig.connect();
        connection.transport().writeEof();
        ByteBuffer data = Bytes.buffer("x");
        assertThrows(IllegalStateException.class, () -> connection.transport().write(data));
        assertThrows(IllegalStateException.class, () -> connection.transport().write(new ByteBuffer[] {data}));
        assertTrue(data.hasRemaining(), "nothing was taken");
    }

    @EveryBackend(sockets = {TCP, UNIX})
    void closeAfterWriteEofStillSendsEverything(Rig rig) {
        var connection = rig.connect();
        byte[] bytes = Bytes.random(HUGE);
        connection.transport().write(ByteBuffer.wrap(bytes));
        connection.transport().writeEof();
        connection.transport().close();
        assertReceived(rig, connection, bytes);
        rig.runUntil(connection::isLost);
        assertEquals(null, connection.cause());
    }

    @EveryBackend(sockets = {TCP, UNIX})
    void anEofThatIsAnsweredWithTrueLeavesTheOtherDirectionOpen(Rig rig) {
        var connection = rig.accept();
        connection.keepOpenAfterEof();
        connection.peer().send("question");
        connection.peer().shutdownOutput();
        rig.runUntil(connection::isEof);
        rig.settle();
        assertFalse(connection.transport().isReading());
        assertFalse(connection.transport().isClosing());
        connection.transport().write(Bytes.buffer("answer"));
        rig.runUntil(() -> connection.peer().receivedText().equals("answer"));
        connection.transport().close();
        rig.runUntil(connection::isLost);
        assertEquals(
                java.util.List.of(CONNECTION_MADE, DATA_RECEIVED, EOF_RECEIVED, CONNECTION_LOST), connection.order());
    }

    @EveryBackend(sockets = {TCP, UNIX})
    void anEofThatIsAnsweredWithFalseClosesOnceEverythingHasLeft(Rig rig) {
        var connection = rig.accept();
        byte[] bytes = Bytes.random(HUGE);
        connection.on(EOF_RECEIVED, () -> connection.transport().write(ByteBuffer.wrap(bytes)));
        connection.peer().shutdownOutput();
        assertReceived(rig, connection, bytes);
        rig.runUntil(connection::isLost);
        assertEquals(null, connection.cause());
    }

    // ---- flow control

    @EveryBackend(sockets = {TCP, UNIX})
    void aPeerThatDoesNotReadPausesTheWriterAndItResumesLater(Rig rig) {
        var connection = rig.connect();
        connection.peer().pauseReading();
        rig.runUntil("the writer is paused", () -> {
            connection.transport().write(ByteBuffer.allocate(100_000));
            return connection.isWritingPaused();
        });
        assertTrue(connection.transport().writeBufferSize()
                > connection.transport().writeBufferLimits().high());
        connection.peer().resumeReading();
        rig.runUntil("the writer is resumed", () -> !connection.isWritingPaused());
        assertTrue(connection.transport().writeBufferSize()
                <= connection.transport().writeBufferLimits().low());
        assertEquals(1, connection.count(PAUSE_WRITING));
        assertEquals(1, connection.count(RESUME_WRITING));
    }

    @EveryBackend
    void nobodyIsPausedForBytesThatTheKernelWouldHaveTaken(Rig rig) {
        var connection = rig.connect();
        connection.transport().setWriteBufferLimits(new WriteBufferLimits(0, 0));
        connection.transport().write(Bytes.buffer("x"));
        if (!rig.isSimulated()) {
            assertFalse(connection.isWritingPaused());
            assertEquals(0, connection.transport().writeBufferSize());
        }
        rig.runUntil(() -> connection.peer().receivedText().equals("x"));
    }

    @EveryBackend
    void theWriterIsPausedAboveTheHighLimitAndNotAtIt(Rig rig) {
        var connection = rig.connect();
        connection.peer().pauseReading();
        connection.transport().setWriteBufferLimits(new WriteBufferLimits(1000, Integer.MAX_VALUE));
        while (connection.transport().writeBufferSize() == 0) {
            connection.transport().write(ByteBuffer.allocate(100_000));
            rig.turn(); // until the kernel has not taken all
        }
        int size = Math.toIntExact(connection.transport().writeBufferSize());
        connection.transport().setWriteBufferLimits(new WriteBufferLimits(0, size));
        assertFalse(connection.isWritingPaused());
        connection.transport().setWriteBufferLimits(new WriteBufferLimits(0, size - 1));
        assertTrue(connection.isWritingPaused());
        connection.transport().setWriteBufferLimits(new WriteBufferLimits(size, size));
        assertFalse(connection.isWritingPaused());
        connection.peer().resumeReading();
        rig.runUntil(() -> connection.transport().writeBufferSize() == 0);
    }

    @EveryBackend
    void resumeWritingMayWriteToAnotherConnectionAndToItsOwn(Rig rig) {
        var one = rig.connect();
        var two = rig.connect();
        one.peer().pauseReading();
        rig.runUntil(() -> {
            one.transport().write(ByteBuffer.allocate(200_000));
            return one.isWritingPaused();
        });
        one.on(RESUME_WRITING, () -> {
            two.transport().write(Bytes.buffer("two"));
            one.transport().write(Bytes.buffer("one"));
        });
        one.peer().resumeReading();
        rig.runUntil(() -> two.peer().receivedText().equals("two"));
        rig.runUntil(() -> one.peer().receivedText().endsWith("one"));
    }

    @EveryBackend
    void aWriterThatGoesOnInResumeWritingDoesNotStarveTheLoop(Rig rig) {
        var greedy = rig.connect();
        greedy.transport().setWriteBufferLimits(new WriteBufferLimits(0, 0));
        ByteBuffer much = ByteBuffer.allocateDirect(1_000_000);
        greedy.on(PAUSE_WRITING, () -> {});
        greedy.on(RESUME_WRITING, () -> {
            if (!greedy.transport().isClosing()) {
                greedy.transport().write(much.clear());
            }
        });
        greedy.transport().write(much.clear());
        var other = rig.accept();
        other.peer().send("heard");
        rig.runUntil(() -> other.receivedText().equals("heard"));
        greedy.transport().abort();
        rig.runUntil(greedy::isLost);
    }

    @EveryBackend
    void aTransportThatHoldsBackMoreThanItsLimitIsAborted(Rig rig) {
        rig.open(LoopOptions.DEFAULT.withLimits(LoopLimits.NONE.withWriteBufferMax(1_000_000)));
        var connection = rig.connect();
        connection.peer().pauseReading();
        rig.runUntil(() -> {
            connection.transport().write(ByteBuffer.allocate(500_000));
            return connection.isLost();
        });
        assertInstanceOf(SocketException.class, connection.cause());
        assertTrue(connection.cause().getMessage().contains("writeBufferMax"));
    }

    @EveryBackend
    void aBufferThatComesTwiceInAGatheringWriteIsEmptyTheSecondTime(Rig rig) {
        var connection = rig.connect();
        byte[] all = Bytes.random(400_000);
        ByteBuffer first = direct(Arrays.copyOfRange(all, 0, 200_000));
        ByteBuffer second = ByteBuffer.wrap(all, 200_000, 200_000);
        connection.transport().write(new ByteBuffer[] {first, second, first, second, first});
        assertFalse(first.hasRemaining() || second.hasRemaining());
        assertReceived(rig, connection, all);
    }
}
