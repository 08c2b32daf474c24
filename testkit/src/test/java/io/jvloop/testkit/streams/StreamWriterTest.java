// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.streams;

import static io.jvloop.task.Tasks.createTask;
import static io.jvloop.testkit.SocketKind.TCP;
import static io.jvloop.testkit.SocketKind.UNIX;
import static io.jvloop.testkit.TaskMode.CARRIED;
import static io.jvloop.testkit.TaskMode.LENT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.WriteBufferLimits;
import io.jvloop.stream.StreamWriter;
import io.jvloop.task.Task;
import io.jvloop.task.Tasks;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Peer;
import io.jvloop.testkit.Rig;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Timeout;

/** What the writer of a stream does. */
@Timeout(60)
class StreamWriterTest {
    private final List<Object> seen = new ArrayList<>();

    @EveryBackend(
            tasks = {CARRIED, LENT},
            sockets = {TCP, UNIX})
    void everyWayOfWritingSendsEveryByteInOrder(Rig rig) throws Exception {
        byte[] bytes = new byte[200_000];
        new Random(1).nextBytes(bytes);
        Served served = Served.by(rig, (_, writer) -> {
            writer.write("text \u00fc\n");
            writer.write(bytes, 0, 50_000);
            ByteBuffer direct =
                    ByteBuffer.allocateDirect(50_000).put(bytes, 50_000, 50_000).flip();
            writer.write(direct);
            assertFalse(direct.hasRemaining());
            direct.clear().put(new byte[50_000]); // it is ours again
            ByteBuffer one = ByteBuffer.wrap(bytes, 100_000, 1);
            ByteBuffer rest = ByteBuffer.wrap(bytes, 100_001, 99_999);
            writer.write(one, rest);
            assertFalse(one.hasRemaining() || rest.hasRemaining());
            writer.write(new byte[0]);
        });
        Peer peer = served.connect();
        assertNull(served.end());
        rig.runUntil(peer::isEof);
        byte[] text = "text \u00fc\n".getBytes(UTF_8);
        byte[] received = peer.received();
        assertEquals(text.length + bytes.length, received.length);
        assertArrayEquals(bytes, java.util.Arrays.copyOfRange(received, text.length, received.length));
    }

    @EveryBackend(seeds = 1)
    void aLargeArrayThatWasWrittenIsNotHeldOnTo(Rig rig) throws Exception {
        List<WeakReference<byte[]>> written = new ArrayList<>();
        Served served = Served.by(rig, (reader, writer) -> {
            written.add(writeLarge(writer));
            reader.readAll();
        });
        Peer peer = served.connect();
        rig.runUntil(() -> peer.receivedCount() == 1 << 20);
        for (int i = 0; i < 20 && written.getFirst().get() != null; i++) {
            System.gc();
        }
        assertTrue(written.getFirst().get() == null, "an idle connection holds on to what it has sent");
        peer.shutdownOutput();
        assertNull(served.end());
    }

