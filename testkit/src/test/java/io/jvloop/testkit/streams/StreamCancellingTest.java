// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.streams;

import static io.jvloop.stream.Streams.openConnection;
import static io.jvloop.stream.Streams.openUnixConnection;
import static io.jvloop.task.Tasks.currentTask;
import static io.jvloop.testkit.SocketKind.TCP;
import static io.jvloop.testkit.SocketKind.UNIX;
import static io.jvloop.testkit.TaskMode.CARRIED;
import static io.jvloop.testkit.TaskMode.LENT;
import static io.jvloop.testkit.streams.Octets.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.EventLoop;
import io.jvloop.UnixAddress;
import io.jvloop.stream.IncompleteReadException;
import io.jvloop.stream.LimitOverrunException;
import io.jvloop.stream.StreamOptions;
import io.jvloop.stream.StreamPair;
import io.jvloop.stream.StreamReader;
import io.jvloop.stream.StreamWriter;
import io.jvloop.stream.Streams;
import io.jvloop.task.Body;
import io.jvloop.task.Task;
import io.jvloop.task.Tasks;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Peer;
import io.jvloop.testkit.Rig;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;

/** Cancelling at any moment loses no byte and leaks nothing. */
@Timeout(120)
class StreamCancellingTest {
    private static final byte[] NEWLINE = {'\n'};

    /** So that a task that fails to end does so within a second. */
    private static final int STRIKES_MAX = 2_000;

    private static int runs;
    private static int cancels;

    /** In one run by chance nothing may be cancelled. */
    @AfterAll
    static void muchWasCancelled() {
        assertTrue(runs < 50 || cancels > runs, cancels + " cancelled in " + runs + " runs");
    }

    /** Asks this task to end, again and again, at times that the seed picks: in the middle of a turn, or some time later. */
    private static final class Tormentor {
        private final EventLoop loop;
        private final Task<?> victim;
        private final Random random;
        private boolean over;
        private int strikesLeft = STRIKES_MAX;

        Tormentor(EventLoop loop, Task<?> victim, Random random) {
            this.loop = loop;
            this.victim = victim;
            this.random = random;
            again();
        }

        private void again() {
            if (random.nextInt(3) == 0) {
                loop.callLater(Duration.ofNanos(random.nextInt(400_000)), this::strike);
            } else {
                loop.callSoon(this::strike);
            }
        }

        private void strike() {
            if (!over && !victim.isDone() && strikesLeft-- > 0) {
                victim.cancel(true);
                again();
            }
        }

        /** By the victim: what is left of the requests is nobody's. */
        void end() {
            over = true;
            while (victim.cancelling() > 0) {
                victim.uncancel();
            }
        }
    }

    private static Random random(Rig rig) {
        return new Random(rig.backend().hashCode());
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            sockets = {TCP, UNIX},
            seeds = 200)
    void readsThatAreCancelledAtAnyTimeLoseNoByte(Rig rig) throws Exception {
        Random random = random(rig);
        byte[] sent = lines(random, 200_000);
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        runs++;
        Served served = Served.by(rig, 2_000, (reader, _) -> {
            Task<?> self = currentTask();
            Tormentor tormentor = new Tormentor(rig.loop(), self, random);
            Iterator<String> lines = reader.lines().iterator();
            while (got.size() < sent.length) {
                try {
                    readSomehow(reader, lines, random, got);
                } catch (CancellationException request) {
                    cancels++;
                    self.uncancel();
                }
            }
            tormentor.end();
        });
        Peer peer = served.connect();
        peer.send(sent);
        peer.shutdownOutput();
        assertNull(served.end());
        assertArrayEquals(sent, got.toByteArray());
        rig.runUntil(peer::isEnded);
        rig.settle(); // the last strike
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            sockets = {TCP, UNIX},
            seeds = 100)
    void aReadOfAllThatIsCancelledAtAnyTimeLosesNoByte(Rig rig) throws Exception {
        Random random = random(rig);
        byte[] sent = lines(random, 300_000);
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        runs++;
        Served served = Served.by(rig, 2_000, (reader, _) -> {
            Task<?> self = currentTask();
            Tormentor tormentor = new Tormentor(rig.loop(), self, random);
            for (boolean all = false; !all; ) {
                try {
                    if (reader.available() > 0 && random.nextInt(4) == 0) { // what came back is read otherwise
                        got.writeBytes(bytes(reader.readSlice()));
                    }
                    got.writeBytes(reader.readAll());
                    all = true;
                } catch (CancellationException request) {
                    cancels++;
                    self.uncancel();
                }
            }
            tormentor.end();
        });
        Peer peer = served.connect();
        for (int at = 0; at < sent.length; ) {
            int count = Math.min(sent.length - at, 1 + random.nextInt(60_000));
            peer.send(Arrays.copyOfRange(sent, at, at + count));
            at += count;
            for (int turns = random.nextInt(10); turns > 0; turns--) {
                rig.turn();
            }
        }
        peer.shutdownOutput();
        assertNull(served.end());
        assertArrayEquals(sent, got.toByteArray());
        rig.runUntil(peer::isEnded);
        rig.settle();
    }

