// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import static io.jvloop.testkit.Call.BUFFER_UPDATED;
import static io.jvloop.testkit.Call.CONNECTION_MADE;
import static io.jvloop.testkit.Call.DATA_RECEIVED;
import static io.jvloop.testkit.Call.EOF_RECEIVED;
import static io.jvloop.testkit.Call.GET_BUFFER;
import static io.jvloop.testkit.SocketKind.TCP;
import static io.jvloop.testkit.SocketKind.UNIX;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.BaseProtocol;
import io.jvloop.BufferedProtocol;
import io.jvloop.LoopOptions;
import io.jvloop.Protocol;
import io.jvloop.Transport;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.RecordingBufferedProtocol;
import io.jvloop.testkit.RecordingProtocol;
import io.jvloop.testkit.Rig;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Receiving, pausing, and changing the protocol. */
class ReadingTest {
    private static final int HUGE = 3_000_000;

    @EveryBackend(sockets = {TCP, UNIX})
    void everyByteArrivesInOrder(Rig rig) {
        var connection = rig.accept();
        byte[] bytes = Bytes.random(HUGE);
        connection.peer().send(bytes);
        connection.peer().shutdownOutput();
        rig.runUntil(connection::isLost);
        assertArrayEquals(bytes, connection.received());
        assertEquals(
                List.of(CONNECTION_MADE, DATA_RECEIVED, EOF_RECEIVED),
                connection.order().subList(0, 3));
    }

    @EveryBackend(sockets = {TCP, UNIX})
    void aPeerThatSendsAndClosesIsHeardToTheEnd(Rig rig) {
        var connection = rig.accept();
        pauseAfterEveryPiece(rig, connection);
        byte[] bytes = Bytes.random(100_000);
        connection.peer().send(bytes);
        rig.runUntil(() -> connection.peer().unsent() == 0);
        connection.peer().close();
        rig.runUntil(connection::isLost);
        assertArrayEquals(bytes, connection.received());
    }

    private static void pauseAfterEveryPiece(Rig rig, RecordingProtocol connection) {
        connection.on(DATA_RECEIVED, () -> {
            connection.transport().pauseReading();
            rig.loop().callSoon(() -> connection.transport().resumeReading());
        });
    }

    // ---- the view

    @EveryBackend
    void theViewIsReadOnlyAndShowsNothingElse(Rig rig) {
        List<Throwable> failures = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        var link = rig.serve(() -> new Protocol() {
                    @Override
                    public void dataReceived(ByteBuffer data) {
                        sizes.add(data.capacity() - data.remaining() + data.position());
                        try {
                            data.put(0, (byte) 1);
                        } catch (ReadOnlyBufferException expected) {
                            failures.add(expected);
                        }
                    }
                })
                .accept();
        link.peer().send("hello");
        rig.runUntil(() -> !failures.isEmpty());
        assertEquals(List.of(0), sizes.subList(0, 1), "its capacity is what arrived, its position is 0");
    }

    @EveryBackend
    void inDebugModeTheViewDiesWithTheCallback(Rig rig) {
        rig.open(LoopOptions.DEFAULT.withDebug(true));
        List<ByteBuffer> kept = new ArrayList<>();
        List<Byte> first = new ArrayList<>();
        var link = rig.serve(() -> new Protocol() {
                    @Override
                    public void dataReceived(ByteBuffer data) {
                        kept.add(data);
                        first.add(data.get(0));
                    }
                })
                .accept();
        link.peer().send("hello");
        rig.runUntil(() -> !kept.isEmpty());
        assertEquals((byte) 'h', first.getFirst());
        assertThrows(IllegalStateException.class, () -> kept.getFirst().get(0));
    }

    @EveryBackend
    void aViewMayBeWrittenToAnyConnection(Rig rig) {
        var to = rig.connect();
        var link = rig.serve(() -> new Echo(to.transport())).accept();
        byte[] bytes = Bytes.random(HUGE);
        link.peer().send(bytes);
        rig.runUntil(() -> to.peer().receivedCount() == HUGE && link.peer().receivedCount() == HUGE);
        assertArrayEquals(bytes, to.peer().received());
        assertArrayEquals(bytes, link.peer().received());
    }

