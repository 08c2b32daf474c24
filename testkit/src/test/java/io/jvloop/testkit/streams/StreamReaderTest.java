// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.streams;

import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.createTask;
import static io.jvloop.task.Tasks.currentTask;
import static io.jvloop.task.Tasks.sleep;
import static io.jvloop.task.Tasks.timeout;
import static io.jvloop.task.Tasks.yieldNow;
import static io.jvloop.testkit.SocketKind.TCP;
import static io.jvloop.testkit.SocketKind.UNIX;
import static io.jvloop.testkit.TaskMode.CARRIED;
import static io.jvloop.testkit.TaskMode.LENT;
import static io.jvloop.testkit.streams.Octets.bytes;
import static io.jvloop.testkit.streams.Octets.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.LoopOptions;
import io.jvloop.LoopPromise;
import io.jvloop.stream.IncompleteReadException;
import io.jvloop.stream.StreamReader;
import io.jvloop.task.Body;
import io.jvloop.task.Task;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Peer;
import io.jvloop.testkit.Rig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Timeout;

/** What the reader of a stream does. */
@Timeout(60)
class StreamReaderTest {
    private final List<Object> seen = new ArrayList<>();

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            sockets = {TCP, UNIX})
    void everyWayOfReadingGetsEveryByteInOrder(Rig rig) throws Exception {
        byte[] sent = random(300_000);
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        Served served = Served.by(rig, (reader, _) -> {
            ByteBuffer heap = ByteBuffer.allocate(7_000);
            ByteBuffer direct = ByteBuffer.allocateDirect(5_000);
            for (int way = 0; !reader.atEof(); way++) {
                switch (way % 5) {
                    case 0 -> readInto(reader, heap, got);
                    case 1 -> readInto(reader, direct, got);
                    case 2 -> got.writeBytes(reader.read(3_000));
                    case 3 -> got.writeBytes(bytes(reader.readSlice()));
                    default -> {
                        try {
                            got.writeBytes(reader.readExactly(1_234));
                        } catch (IncompleteReadException end) {
                            got.writeBytes(end.partial());
                        }
                    }
                }
            }
            assertEquals(-1, reader.read(heap.clear()));
            assertEquals(0, reader.read(10).length);
            assertEquals(0, reader.readAll().length);
            assertEquals(0, reader.readSlice().remaining());
        });
        Peer peer = served.connect();
        peer.send(sent);
        peer.shutdownOutput();
        assertNull(served.end());
        assertArrayEquals(sent, got.toByteArray());
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            sockets = {TCP, UNIX})
    void aSliceIsReadOnlyAndHoldsJustWhatHasCome(Rig rig) throws Exception {
        Served served = Served.by(rig, (reader, writer) -> {
            ByteBuffer slice = reader.readSlice(); // waits
            assertTrue(slice.isReadOnly());
            assertEquals(0, slice.position());
            assertEquals(slice.limit(), slice.capacity());
            String first = text(bytes(slice));
            seen.add(first + text(reader.readExactly(5 - first.length())));
            writer.write("on");
            seen.add(text(reader.readExactly(2)));
            while (reader.available() < 5) {
                yieldNow();
            }
            ByteBuffer kept = reader.readSlice(); // does not
            assertTrue(kept.isReadOnly());
            assertEquals(5, kept.capacity());
            yieldNow();
            writer.write(kept);
            seen.add(reader.readSlice().remaining());
        });
        Peer peer = served.connect();
        rig.settle();
        peer.send("hello");
        rig.runUntil(() -> peer.received().length == 2);
        peer.send("ab-rest");
        rig.runUntil(() -> peer.received().length == 7);
        peer.shutdownOutput();
        assertNull(served.end());
        assertEquals(List.of("hello", "ab", 0), seen);
        assertEquals("on-rest", text(peer.received()));
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            sockets = {TCP, UNIX})
    void aPeerThatSendsNothingIsTimedOutAndTheConnectionIsAsGoodAsBefore(Rig rig) throws Exception {
        Served served = Served.by(rig, (reader, writer) -> {
            List<Body> reads = List.of(
                    () -> reader.read(10),
                    () -> reader.read(ByteBuffer.allocate(10)),
                    () -> reader.readSlice(),
                    () -> reader.readExactly(10),
                    () -> reader.readAll(),
                    () -> reader.readUntil(bytes("ab"), bytes("c")),
                    () -> reader.readLine(),
                    () -> reader.readLineSlice(),
                    () -> reader.lines().iterator().next(),
                    () -> reader.asInputStream().read());
            for (Body read : reads) {
                assertThrows(TimeoutException.class, () -> timeout(Duration.ofMillis(1), read));
                assertEquals(0, currentTask().cancelling());
            }
            writer.write("still there?");
            seen.add(reader.readLine());
            seen.add(text(reader.readAll()));
        });
        Peer peer = served.connect();
        rig.runUntil(() -> peer.receivedText().equals("still there?"));
        peer.send("yes\nat last");
        peer.shutdownOutput();
        assertNull(served.end());
        assertEquals(List.of("yes", "at last"), seen);
        assertEquals(0, rig.loop().metrics().timersPending());
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aBufferThatIsConfinedToItsTaskIsReadInto(Rig rig) throws Exception {
        Served served = Served.by(rig, (reader, writer) -> {
            try (Arena arena = Arena.ofConfined()) {
                ByteBuffer buffer = arena.allocate(5).asByteBuffer();
                while (buffer.hasRemaining()) {
                    reader.read(buffer);
                }
                writer.write(buffer.flip());
            }
        });
        Peer peer = served.connect();
        rig.settle();
        peer.send("hello");
        rig.runUntil(peer::isEof);
        assertNull(served.end());
        assertEquals("hello", peer.receivedText());
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void inDebugModeASliceCannotBeLookedAtOnceTheTaskHasWaited(Rig rig) throws Exception {
        rig.open(LoopOptions.DEFAULT.withDebug(true).withSlowCallback(Duration.ofMinutes(1)));
        Served served = Served.by(rig, (reader, _) -> {
            ByteBuffer slice = reader.readSlice();
            assertEquals('x', slice.get(0));
            assertEquals(0, reader.readSlice().remaining());
            assertThrows(IllegalStateException.class, () -> slice.get(0));
        });
        Peer peer = served.connect();
        rig.settle();
        peer.send("x");
        rig.runUntil(() -> rig.loop().metrics().bytesReceived() > 0);
        peer.shutdownOutput();
        assertNull(served.end());
    }

    private static void readInto(StreamReader reader, ByteBuffer buffer, ByteArrayOutputStream got) throws IOException {
        buffer.clear();
        int count = reader.read(buffer);
        buffer.flip();
        assertEquals(Math.max(count, 0), buffer.remaining());
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(copy);
        got.writeBytes(copy);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void whatIsAskedForWronglyIsRefused(Rig rig) throws Exception {
        Served served = Served.by(rig, (reader, _) -> {
            assertThrows(IllegalArgumentException.class, () -> reader.readExactly(-1));
            assertThrows(IllegalArgumentException.class, () -> reader.read(-1));
            assertThrows(IllegalArgumentException.class, reader::readUntil);
            assertThrows(IllegalArgumentException.class, () -> reader.readUntil(bytes("a"), bytes("")));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> reader.read(ByteBuffer.allocate(1).asReadOnlyBuffer()));
            assertEquals(0, reader.readExactly(0).length);
            assertEquals(0, reader.read(0).length);
            assertEquals(0, reader.read(ByteBuffer.allocate(0)));
        });
        served.connect();
        assertNull(served.end());
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aPeerIsHeldBackWhileNobodyReadsAndNothingIsLost(Rig rig) throws Exception {
        byte[] sent = random(24 << 20);
        LoopPromise<Void> go = rig.loop().createFuture();
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        Served served = Served.by(rig, 10_000, (reader, writer) -> {
            await(go.copy());
            assertFalse(writer.transport().isReading());
            seen.add(reader.available());
            got.writeBytes(reader.readExactly(1 << 20)); // more than the limit
            got.writeBytes(reader.readAll());
        });
        Peer peer = served.connect();
        peer.send(sent);
        peer.shutdownOutput();
        rig.settle();
        assertTrue(peer.unsent() > 0, "the peer could send everything");
        go.complete(null);
        assertNull(served.end());
        assertTrue((int) seen.getFirst() > 20_000, "kept " + seen);
        assertTrue((int) seen.getFirst() < 2 << 20, "kept " + seen);
        assertArrayEquals(sent, got.toByteArray());
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void readingGoesOnWhenNoMoreThanTheLimitIsLeft(Rig rig) throws Exception {
        LoopPromise<Void> go = rig.loop().createFuture();
        Served served = Served.by(rig, 1000, (reader, writer) -> {
            await(go.copy());
            assertFalse(writer.transport().isReading());
            reader.readExactly(reader.available() - 1001);
            assertFalse(writer.transport().isReading());
            reader.readExactly(1);
            assertTrue(writer.transport().isReading());
        });
        served.connect().send(random(2001));
        rig.settle();
        go.complete(null);
        assertNull(served.end());
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void twoTasksDoNotReadAtOnce(Rig rig) throws Exception {
        Served served = Served.by(rig, (reader, _) -> {
            Task<String> first = createTask("the first", reader::readLine);
            yieldNow();
            IllegalStateException second = assertThrows(IllegalStateException.class, () -> reader.read(1));
            seen.add(second.getMessage());
            assertEquals("line", await(first));
            assertEquals("next", reader.readLine());
        });
        Peer peer = served.connect();
        rig.settle();
        peer.send("line\nnext\n");
        assertNull(served.end());
        assertEquals(List.of("read() was called while the first waits in readLine() of the same stream"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aSecondReaderWhileTheFirstLetsOthersRunLosesAndInventsNothing(Rig rig) throws Exception {
        for (int way = 0; way < 4; way++) {
            int ways = way;
            int[] count = new int[1];
            Served served = Served.by(rig, (reader, _) -> {
                while (reader.available() < 300) {
                    sleep(Duration.ofMillis(1));
                }
                Task<byte[]> second = createTask(() -> reader.read(1_000));
                byte[] one = readOne(reader, ways);
                while (one.length > 0) {
                    assertEquals("\n", text(one));
                    count[0]++;
                    one = readOne(reader, ways);
                }
                count[0] += await(second).length;
            });
            Peer peer = served.connect();
            peer.send("\n".repeat(300));
            rig.settle();
            peer.shutdownOutput();
            assertNull(served.end());
            assertEquals(300, count[0], "way " + way);
        }
    }

    private static byte[] readOne(StreamReader reader, int way) throws IOException {
        try {
            return switch (way) {
                case 0 -> reader.readExactly(1);
                case 1 -> reader.read(1);
                case 2 -> reader.readLineBytes();
                default -> reader.readUntil(bytes("\n"));
            };
        } catch (IncompleteReadException end) {
            return end.partial();
        }
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void outsideOfATaskAndOfTheLoopReadingSaysWhatToDo(Rig rig) throws Exception {
        StreamReader[] given = new StreamReader[1];
        Served served = Served.by(rig, (reader, _) -> {
            given[0] = reader;
            reader.readAll();
        });
        Peer peer = served.connect();
        peer.close();
        served.end();
        Served other = Served.by(rig, (reader, _) -> {
            given[0] = reader;
            await(rig.loop().createFuture());
        });
        other.connect();
        rig.loop()
                .callSoon(() -> seen.add(assertThrows(IllegalStateException.class, () -> given[0].read(1))
                        .getMessage()));
        rig.runUntil(() -> !seen.isEmpty());
        assertTrue(seen.getFirst().toString().startsWith("read() needs a task"), seen.toString());
        if (!rig.isSimulated()) {
            Thread thread = Thread.ofPlatform()
                    .start(() -> seen.add(assertThrows(IllegalStateException.class, () -> given[0].read(1))
                            .getMessage()));
            thread.join();
            assertTrue(seen.getLast().toString().startsWith("a stream may only be used on its loop"), seen.toString());
        }
        other.task().cancel(true);
        other.end();
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void whatCameBeforeAResetIsReadAndThenTheFailureIsThrown(Rig rig) throws Exception {
        LoopPromise<Void> go = rig.loop().createFuture();
        Served served = Served.by(rig, (reader, writer) -> {
            await(go.copy());
            String before = text(reader.read(100));
            assertTrue("before".startsWith(before));
            IOException failure = assertThrows(IOException.class, () -> reader.read(100));
            assertThrows(IOException.class, reader::readLine);
            assertThrows(IOException.class, () -> reader.readExactly(1));
            assertThrows(IOException.class, writer::drain);
            assertThrows(IOException.class, () -> writer.write("nobody"));
            assertThrows(IOException.class, writer::waitClosed);
            assertFalse(reader.atEof());
            throw failure; // the connection's own, which nobody needs to be told
        });
        Peer peer = served.connect();
        peer.send("before");
        rig.settle();
        peer.reset();
        rig.settle();
        if (rig.sockets() == TCP) {
            go.complete(null);
            assertTrue(served.end() instanceof IOException);
        }
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void theConnectionsOwnFailureIsNotReportedWhenLinesThrowItEither(Rig rig) throws Exception {
        Served served = Served.by(rig, (reader, _) -> {
            for (String line : reader.lines()) {
                seen.add(line);
            }
        });
        Peer peer = served.connect();
        peer.reset();
        assertTrue(served.end() instanceof UncheckedIOException);
        rig.settle();
        assertEquals(List.of(), rig.takeReports());
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void afterItsOwnCloseAStreamIsAtItsEnd(Rig rig) throws Exception {
        Served served = Served.by(rig, (reader, writer) -> {
            reader.readExactly(2);
            writer.close();
            writer.close();
            assertTrue(writer.isClosing());
            assertEquals("rest", text(reader.readAll()));
            assertEquals(-1, reader.read(ByteBuffer.allocate(1)));
            assertTrue(reader.atEof());
            writer.waitClosed();
            assertThrows(IOException.class, () -> writer.write("late"));
        });
        Peer peer = served.connect();
        peer.send("xxrest");
        Throwable failure = served.end();
        // in pieces, the rest may come too late
        assertTrue(failure == null || failure.getMessage().contains("expected: <rest>"), String.valueOf(failure));
        if (failure != null) {
            rig.takeReports();
        }
        rig.runUntil(peer::isEnded);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aPeerThatSendsAByteASecondIsServedAsAnyOther(Rig rig) throws Exception {
        Served served = Served.by(rig, (reader, _) -> seen.add(reader.readLine()));
        Peer peer = served.connect();
        for (byte each : bytes("slow\n")) {
            peer.send(new byte[] {each});
            rig.settle();
        }
        assertNull(served.end());
        assertEquals(List.of("slow"), seen);
    }
}
