// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.streams;

import static io.jvloop.testkit.SocketKind.TCP;
import static io.jvloop.testkit.SocketKind.UNIX;
import static io.jvloop.testkit.TaskMode.CARRIED;
import static io.jvloop.testkit.TaskMode.LENT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jvloop.WriteBufferLimits;
import io.jvloop.task.Tasks;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Peer;
import io.jvloop.testkit.Rig;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Timeout;

/** Code that knows nothing but the JDK's blocking streams and channels runs on a loop as it is. */
@Timeout(60)
class StreamViewTest {
    private final List<Object> seen = new ArrayList<>();

    @EveryBackend(
            tasks = {CARRIED, LENT},
            sockets = {TCP, UNIX},
            seeds = 24)
    void dataStreamsRunOnALoop(Rig rig) throws Exception {
        Served served = Served.by(rig, (reader, writer) -> {
            DataInputStream in = new DataInputStream(reader.asInputStream());
            DataOutputStream out = new DataOutputStream(writer.asOutputStream());
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                out.writeUTF(in.readUTF() + in.readLong());
            }
            assertThrows(EOFException.class, in::readByte);
            assertEquals(-1, in.read());
        });
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        DataOutputStream to = new DataOutputStream(request);
        to.writeInt(100);
        for (int i = 0; i < 100; i++) {
            to.writeUTF("number ");
            to.writeLong(i);
        }
        Peer peer = served.connect();
        peer.send(request.toByteArray());
        peer.shutdownOutput();
        assertNull(served.end());
        rig.runUntil(peer::isEof);
        DataInputStream answer = new DataInputStream(new ByteArrayInputStream(peer.received()));
        for (int i = 0; i < 100; i++) {
            assertEquals("number " + i, answer.readUTF());
        }
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 24)
    void aScannerAndAPrintStreamRunOnALoop(Rig rig) throws Exception {
        Served served = Served.by(rig, (reader, writer) -> {
            Scanner in = new Scanner(reader.asInputStream(), UTF_8);
            PrintStream out = new PrintStream(writer.asOutputStream(), true, UTF_8);
            long sum = 0;
            while (in.hasNextLong()) {
                sum += in.nextLong();
            }
            out.printf("%d, then %s%n", sum, in.next());
        });
        Peer peer = served.connect();
        peer.send("1 2 3\n40 end\n");
        peer.shutdownOutput();
        assertNull(served.end());
        rig.runUntil(peer::isEof);
        assertEquals("46, then end", peer.receivedText().strip());
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 24)
    @SuppressWarnings("BanSerializableRead") // that it works is what is shown
    void serializedObjectsCompressedPassThroughALoop(Rig rig) throws Exception {
        Map<String, LocalDate> value = new TreeMap<>();
        for (int i = 0; i < 2_000; i++) {
            value.put("key " + i, LocalDate.ofEpochDay(i * 31L));
        }
        Served served = Served.by(rig, (reader, writer) -> {
            ObjectInputStream in = new ObjectInputStream(new GZIPInputStream(reader.asInputStream()));
            Object got = in.readObject();
            assertEquals(value, got);
            try (ObjectOutputStream out = new ObjectOutputStream(writer.asOutputStream())) {
                out.writeObject(got);
            }
        });
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(new GZIPOutputStream(request))) {
            out.writeObject(value);
        }
        Peer peer = served.connect();
        peer.send(request.toByteArray());
        peer.shutdownOutput();
        assertNull(served.end());
        rig.runUntil(peer::isEof);
        ObjectInputStream answer = new ObjectInputStream(new ByteArrayInputStream(peer.received()));
        assertEquals(value, answer.readObject());
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 24)
    void channelsRunOnALoop(Rig rig) throws Exception {
        byte[] sent = new byte[300_000];
        new java.util.Random(7).nextBytes(sent);
        Served served = Served.by(rig, (reader, writer) -> {
            ReadableByteChannel in = reader.asChannel();
            WritableByteChannel out = writer.asChannel();
            ByteBuffer buffer = ByteBuffer.allocate(10_000);
            while (in.read(buffer) >= 0) {
                buffer.flip();
                int count = buffer.remaining();
                assertEquals(count, out.write(buffer));
                buffer.clear();
            }
        });
        Peer peer = served.connect();
        peer.send(sent);
        peer.shutdownOutput();
        assertNull(served.end());
        rig.runUntil(peer::isEof);
        assertArrayEquals(sent, peer.received());
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 24)
    void aBufferedReaderSeesTheEndAndAvailableDoesNotWait(Rig rig) throws Exception {
        Served served = Served.by(rig, (reader, _) -> {
            InputStream in = reader.asInputStream();
            assertEquals(0, in.read(new byte[5], 2, 0));
            seen.add(in.available() >= 0);
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8));
            lines.lines().forEach(seen::add);
            assertEquals(0, in.available());
        });
        Peer peer = served.connect();
        peer.send("one\ntwo");
        peer.shutdownOutput();
        assertNull(served.end());
        assertEquals(List.of(true, "one", "two"), seen);
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 24)
    void closingAViewClosesTheConnection(Rig rig) throws Exception {
        Served served = Served.by(rig, (reader, writer) -> {
            writer.write("bye");
            reader.asInputStream().close();
            assertFalse(reader.asChannel().isOpen());
            assertThrows(
                    ClosedChannelException.class, () -> reader.asInputStream().read());
            writer.asOutputStream().close();
            assertThrows(
                    ClosedChannelException.class, () -> writer.asOutputStream().write(1));
            writer.waitClosed();
        });
        Peer peer = served.connect();
        assertNull(served.end());
        rig.runUntil(peer::isEof);
        assertEquals("bye", peer.receivedText());
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            sockets = {TCP, UNIX},
            seeds = 24)
    void whatABufferedStreamWritesAgainBecauseItWasCancelledIsSentOnce(Rig rig) throws Exception {
        List<Peer> peers = new ArrayList<>();
        Served served = Served.by(rig, (_, writer) -> {
            writer.transport().setWriteBufferLimits(new WriteBufferLimits(0, 64 << 20));
            writer.write(new byte[32 << 20]);
            writer.transport().setWriteBufferLimits(new WriteBufferLimits(0, 1_000)); // which is more than enough
            try (OutputStream out = new BufferedOutputStream(writer.asOutputStream())) {
                out.write("once".getBytes(UTF_8));
                assertThrows(TimeoutException.class, () -> Tasks.timeout(Duration.ofMillis(5), () -> out.flush()));
                peers.getFirst().resumeReading();
            }
        });
        peers.add(served.serving().connect());
        Peer peer = peers.getFirst();
        peer.pauseReading();
        assertNull(served.end());
        rig.runUntil(peer::isEof);
        assertEquals((32 << 20) + "once".length(), peer.receivedCount());
        assertEquals("once", new String(peer.received(), 32 << 20, "once".length(), UTF_8));
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 4)
    void aRangeThatIsNotWithinTheArrayIsRefusedAsTheJdksStreamsDo(Rig rig) throws Exception {
        Served served = Served.by(rig, (reader, writer) -> {
            byte[] array = new byte[3];
            for (int[] range : new int[][] {{2, 5}, {-1, 2}, {1, -1}, {4, 0}}) {
                assertThrows(
                        IndexOutOfBoundsException.class,
                        () -> reader.asInputStream().read(array, range[0], range[1]));
                assertThrows(
                        IndexOutOfBoundsException.class,
                        () -> writer.asOutputStream().write(array, range[0], range[1]));
                assertThrows(IndexOutOfBoundsException.class, () -> writer.write(array, range[0], range[1]));
            }
            writer.write("unharmed");
        });
        Peer peer = served.connect();
        assertNull(served.end());
        rig.runUntil(peer::isEof);
        assertEquals("unharmed", peer.receivedText());
    }

    /** The connection's failure comes out of the read and out of the close, which suppresses it. */
    @EveryBackend(tasks = {CARRIED, LENT})
    void aBufferedStreamThatIsClosedBecauseTheConnectionIsLostHidesNothing(Rig rig) throws Exception {
        List<Throwable> caught = new ArrayList<>();
        Served served = Served.by(rig, (reader, writer) -> {
            InputStream in = reader.asInputStream();
            try (OutputStream out = new BufferedOutputStream(writer.asOutputStream())) {
                out.write(in.read());
                in.read();
            } catch (Throwable failure) {
                caught.add(failure);
                throw failure;
            }
        });
        Peer peer = served.connect();
        peer.send("x");
        rig.runUntil(() -> peer.isConnected());
        rig.settle();
        peer.reset();
        rig.runUntil(() -> !caught.isEmpty());
        rig.settle();
        assertInstanceOf(IOException.class, caught.getFirst());
        assertEquals(List.of(), rig.takeReports());
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aSecondReadOfAViewIsRefusedAndLeavesTheFirstAlone(Rig rig) throws Exception {
        byte[] array = new byte[100];
        List<Integer> counts = new ArrayList<>();
        Served served = Served.by(rig, (reader, writer) -> {
            InputStream in = reader.asInputStream();
            var first = Tasks.createTask(() -> in.read(array, 0, 10));
            Tasks.yieldNow();
            Tasks.yieldNow();
            assertThrows(IllegalStateException.class, () -> in.read(array, 50, 40));
            writer.write("go on");
            counts.add(Tasks.await(first));
            reader.readAll();
        });
        Peer peer = served.connect();
        rig.runUntil(() -> peer.receivedCount() == 5);
        peer.send("x".repeat(60));
        peer.shutdownOutput();
        assertNull(served.end());
        assertEquals(1, counts.size());
        int count = counts.getFirst();
        assertEquals(true, count >= 1 && count <= 10, () -> "count " + count);
        for (int i = 0; i < array.length; i++) {
            assertEquals(i < count ? 'x' : 0, array[i]);
        }
    }
}