    /** Writes to its own and to another connection. */
    private static final class Echo implements Protocol {
        private final Transport other;
        private @Nullable Transport own;

        Echo(Transport other) {
            this.other = other;
        }

        @Override
        public void connectionMade(Transport transport) {
            own = transport;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            other.write(data.duplicate());
            if (own != null) {
                own.write(data);
            }
        }
    }

    // ---- pausing

    @EveryBackend(sockets = {TCP, UNIX})
    void nothingIsHandedOverWhileReadingIsPaused(Rig rig) {
        var connection = rig.accept();
        connection.transport().pauseReading();
        connection.transport().pauseReading();
        assertFalse(connection.transport().isReading());
        byte[] bytes = Bytes.random(50_000);
        connection.peer().send(bytes);
        rig.settle();
        assertEquals(0, connection.receivedCount());
        connection.transport().resumeReading();
        connection.transport().resumeReading();
        assertTrue(connection.transport().isReading());
        rig.runUntil(() -> connection.receivedCount() == bytes.length);
        assertArrayEquals(bytes, connection.received());
    }

    @EveryBackend(sockets = {TCP, UNIX})
    void pausingAfterEveryPieceLosesNothing(Rig rig) {
        var connection = rig.accept();
        pauseAfterEveryPiece(rig, connection);
        byte[] bytes = Bytes.random(HUGE);
        connection.peer().send(bytes);
        connection.peer().shutdownOutput();
        rig.runUntil(connection::isLost);
        assertArrayEquals(bytes, connection.received());
    }

    @EveryBackend(sockets = {TCP, UNIX})
    void pausedInConnectionMadeItReadsNothingUntilItIsResumed(Rig rig) {
        var serving = rig.serve(() -> {
            RecordingProtocol protocol = new RecordingProtocol();
            protocol.on(CONNECTION_MADE, () -> protocol.transport().pauseReading());
            return protocol;
        });
        var connection = serving.accept().protocol();
        connection.peer().send("x");
        rig.settle();
        assertEquals("", connection.receivedText());
        connection.transport().resumeReading();
        rig.runUntil(() -> connection.receivedText().equals("x"));
    }

    @EveryBackend(sockets = {TCP, UNIX})
    void theEndOfTheStreamWaitsUntilReadingIsResumed(Rig rig) {
        var connection = rig.accept();
        connection.transport().pauseReading();
        connection.peer().send("last words");
        connection.peer().shutdownOutput();
        rig.settle();
        assertFalse(connection.isEof());
        connection.transport().resumeReading();
        rig.runUntil(connection::isEof);
        assertEquals("last words", connection.receivedText());
    }

    @EveryBackend
    void onePausedConnectionLosesNothingAndHoldsNobodyUp(Rig rig) {
        var serving = rig.serve(RecordingProtocol::new);
        var paused = serving.accept().protocol();
        int busyCount = rig.isSimulated() ? 20 : 300;
        List<RecordingProtocol> busy = new ArrayList<>();
        for (int i = 0; i < busyCount; i++) {
            busy.add(serving.accept().protocol());
        }
        paused.transport().pauseReading();
        byte[] bytes = Bytes.random(200_000);
        paused.peer().send(bytes);
        busy.forEach(connection -> connection.peer().send(bytes));
        rig.runUntil(() -> busy.stream().allMatch(connection -> connection.receivedCount() == bytes.length));
        for (RecordingProtocol connection : busy) {
            assertArrayEquals(bytes, connection.received());
        }
        assertEquals(0, paused.receivedCount());
        paused.transport().resumeReading();
        rig.runUntil(() -> paused.receivedCount() == bytes.length);
        assertArrayEquals(bytes, paused.received());
    }

    // ---- memory of the protocol's own

    @EveryBackend(sockets = {TCP, UNIX})
    void aBufferedProtocolGetsEveryByteInItsOwnMemory(Rig rig) {
        var connection = rig.serve(RecordingBufferedProtocol::new).accept().protocol();
        byte[] bytes = Bytes.random(HUGE);
        connection.peer().send(bytes);
        connection.peer().shutdownOutput();
        rig.runUntil(connection::isLost);
        assertArrayEquals(bytes, connection.received());
        assertEquals(CONNECTION_MADE, connection.calls().get(0));
        assertEquals(GET_BUFFER, connection.calls().get(1));
        assertTrue(connection.count(GET_BUFFER) >= connection.count(BUFFER_UPDATED));
    }