    private static byte[] lines(Random random, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(26));
        }
        for (int at = 0; at < count - 1; at += 1 + random.nextInt(300)) {
            bytes[at] = '\n';
        }
        return bytes;
    }

    private static void readSomehow(
            StreamReader reader, Iterator<String> lines, Random random, ByteArrayOutputStream got) throws IOException {
        try {
            switch (random.nextInt(12)) {
                case 0 -> got.writeBytes(reader.read(1 + random.nextInt(3_000)));
                case 1 -> got.writeBytes(reader.readExactly(random.nextInt(6_000)));
                case 2 -> got.writeBytes(reader.readUntil(NEWLINE));
                case 3 -> got.writeBytes(reader.readLineBytes());
                case 4 -> got.writeBytes(bytes(reader.readSlice()));
                case 5 -> got.writeBytes(line(reader, reader.readLine()));
                case 6 -> got.writeBytes(line(reader, lines.hasNext() ? lines.next() : null));
                case 7 -> got.writeBytes(bytes(reader.readLineSlice()));
                case 8 -> got.writeBytes(reader.readUntil(bytes("xyz"), NEWLINE, bytes("ab")));
                case 9 -> readFromStream(reader.asInputStream(), random, got);
                case 10 -> {
                    ByteBuffer buffer = someBuffer(random);
                    reader.asChannel().read(buffer);
                    got.write(bytes(buffer.flip()));
                }
                default -> {
                    ByteBuffer buffer = someBuffer(random);
                    reader.read(buffer);
                    got.write(bytes(buffer.flip()));
                }
            }
        } catch (IncompleteReadException end) {
            got.writeBytes(end.partial());
        } catch (LimitOverrunException tooLong) {
            throw new AssertionError(tooLong); // there is no line as long as that
        }
    }

    private static ByteBuffer someBuffer(Random random) {
        int bytes = 1 + random.nextInt(3_000);
        return random.nextBoolean() ? ByteBuffer.allocate(bytes) : ByteBuffer.allocateDirect(bytes);
    }

    private static void readFromStream(InputStream in, Random random, ByteArrayOutputStream got) throws IOException {
        if (random.nextBoolean()) {
            int value = in.read();
            assertTrue(value >= 0, "there was more to come");
            got.write(value);
        } else {
            byte[] array = new byte[3_000];
            int offset = random.nextInt(1_000);
            int count = in.read(array, offset, 1 + random.nextInt(2_000));
            assertTrue(count > 0, "there was more to come");
            got.write(array, offset, count);
        }
    }

    /** A line, as the bytes that it was: they are ASCII, and only the last one may lack its end. */
    private static byte[] line(StreamReader reader, @Nullable String line) {
        return line == null ? new byte[0] : (reader.atEof() ? line : line + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            sockets = {TCP, UNIX},
            seeds = 100)
    void writesThatAreCancelledAtAnyTimeSendEveryByteOnce(Rig rig) throws Exception {
        Random random = random(rig);
        byte[] sent = lines(random, 3 << 20);
        Served served = Served.by(rig, (_, writer) -> {
            Task<?> self = currentTask();
            Tormentor tormentor = new Tormentor(rig.loop(), self, random);
            int at = 0;
            while (at < sent.length) {
                int count = Math.min(sent.length - at, 1 + random.nextInt(200_000));
                try {
                    writeSomehow(writer, random, sent, at, count);
                } catch (CancellationException request) { // the bytes are taken all the same
                    self.uncancel();
                }
                at += count;
                try {
                    writer.drain();
                } catch (CancellationException request) {
                    self.uncancel();
                }
            }
            tormentor.end();
        });
        Peer peer = served.connect();
        assertNull(served.end());
        rig.runUntil(peer::isEof);
        assertArrayEquals(sent, peer.received());
        rig.settle();
    }

    private static void writeSomehow(StreamWriter writer, Random random, byte[] sent, int at, int count)
            throws IOException {
        switch (random.nextInt(4)) {
            case 0 -> writer.write(sent, at, count);
            case 1 -> {
                ByteBuffer[] pieces = new ByteBuffer[1 + random.nextInt(5)];
                int from = at;
                for (int i = 0; i < pieces.length; i++) {
                    int to = i == pieces.length - 1 ? at + count : from + random.nextInt(at + count - from + 1);
                    pieces[i] = piece(random, sent, from, to - from);
                    from = to;
                }
                writer.write(pieces);
            }
            case 2 -> writer.write(new String(sent, at, count, StandardCharsets.US_ASCII));
            default -> writer.write(piece(random, sent, at, count));
        }
    }

    private static ByteBuffer piece(Random random, byte[] sent, int at, int count) {
        return random.nextBoolean()
                ? ByteBuffer.wrap(sent, at, count)
                : ByteBuffer.allocateDirect(count).put(sent, at, count).flip();
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            sockets = {TCP, UNIX},
            seeds = 100)
    void writesByViewsThatAreCancelledAtAnyTimeHaveWrittenNothing(Rig rig) throws Exception {
        Random random = random(rig);
        byte[] sent = lines(random, 3 << 20);
        Served served = Served.by(rig, (_, writer) -> {
            Task<?> self = currentTask();
            Tormentor tormentor = new Tormentor(rig.loop(), self, random);
            OutputStream out = new BufferedOutputStream(writer.asOutputStream(), 10_000);
            for (int at = 0; at < sent.length; ) {
                int count = Math.min(sent.length - at, 1 + random.nextInt(random.nextBoolean() ? 100 : 100_000));
                if (random.nextBoolean()) {
                    untilNotCancelled(self, out::flush);
                    ByteBuffer piece = piece(random, sent, at, count);
                    untilNotCancelled(self, () -> writer.asChannel().write(piece));
                } else {
                    int from = at;
                    untilNotCancelled(self, () -> out.write(sent, from, count));
                }
                at += count;
            }
            untilNotCancelled(self, out::flush);
            tormentor.end();
        });
        Peer peer = served.connect();
        assertNull(served.end());
        rig.runUntil(peer::isEof);
        assertArrayEquals(sent, peer.received());
        rig.settle();
    }

    /** Again and again, as whoever does not know that a task may be cancelled while it writes. */
    private static void untilNotCancelled(Task<?> self, Body write) throws Exception {
        for (boolean written = false; !written; ) {
            try {
                write.run();
                written = true;
            } catch (CancellationException request) {
                self.uncancel();
            }
        }
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            sockets = {TCP, UNIX},
            seeds = 100)
    void anEndOfTheOutgoingHalfLosesNoByteWhateverIsCancelledAroundIt(Rig rig) throws Exception {
        Random random = random(rig);
        byte[] sent = lines(random, 3 << 20);
        byte[] answer = lines(random, 100_000);
        List<byte[]> got = new ArrayList<>();
        Served served = Served.by(rig, (reader, writer) -> {
            Task<?> self = currentTask();
            Tormentor tormentor = new Tormentor(rig.loop(), self, random);
            try {
                writer.write(sent);
            } catch (CancellationException request) { // the bytes are taken all the same
                self.uncancel();
            }
            writer.writeEof();
            untilNotCancelled(self, writer::drain);
            untilNotCancelled(self, () -> got.add(reader.readAll()));
            tormentor.end();
        });
        Peer peer = served.connect();
        rig.runUntil(peer::isEof);
        assertArrayEquals(sent, peer.received());
        peer.send(answer);
        peer.shutdownOutput();
        assertNull(served.end());
        assertArrayEquals(answer, got.getFirst());
        rig.settle();
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            sockets = {TCP, UNIX},
            seeds = 200)
    void connectsAndServersThatAreCancelledAtAnyTimeLeakNothing(Rig rig) throws Exception {
        Random random = random(rig);
        Served served = Served.by(rig, (reader, writer) -> writer.write(reader.readAll()));
        runs++;
        for (int i = 0; i < 10; i++) {
            boolean serve = i % 3 == 2;
            Task<Void> task = Tasks.submit(rig.loop(), () -> {
                if (serve) {
                    try (var server = rig.sockets() == UNIX
                            ? Streams.startUnixServer(
                                    (_, _) -> {},
                                    (UnixAddress) rig.unusedAddress(),
                                    io.jvloop.UnixServerOptions.DEFAULT,
                                    StreamOptions.DEFAULT)
                            : Streams.startServer((_, _) -> {}, "127.0.0.1", 0)) {
                        assertTrue(server.isServing());
                        Tasks.yieldNow();
                        Tasks.await(server.shutdown(Duration.ofNanos(random.nextInt(100_000))));
                    }
                } else {
                    try (StreamPair streams = connect(rig, served)) {
                        streams.writer().write("hello");
                        streams.writer().writeEof();
                        assertEquals(5, streams.reader().readAll().length);
                    }
                }
            });
            for (int turns = random.nextInt(25); turns > 0 && !task.isDone(); turns--) {
                rig.turn();
            }
            task.cancel(true);
            rig.runUntil(task::isDone);
            if (task.isCancelled()) {
                cancels++;
            } else {
                assertEquals(
                        java.util.concurrent.Future.State.SUCCESS,
                        task.state(),
                        () -> String.valueOf(task.exceptionNow()));
            }
        }
        rig.runUntil(() -> served.server().connectionCount() == 0);
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            sockets = {TCP, UNIX},
            seeds = 100)
    void waitsForTheEndThatAreCancelledAtAnyTimeLoseNoByteThatWasWritten(Rig rig) throws Exception {
        Random random = random(rig);
        byte[] sent = lines(random, 300_000);
        int[] waits = new int[1];
        Served served = Served.by(rig, (_, writer) -> {
            Task<?> self = currentTask();
            Tormentor tormentor = new Tormentor(rig.loop(), self, random);
            try {
                writer.write(sent);
            } catch (CancellationException request) { // the bytes are taken all the same
                self.uncancel();
            }
            writer.close();
            for (boolean closed = false; !closed; waits[0]++) {
                try {
                    writer.waitClosed();
                    closed = true;
                } catch (CancellationException request) {
                    self.uncancel();
                }
            }
            tormentor.end();
        });
        Peer peer = served.connect();
        assertNull(served.end());
        rig.runUntil(peer::isEnded);
        assertArrayEquals(sent, peer.received());
        assertTrue(waits[0] >= 1, "it did not wait");
        rig.settle();
    }

    private static StreamPair connect(Rig rig, Served served) throws Exception {
        return rig.sockets() == UNIX
                ? openUnixConnection((UnixAddress) served.serving().address(), StreamOptions.DEFAULT)
                : openConnection(
                        "127.0.0.1", ((InetSocketAddress) served.serving().address()).getPort());
    }
}
