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
import io.jvloop.stream.Streams;
import io.jvloop.task.Task;
import io.jvloop.task.Tasks;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Peer;
import io.jvloop.testkit.Rig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CancellationException;
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
            while (got.size() < sent.length) {
                try {
                    readSomehow(reader, random, got);
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

    private static void readSomehow(StreamReader reader, Random random, ByteArrayOutputStream got) throws IOException {
        try {
            switch (random.nextInt(7)) {
                case 0 -> got.writeBytes(reader.read(1 + random.nextInt(3_000)));
                case 1 -> got.writeBytes(reader.readExactly(random.nextInt(6_000)));
                case 2 -> got.writeBytes(reader.readUntil(NEWLINE));
                case 3 -> got.writeBytes(reader.readLineBytes());
                case 4 -> got.writeBytes(bytes(reader.readSlice()));
                case 5 -> got.writeBytes(line(reader));
                default -> {
                    ByteBuffer buffer = random.nextBoolean()
                            ? ByteBuffer.allocate(1 + random.nextInt(3_000))
                            : ByteBuffer.allocateDirect(1 + random.nextInt(3_000));
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

    /** The text of a line, as the bytes that it was: they are ASCII, and only the last one may lack its end. */
    private static byte[] line(StreamReader reader) throws IOException {
        String line = reader.readLine();
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
                    writer.write(sent, at, count);
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