    /** Memory on the heap and off it, in turn. */
    private static final class Alternating extends Filling {
        private final ByteBuffer heap = ByteBuffer.allocate(700);
        private boolean onHeap;

        Alternating() {
            super(ByteBuffer.allocateDirect(700), 0);
        }

        @Override
        public ByteBuffer getBuffer(int sizeHint) throws Exception {
            onHeap = !onHeap;
            return onHeap ? heap.clear() : super.getBuffer(sizeHint);
        }

        @Override
        public void bufferUpdated(int count) {
            if (onHeap) {
                received.write(heap.array(), 0, count);
            } else {
                super.bufferUpdated(count);
            }
        }
    }

    @EveryBackend(sockets = {TCP, UNIX})
    void heapAndDirectBuffersMayTakeTurnsAlsoWhenThereWasNothingToReadAfterAll(Rig rig) {
        var link = rig.serve(Alternating::new).accept();
        byte[] bytes = Bytes.random(30_000);
        for (int sent = 0; sent < bytes.length; sent += 3000) {
            link.peer().send(Arrays.copyOfRange(bytes, sent, sent + 3000));
            int expected = sent + 3000;
            rig.runUntil(() -> link.protocol().received.size() == expected);
        }
        assertArrayEquals(bytes, link.protocol().received.toByteArray());
    }

    /** A buffer of whatever size and kind, filled from whatever position. */
    private static class Filling implements BufferedProtocol {
        private final ByteBuffer buffer;
        private final int start;
        final java.io.ByteArrayOutputStream received = new java.io.ByteArrayOutputStream();
        private boolean lost;
        private @Nullable Throwable cause;

        Filling(ByteBuffer buffer, int start) {
            this.buffer = buffer;
            this.start = start;
        }

        @Override
        public ByteBuffer getBuffer(int sizeHint) throws Exception {
            return buffer.clear().position(start);
        }

        @Override
        public void bufferUpdated(int count) {
            assertEquals(start + count, buffer.position());
            byte[] bytes = new byte[count];
            buffer.get(start, bytes);
            received.writeBytes(bytes);
        }

        @Override
        public void connectionLost(@Nullable Throwable reason) {
            lost = true;
            cause = reason;
        }
    }

    @EveryBackend
    void bytesGoToTheBuffersPositionWhateverItsKind(Rig rig) {
        byte[] bytes = Bytes.random(300_000);
        for (ByteBuffer buffer : List.of(
                ByteBuffer.allocateDirect(10),
                ByteBuffer.allocate(100_000),
                ByteBuffer.allocateDirect(200_000).slice(7, 99_999))) {
            Filling protocol = new Filling(buffer, 3);
            var link = rig.serve(() -> protocol).accept();
            link.peer().send(bytes);
            rig.runUntil(() -> protocol.received.size() == bytes.length);
            assertArrayEquals(bytes, protocol.received.toByteArray());
        }
    }

    @EveryBackend
    void aBufferThatCannotBeFilledEndsTheConnection(Rig rig) {
        for (ByteBuffer wrong : Arrays.asList(
                null,
                ByteBuffer.allocate(0),
                ByteBuffer.allocateDirect(4).position(4),
                ByteBuffer.allocate(4).asReadOnlyBuffer())) {
            Filling protocol = new Filling(ByteBuffer.allocate(0), 0) {
                @Override
                public ByteBuffer getBuffer(int sizeHint) {
                    return wrong;
                }
            };
            var link = rig.serve(() -> protocol).accept();
            link.peer().send("x");
            rig.runUntil(() -> protocol.lost);
            assertInstanceOf(IllegalStateException.class, protocol.cause);
            assertEquals(1, rig.takeReports().size());
        }
    }

