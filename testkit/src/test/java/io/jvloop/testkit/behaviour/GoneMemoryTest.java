// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import static io.jvloop.testkit.SocketKind.TCP;
import static io.jvloop.testkit.SocketKind.UNIX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jvloop.LoopOptions;
import io.jvloop.Protocol;
import io.jvloop.Transport;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Peer;
import io.jvloop.testkit.RecordingBufferedProtocol;
import io.jvloop.testkit.Rig;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;

/** Buffers whose memory is not there any more, or is another thread's: the kernel never gets to see them. */
@Timeout(60)
class GoneMemoryTest {
    private static final int SMALL = 100;
    private static final int LARGE = 64 * 1024;

    private static ByteBuffer ofAClosedArena(int bytes) {
        try (Arena arena = Arena.ofShared()) {
            return arena.allocate(bytes).asByteBuffer();
        }
    }

    /** Another thread, with an arena that only it may use. */
    private static final class OtherThread implements AutoCloseable {
        private final CompletableFuture<ByteBuffer> buffer = new CompletableFuture<>();
        private final CompletableFuture<Void> over = new CompletableFuture<>();

        OtherThread(int bytes) {
            Thread.ofPlatform().start(() -> {
                try (Arena arena = Arena.ofConfined()) {
                    buffer.complete(arena.allocate(bytes).asByteBuffer());
                    over.join();
                }
            });
        }

        ByteBuffer buffer() {
            return buffer.join();
        }

        @Override
        public void close() {
            over.complete(null);
        }
    }

    /** This and what is written from now on arrives, and nothing else. */
    private static void assertUnharmed(Rig rig, Transport transport, Peer peer, String written) {
        transport.write(Bytes.buffer(", and more"));
        String expected = written + ", and more";
        rig.runUntil("what was written arrives", () -> peer.receivedCount() >= expected.length());
        assertEquals(expected, peer.receivedText());
        assertEquals(0, transport.writeBufferSize());
    }

    @EveryBackend(sockets = {TCP, UNIX})
    void aWriteFromAClosedArenaIsRefusedAndChangesNothing(Rig rig) {
        for (int bytes : new int[] {SMALL, LARGE}) {
            var connection = rig.connect();
            ByteBuffer gone = ofAClosedArena(bytes);
            assertThrows(
                    IllegalStateException.class, () -> connection.transport().write(gone));
            assertEquals(0, gone.position());
            assertEquals(bytes, gone.limit());
            assertUnharmed(rig, connection.transport(), connection.peer(), "");
        }
    }

    @EveryBackend(sockets = {TCP, UNIX})
    void ofAGatheringWriteWhatStandsBeforeItIsSent(Rig rig) {
        for (int bytes : new int[] {SMALL, LARGE}) {
            var connection = rig.connect();
            ByteBuffer gone = ofAClosedArena(bytes);
            ByteBuffer[] behind = {gone, Bytes.buffer("not")};
            assertThrows(
                    IllegalStateException.class, () -> connection.transport().write(behind));
            ByteBuffer[] between = {Bytes.buffer("before"), gone, Bytes.buffer("not")};
            assertThrows(
                    IllegalStateException.class, () -> connection.transport().write(between));
            rig.runUntil("it is not kept", () -> connection.peer().receivedCount() == 6);
            assertUnharmed(rig, connection.transport(), connection.peer(), "before");
        }
    }

    @EveryBackend
    void aWriteFromAnotherThreadsArenaIsRefused(Rig rig) {
        for (int bytes : new int[] {SMALL, LARGE}) {
            var connection = rig.connect();
            try (OtherThread other = new OtherThread(bytes)) {
                assertThrows(
                        WrongThreadException.class, () -> connection.transport().write(other.buffer()));
            }
            assertUnharmed(rig, connection.transport(), connection.peer(), "");
        }
    }

    @EveryBackend(seeds = 0)
    void inDebugModeALargeViewCannotBeSentAfterItsCallback(Rig rig) {
        rig.open(LoopOptions.DEFAULT.withDebug(true));
        List<ByteBuffer> kept = new ArrayList<>();
        var link = rig.serve(() -> new Protocol() {
                    @Override
                    public void dataReceived(ByteBuffer data) {
                        if (data.remaining() >= 16 * 1024) {
                            kept.add(data);
                        }
                    }
                })
                .accept();
        link.peer().send(Bytes.random(1_000_000));
        rig.runUntil(() -> !kept.isEmpty());
        assertThrows(IllegalStateException.class, () -> link.transport().write(kept.getFirst()));
        assertThrows(IllegalStateException.class, () -> link.transport().write(new ByteBuffer[] {kept.getFirst()}));
        assertUnharmed(rig, link.transport(), link.peer(), "");
    }

    @EveryBackend
    void aBufferThatIsGoneOrAnotherThreadsIsNotFilled(Rig rig) {
        try (OtherThread other = new OtherThread(LARGE)) {
            for (ByteBuffer unusable : List.of(ofAClosedArena(LARGE), other.buffer())) {
                var link =
                        rig.serve(() -> new RecordingBufferedProtocol(unusable)).accept();
                link.peer().send("x");
                rig.runUntil(link.protocol()::isLost);
                assertInstanceOf(IllegalStateException.class, link.protocol().cause());
                assertEquals(1, rig.takeReports().size());
            }
        }
    }

    /** Of the same memory: a backend that remembers what it was given before must not take the one for the other. */
    @EveryBackend(sockets = {TCP, UNIX})
    void whatWasWrittenReadOnlyIsFilledAllTheSame(Rig rig) {
        ByteBuffer own = ByteBuffer.allocateDirect(32 * 1024);
        var link = rig.serve(() -> new RecordingBufferedProtocol(own)).accept();
        link.transport().write(own.asReadOnlyBuffer());
        rig.runUntil(() -> link.peer().receivedCount() == own.capacity());
        link.peer().send("x");
        rig.runUntil(() -> link.protocol().receivedText().equals("x"));
    }

    @EveryBackend(sockets = {TCP, UNIX})
    @SuppressWarnings("restricted") // it is what an allocator does that gives the same block again
    void memoryIsWrittenWhoeverHadItBefore(Rig rig) {
        var connection = rig.connect();
        MemorySegment block = Arena.ofAuto().allocate(32 * 1024);
        for (int i = 1; i <= 3; i++) {
            try (Arena arena = Arena.ofConfined()) {
                connection.transport().write(block.reinterpret(arena, null).asByteBuffer());
                long count = i * block.byteSize();
                rig.runUntil(() -> connection.peer().receivedCount() == count);
            }
        }
    }
}