    private static WeakReference<byte[]> writeLarge(StreamWriter writer) throws IOException {
        byte[] large = new byte[1 << 20];
        writer.write(large);
        return new WeakReference<>(large);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aWriterOverItsLimitParksUntilThePeerReads(Rig rig) throws Exception {
        byte[] chunk = new byte[10_000];
        Served served = Served.by(rig, (_, writer) -> {
            writer.transport().setWriteBufferLimits(new WriteBufferLimits(5_000, 20_000));
            for (int i = 0; i < 2_000; i++) {
                writer.write(chunk);
                seen.add(writer.transport().writeBufferSize());
                assertTrue(writer.transport().writeBufferSize() <= 30_000);
            }
        });
        Peer peer = served.serving().connect();
        peer.pauseReading();
        rig.settle();
        assertTrue(seen.size() < 2_000, "nothing held it back");
        assertEquals(0, served.ended());
        peer.resumeReading();
        assertNull(served.end());
        rig.runUntil(peer::isEof);
        assertEquals(20_000_000, peer.receivedCount());
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void manyTasksWaitForTheSameDrain(Rig rig) throws Exception {
        Served served = Served.by(rig, (_, writer) -> {
            writer.transport().setWriteBufferLimits(new WriteBufferLimits(0, 1_000));
            List<Task<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                tasks.add(createTask(() -> {
                    writer.write(new byte[4 << 20]);
                    writer.drain();
                    seen.add("drained");
                }));
            }
            Tasks.gather(tasks);
            writer.drain();
        });
        Peer peer = served.connect();
        peer.pauseReading();
        rig.settle();
        assertEquals(List.of(), seen);
        peer.resumeReading();
        assertNull(served.end());
        rig.runUntil(peer::isEof);
        assertEquals(5, seen.size());
        assertEquals(20 << 20, peer.receivedCount());
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void whoWaitsForADrainLearnsThatThePeerIsGone(Rig rig) throws Exception {
        Served served = Served.by(rig, (_, writer) -> {
            writer.write(new byte[32 << 20]);
        });
        Peer peer = served.serving().connect();
        peer.pauseReading();
        rig.settle();
        peer.reset();
        assertTrue(served.end() instanceof IOException, "not told");
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void writingAfterThePeerHasGoneEndsInAnIoException(Rig rig) throws Exception {
        Served served = Served.by(rig, (_, writer) -> {
            while (true) {
                writer.write(new byte[1_000]);
                Tasks.yieldNow();
            }
        });
        Peer peer = served.connect();
        peer.reset();
        assertTrue(served.end() instanceof IOException, "not told");
        rig.takeReports(); // on some systems the loss has no cause, and then it is the handler that failed
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void theOutgoingHalfEndsAloneAndReadingGoesOn(Rig rig) throws Exception {
        Served served = Served.by(rig, (reader, writer) -> {
            assertTrue(writer.canWriteEof());
            writer.write("question");
            writer.writeEof();
            writer.writeEof();
            assertThrows(IllegalStateException.class, () -> writer.write("more"));
            seen.add(new String(reader.readAll(), UTF_8));
        });
        Peer peer = served.connect();
        rig.runUntil(peer::isEof);
        assertEquals("question", peer.receivedText());
        peer.send("answer");
        peer.shutdownOutput();
        assertNull(served.end());
        assertEquals(List.of("answer"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void whatWasWrittenBeforeACloseArrivesAndWhatIsWrittenAfterItIsRefused(Rig rig) throws Exception {
        Served served = Served.by(rig, (_, writer) -> {
            writer.transport().setWriteBufferLimits(new WriteBufferLimits(0, 64 << 20));
            writer.write(new byte[16 << 20]);
            writer.close();
            assertThrows(ClosedChannelException.class, () -> writer.write("late"));
            assertThrows(
                    ClosedChannelException.class, () -> writer.write(ByteBuffer.allocate(1), ByteBuffer.allocate(1)));
            writer.waitClosed();
            seen.add("closed");
        });
        Peer peer = served.connect();
        assertNull(served.end());
        rig.runUntil(peer::isEof);
        assertEquals(16 << 20, peer.receivedCount());
        assertEquals(List.of("closed"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aWriteAfterOneThatHasFailedTellsOfTheLossAndNotOfAClose(Rig rig) throws Exception {
        List<Peer> peers = new ArrayList<>();
        Served served = Served.by(rig, (reader, writer) -> {
            writer.transport().setWriteBufferLimits(new WriteBufferLimits(0, 64 << 20));
            reader.readExactly(1);
            peers.getFirst().reset();
            IOException told = assertThrows(IOException.class, () -> {
                for (int i = 0; i < 1000; i++) {
                    writer.write(new byte[100_000]);
                }
            });
            assertFalse(told instanceof ClosedChannelException, told.toString());
            seen.add("told");
        });
        peers.add(served.connect());
        peers.getFirst().send("x");
        assertNull(served.end());
        assertEquals(List.of("told"), seen);
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 4)
    void anotherThreadCannotUseAWriterNorDrainIt(Rig rig) throws Exception {
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        Served served = Served.by(rig, (_, writer) -> {
            Thread thread = Thread.ofPlatform().start(() -> {
                thrown.add(assertThrows(IllegalStateException.class, writer::drain));
                thrown.add(assertThrows(IllegalStateException.class, () -> writer.write("x")));
                thrown.add(assertThrows(IllegalStateException.class, writer::writeEof));
                thrown.add(assertThrows(IllegalStateException.class, writer::waitClosed));
                thrown.add(assertThrows(IllegalStateException.class, writer::close));
            });
            while (thread.isAlive()) {
                Thread.onSpinWait();
            }
            writer.write("unharmed");
        });
        Peer peer = served.connect();
        assertNull(served.end());
        rig.runUntil(peer::isEof);
        assertEquals("unharmed", peer.receivedText());
        assertEquals(5, thrown.size());
    }
}