    @EveryBackend
    void getBufferThatThrowsEndsTheConnection(Rig rig) {
        Filling protocol = new Filling(ByteBuffer.allocate(0), 0) {
            @Override
            public ByteBuffer getBuffer(int sizeHint) throws Exception {
                throw new java.io.IOException("no memory today");
            }
        };
        var link = rig.serve(() -> protocol).accept();
        link.peer().send("x");
        rig.runUntil(() -> protocol.lost);
        assertInstanceOf(java.io.IOException.class, protocol.cause);
        assertEquals(1, rig.takeReports().size());
    }

    @EveryBackend
    void closingInGetBufferIsNoProblem(Rig rig) {
        Transport[] transport = new Transport[1];
        Filling protocol = new Filling(ByteBuffer.allocate(10), 0) {
            @Override
            public void connectionMade(Transport made) {
                transport[0] = made;
            }

            @Override
            public ByteBuffer getBuffer(int sizeHint) throws Exception {
                transport[0].close();
                return super.getBuffer(sizeHint);
            }
        };
        var link = rig.serve(() -> protocol).accept();
        link.peer().send("x");
        rig.runUntil(() -> protocol.lost);
        assertEquals(null, protocol.cause);
        assertEquals(0, protocol.received.size());
    }

    // ---- another protocol

    @EveryBackend(sockets = {TCP, UNIX})
    void theProtocolMayChangeItsKindAtEveryByte(Rig rig) {
        Switching switching = new Switching();
        var link = rig.serve(() -> switching.plain).accept();
        byte[] bytes = Bytes.random(1_000_000);
        link.peer().send(bytes);
        link.peer().shutdownOutput();
        rig.runUntil(() -> switching.eofs > 0);
        assertArrayEquals(bytes, switching.received.toByteArray());
        assertEquals(1, switching.eofs);
        assertEquals(0, switching.mades, "connectionMade is for the first protocol alone");
    }

    /** Two protocols that hand the connection to each other. */
    private static final class Switching {
        final java.io.ByteArrayOutputStream received = new java.io.ByteArrayOutputStream();
        private int eofs;
        private int mades = -1;
        private @Nullable Transport transport;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(5000);

        private void to(BaseProtocol other) {
            if (transport != null) {
                transport.setProtocol(other);
                assertEquals(other, transport.protocol());
            }
        }

        private final Protocol plain = new Protocol() {
            @Override
            public void connectionMade(Transport made) {
                mades++;
                transport = made;
            }

            @Override
            public void dataReceived(ByteBuffer data) {
                byte[] bytes = new byte[data.remaining()];
                data.get(bytes);
                received.writeBytes(bytes);
                to(buffered);
            }

            @Override
            public boolean eofReceived() {
                eofs++;
                return false;
            }
        };

        private final BufferedProtocol buffered = new BufferedProtocol() {
            @Override
            public void connectionMade(Transport made) {
                mades++;
            }

            @Override
            public ByteBuffer getBuffer(int sizeHint) {
                return buffer.clear();
            }

            @Override
            public void bufferUpdated(int count) {
                byte[] bytes = new byte[count];
                buffer.flip().get(bytes);
                received.writeBytes(bytes);
                to(plain);
            }

            @Override
            public boolean eofReceived() {
                eofs++;
                return false;
            }
        };
    }

    @EveryBackend
    void aProtocolThatIsNeitherKindIsRefused(Rig rig) {
        var connection = rig.connect();
        assertThrows(
                IllegalArgumentException.class, () -> connection.transport().setProtocol(new BaseProtocol() {}));
        connection.transport().setProtocol(connection);
    }

    @EveryBackend(sockets = {TCP, UNIX})
    void aProtocolThatIsSetWhilePausedGetsWhatWasKept(Rig rig) {
        var first = rig.accept();
        first.transport().pauseReading();
        first.peer().send("for the second");
        rig.settle();
        var buffered = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(3);
        first.transport().setProtocol(new BufferedProtocol() {
            @Override
            public ByteBuffer getBuffer(int sizeHint) {
                return buffer.clear();
            }

            @Override
            public void bufferUpdated(int count) {
                for (int i = 0; i < count; i++) {
                    buffered.append((char) buffer.get(i));
                }
            }
        });
        first.transport().resumeReading();
        rig.runUntil(() -> buffered.toString().equals("for the second"));
    }
}
