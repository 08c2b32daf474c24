// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.streams;

import static io.jvloop.stream.Streams.openConnection;
import static io.jvloop.stream.Streams.openUnixConnection;
import static io.jvloop.task.Tasks.createTask;
import static io.jvloop.task.Tasks.sleep;
import static io.jvloop.task.Tasks.taskGroup;
import static io.jvloop.task.Tasks.timeout;
import static io.jvloop.testkit.SocketKind.TCP;
import static io.jvloop.testkit.SocketKind.UNIX;
import static io.jvloop.testkit.TaskMode.CARRIED;
import static io.jvloop.testkit.TaskMode.LENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.ExceptionContext;
import io.jvloop.LoopFuture;
import io.jvloop.LoopLimits;
import io.jvloop.LoopOptions;
import io.jvloop.UnixAddress;
import io.jvloop.stream.StreamHandler;
import io.jvloop.stream.StreamOptions;
import io.jvloop.stream.StreamPair;
import io.jvloop.stream.Streams;
import io.jvloop.task.Task;
import io.jvloop.task.TaskGroupException;
import io.jvloop.task.Tasks;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Peer;
import io.jvloop.testkit.Rig;
import io.jvloop.testkit.behaviour.Heard;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Timeout;

/** Servers whose connections are tasks, and what becomes of handlers that behave badly. */
@Timeout(60)
class StreamServerTest {
    private final List<Object> seen = new ArrayList<>();

    private static final StreamHandler ECHO = (reader, writer) -> {
        ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
        while (reader.read(buffer) >= 0) {
            writer.write(buffer.flip());
            buffer.clear();
        }
    };

    private static StreamPair connect(Rig rig, SocketAddress address) throws Exception {
        return rig.sockets() == UNIX
                ? openUnixConnection((UnixAddress) address, StreamOptions.DEFAULT)
                : openConnection("127.0.0.1", ((InetSocketAddress) address).getPort());
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            sockets = {TCP, UNIX})
    void tasksTalkToAServerOfTasks(Rig rig) throws Exception {
        Served served = Served.by(rig, ECHO);
        rig.run(() -> {
            List<Task<Void>> clients = new ArrayList<>();
            for (int client = 0; client < 5; client++) {
                String name = "client " + client;
                clients.add(createTask(() -> {
                    try (StreamPair streams = connect(rig, served.serving().address())) {
                        for (int i = 0; i < 20; i++) {
                            streams.writer().write(name + ", line " + i + "\n");
                            assertEquals(name + ", line " + i, streams.reader().readLine());
                        }
                        streams.writer().writeEof();
                        assertNull(streams.reader().readLine());
                    }
                }));
            }
            Tasks.gather(clients);
        });
        assertNull(served.end());
        assertEquals(5, served.ended());
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void connectingToNobodyThrowsTheVeryFailure(Rig rig) throws Exception {
        SocketAddress nobody = rig.unusedAddress();
        rig.run(() -> {
            assertThrows(IOException.class, () -> connect(rig, nobody));
        });
        assertTrue(assertThrows(IllegalStateException.class, () -> openConnection("127.0.0.1", 1))
                .getMessage()
                .startsWith("openConnection() needs a task"));
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            sockets = {TCP, UNIX})
    void whatAHandlerThrowsIsReportedAndEndsItsConnectionOnly(Rig rig) throws Exception {
        Served served = Served.by(rig, (reader, writer) -> {
            String line = reader.readLine();
            switch (String.valueOf(line)) {
                case "exception" -> throw new IOException("planted");
                case "error" -> throw new AssertionError("planted");
                case "overflow" -> overflow(0);
                default -> writer.write("fine\n");
            }
        });
        Peer innocent = served.connect();
        List<Class<?>> reported = new ArrayList<>();
        for (String how : List.of("exception", "error", "overflow")) {
            Peer peer = served.connect();
            peer.send(how + "\n");
            rig.runUntil(peer::isEnded);
            List<ExceptionContext> reports = rig.takeReports();
            assertEquals(1, reports.size(), reports.toString());
            assertEquals(
                    "Unhandled exception in the handler of a stream server",
                    reports.getFirst().message());
            assertTrue(reports.getFirst().transport() != null);
            reported.add(Objects.requireNonNull(reports.getFirst().exception()).getClass());
        }
        assertEquals(List.of(IOException.class, AssertionError.class, StackOverflowError.class), reported);
        innocent.send("hello\n");
        rig.runUntil(innocent::isEof);
        assertEquals("fine\n", innocent.receivedText());
        served.end();
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aResetThatATaskOfTheHandlersHearsOfIsNoFailureOfTheHandler(Rig rig) throws Exception {
        Served served = Served.by(
                rig,
                (reader, _) -> taskGroup(group -> {
                    group.createTask(() -> reader.readAll());
                    group.createTask(() -> sleep(Duration.ofHours(1)));
                }));
        Peer peer = served.connect();
        rig.settle();
        peer.reset();
        assertTrue(served.end() instanceof TaskGroupException);
        rig.settle();
        assertEquals(List.of(), rig.takeReports());
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void whatElseATaskOfTheHandlersFailsOfIsReported(Rig rig) throws Exception {
        Served served = Served.by(
                rig,
                (reader, _) -> taskGroup(group -> {
                    group.createTask(() -> reader.readAll());
                    group.createTask(() -> {
                        try {
                            sleep(Duration.ofHours(1));
                        } finally {
                            throwPlanted();
                        }
                    });
                }));
        Peer peer = served.connect();
        rig.settle();
        peer.reset();
        served.end();
        rig.settle();
        assertEquals(1, rig.takeReports().size());
    }

    private static void throwPlanted() throws IOException {
        throw new IOException("planted");
    }

    private static int overflow(int depth) {
        return depth == Integer.MAX_VALUE ? depth : overflow(depth + 1) + 1;
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 16)
    void aHandlerThatClosesItsStreamOnTheWayOutOfALostConnectionHasNotFailed(Rig rig) throws Exception {
        rig.open(LoopOptions.DEFAULT.withLimits(LoopLimits.NONE.withWriteBufferMax(1_000_000)));
        Served served = Served.by(rig, (reader, writer) -> {
            reader.readExactly(1);
            try (OutputStream out = writer.asOutputStream()) {
                while (!writer.isClosing()) { // until it is lost because of the limit, which it is told later
                    writer.transport().write(ByteBuffer.allocate(500_000));
                }
                out.write(1);
            }
        });
        served.connect().send("x"); // and nobody reads while the handler writes
        assertInstanceOf(SocketException.class, served.end());
        rig.settle();
        assertEquals(List.of(), rig.takeReports());
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aHandlerThatReturnsWithItsStreamOpenHasItClosed(Rig rig) throws Exception {
        Served served = Served.by(rig, (_, writer) -> writer.write("bye"));
        Peer peer = served.connect();
        assertNull(served.end());
        rig.runUntil(peer::isEof);
        assertEquals("bye", peer.receivedText());
        rig.runUntil(() -> served.server().connectionCount() == 0);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aHandlerThatInterruptsItselfIsCancelled(Rig rig) throws Exception {
        Served served = Served.by(rig, (reader, _) -> {
            Thread.currentThread().interrupt();
            reader.readLine();
        });
        Peer peer = served.connect();
        assertTrue(served.end() instanceof CancellationException);
        rig.runUntil(peer::isEnded);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aHandlerThatReadsWithoutEverWaitingLetsOthersHaveTheirTurn(Rig rig) throws Exception {
        boolean[] turn = new boolean[1];
        Served served = Served.by(rig, 1 << 20, (reader, _) -> {
            reader.readExactly(1);
            rig.loop().callSoon(() -> turn[0] = true);
            int bytes = 0;
            while (!turn[0]) {
                if (reader.available() > 0) {
                    reader.readExactly(1);
                } else {
                    reader.readExactly(0);
                }
                bytes++;
                assertTrue(bytes < 10_000, "it has the loop for itself");
            }
        });
        Peer peer = served.connect();
        peer.send(new byte[5_000]);
        assertNull(served.end());
        rig.runUntil(peer::isEnded);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aHandlerThatWritesWithoutEndLetsOthersHaveTheirTurn(Rig rig) throws Exception {
        boolean[] turn = new boolean[1];
        Served served = Served.by(rig, (_, writer) -> {
            rig.loop().callLater(Duration.ofMillis(1), () -> turn[0] = true);
            while (!turn[0]) {
                writer.write(new byte[1_000]);
            }
        });
        served.connect();
        assertNull(served.end());
    }

    // ---- the end

    @EveryBackend(tasks = {CARRIED, LENT})
    void aHandlerThatNeverHasToWaitIsTimedOutAllTheSame(Rig rig) throws Exception {
        Served served = Served.by(rig, (reader, writer) -> {
            assertThrows(
                    TimeoutException.class,
                    () -> timeout(Duration.ofMillis(1), () -> {
                        while (!writer.isClosing()) {
                            writer.drain();
                        }
                    }));
            assertThrows(
                    TimeoutException.class,
                    () -> timeout(Duration.ofMillis(1), () -> {
                        while (!writer.isClosing()) {
                            reader.readExactly(0);
                        }
                    }));
        });
        served.connect();
        assertNull(served.end());
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0) // in virtual time an hour is over when nobody does anything
    void shutdownLetsHandlersEndByThemselvesUntilTheDeadline(Rig rig) throws Exception {
        Served served = Served.by(rig, (reader, writer) -> writer.write(reader.readLine() + "!"));
        Peer peer = served.connect();
        LoopFuture<Integer> ended = served.server().shutdown(Duration.ofHours(1));
        rig.settle();
        peer.send("still here\n");
        assertEquals(0, rig.await(ended));
        rig.runUntil(peer::isEof);
        assertEquals("still here!", peer.receivedText());
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void theDeadlineReachesAHandlerWhoseConnectionIsGone(Rig rig) throws Exception {
        Served served = Served.by(rig, (_, writer) -> {
            writer.close();
            try {
                sleep(Duration.ofHours(1));
            } catch (CancellationException request) {
                seen.add("cancelled");
                throw request;
            }
        });
        Peer peer = served.connect();
        rig.runUntil("the end", peer::isEof);
        peer.close();
        rig.runUntil("the connection is gone", () -> served.server().connectionCount() == 0);
        rig.await(served.server().shutdown(Duration.ofMillis(5)));
        assertEquals(List.of("cancelled"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void theDeadlineOfAShutdownReachesHandlersAsCancellation(Rig rig) throws Exception {
        Served served = Served.by(rig, (reader, writer) -> {
            try {
                reader.readLine();
            } catch (CancellationException request) {
                seen.add("cancelled");
                sleep(Duration.ofMillis(5)); // it may clean up
                writer.write("goodbye");
                throw request;
            }
        });
        Peer peer = served.connect();
        long before = rig.loop().time();
        assertEquals(1, rig.await(served.server().shutdown(Duration.ofMillis(20))));
        assertTrue(rig.loop().time() - before >= 20_000_000);
        served.end();
        rig.runUntil(peer::isEnded);
        assertEquals(List.of("cancelled"), seen);
        assertEquals("goodbye", peer.receivedText());
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aHandlerThatDoesNotLetItselfBeCancelledLosesItsConnection(Rig rig) throws Exception {
        Served served = Served.by(rig, (reader, _) -> {
            while (reader.available() == 0) {
                try {
                    reader.readAll();
                    return;
                } catch (CancellationException ignored) {
                    seen.add("ignored");
                }
            }
        });
        Peer peer = served.connect();
        assertEquals(1, rig.await(served.server().shutdown(Duration.ZERO)));
        assertNull(served.end());
        rig.runUntil(peer::isEnded);
        assertTrue(
                rig.isSimulated() || seen.equals(List.of("ignored")), seen.toString()); // or the second was over before
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            real = false,
            seeds = 2)
    void aLoopClosesWithTenThousandTasksParkedInReads(Rig rig) throws Exception {
        int count = 10_000;
        Served served = Served.by(rig, ECHO);
        for (int i = 0; i < count; i++) {
            served.serving().connect();
        }
        rig.runUntil(() -> Tasks.allTasks(rig.loop()).size() == count);
        rig.settle();
        rig.loop().close();
        assertEquals(count, served.ended());
        assertEquals(List.of(), Tasks.allTasks(rig.loop()));
        rig.takeReports(); // the server was left open, which is reported
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void aHandlerThatComputesWithoutEverWaitingIsNamedAndOthersAreServedOnceItHasEnded(Rig rig) throws Exception {
        rig.open(LoopOptions.DEFAULT.withDebug(true).withSlowCallback(Duration.ofMillis(20)));
        try (Heard heard = new Heard()) {
            Served served = Served.by(rig, (reader, writer) -> {
                if ("compute".equals(reader.readLine())) {
                    computeFor(Duration.ofMillis(100));
                }
                writer.write("served\n");
            });
            Peer busy = served.connect();
            Peer other = served.connect();
            busy.send("compute\n");
            other.send("hello\n");
            rig.runUntil(() -> busy.isEof() && other.isEof());
            assertEquals("served\n", busy.receivedText());
            assertEquals("served\n", other.receivedText());
            served.end();
            assertTrue(
                    heard.messages().stream().anyMatch(message -> message.contains("computeFor")),
                    heard.messages().toString());
        }
    }

    private static void computeFor(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            real = false)
    void aPeerThatSendsAByteASecondIsReadWhileOthersAreServed(Rig rig) throws Exception {
        Served served = Served.by(rig, (reader, writer) -> writer.write(reader.readLine() + "!\n"));
        Peer slow = served.connect();
        for (String each : List.of("s", "l", "o", "w")) {
            slow.send(each);
            rig.run(() -> Tasks.sleep(Duration.ofSeconds(1)));
            Peer fast = served.connect();
            fast.send("fast\n");
            rig.runUntil(fast::isEof);
            assertEquals("fast!\n", fast.receivedText());
        }
        slow.send("\n");
        rig.runUntil(slow::isEof);
        assertEquals("slow!\n", slow.receivedText());
        served.end();
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 16)
    void aLoopClosesWithManyTasksParkedInReads(Rig rig) throws Exception {
        int count = rig.isSimulated() ? 1_000 : 200;
        Served served = Served.by(rig, ECHO);
        for (int i = 0; i < count; i++) {
            served.connect();
        }
        rig.settle();
        assertEquals(count, Tasks.allTasks(rig.loop()).size());
        rig.loop().close();
        assertEquals(count, served.ended());
        assertEquals(List.of(), Tasks.allTasks(rig.loop()));
        rig.takeReports(); // the server was left open, which is reported
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            sockets = {TCP, UNIX})
    void serversTakeTheOptionsOfTheLoopsOwn(Rig rig) throws Exception {
        if (rig.sockets() == UNIX) {
            rig.run(() -> {
                try (var server = Streams.startUnixServer(
                        ECHO,
                        (UnixAddress) rig.unusedAddress(),
                        io.jvloop.UnixServerOptions.DEFAULT,
                        StreamOptions.DEFAULT)) {
                    assertTrue(server.isServing());
                    assertSame(rig.loop(), server.loop());
                }
            });
            return;
        }
        rig.run(() -> {
            try (var server = Streams.startServer(
                    ECHO,
                    List.of("127.0.0.1"),
                    0,
                    io.jvloop.ServerOptions.DEFAULT.withStartServing(false),
                    StreamOptions.DEFAULT)) {
                assertTrue(!server.isServing());
                server.startServing();
                int port = ((InetSocketAddress) server.addresses().getFirst()).getPort();
                try (StreamPair streams = openConnection("127.0.0.1", port)) {
                    streams.writer().write("x");
                    assertEquals(1, streams.reader().readExactly(1).length);
                    assertEquals(1, server.connectionCount());
                }
            }
        });
        assertThrows(IllegalArgumentException.class, () -> StreamOptions.DEFAULT.withLimitBytes(0));
    }
}
