// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import static io.jvloop.testkit.SocketKind.TCP;
import static io.jvloop.testkit.SocketKind.UNIX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.Callback;
import io.jvloop.EventLoop;
import io.jvloop.ExceptionContext;
import io.jvloop.LoopOptions;
import io.jvloop.LoopPromise;
import io.jvloop.Probe;
import io.jvloop.Server;
import io.jvloop.SystemError;
import io.jvloop.Transport;
import io.jvloop.io.Memory;
import io.jvloop.net.RawProtocol;
import io.jvloop.testkit.Call;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.RecordingBufferedProtocol;
import io.jvloop.testkit.RecordingProtocol;
import io.jvloop.testkit.Rig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;

/** What nobody caught, and what the other side does to a connection. */
@Timeout(120)
class FailingTest {
    // ---- callbacks that throw

    @EveryBackend
    void aCallbackThatThrowsIsReportedAndTheLoopGoesOn(Rig rig) {
        IllegalStateException failure = new IllegalStateException("x");
        var handle = rig.loop().callSoon(() -> {
            throw failure;
        });
        boolean[] after = new boolean[1];
        rig.loop().callSoon(() -> after[0] = true);
        rig.turn();
        assertTrue(after[0]);
        ExceptionContext report = rig.takeReports().getFirst();
        assertSame(failure, report.exception());
        assertSame(handle, report.handle());
        assertTrue(report.message().startsWith("Exception in callback"), report.message());
    }

    /** Fails, and cannot say its name either. */
    private static final class Nameless implements Callback {
        private final IOException failure = new IOException("x");

        @Override
        public void run() throws IOException {
            throw failure;
        }

        @Override
        public String toString() {
            throw new IllegalStateException("no name");
        }
    }

    @EveryBackend(seeds = 5)
    void aCallbackThatFailsAndCannotSayItsNameIsReportedAndTheLoopGoesOn(Rig rig) {
        Nameless ready = new Nameless();
        Nameless told = new Nameless();
        boolean[] after = new boolean[1];
        rig.loop().callSoon(ready);
        LoopPromise<String> promise = rig.loop().createFuture();
        promise.addDoneCallback(told);
        promise.complete("done");
        rig.loop().callLater(Duration.ofMillis(1), () -> after[0] = true);
        rig.runUntil(() -> after[0]);
        List<ExceptionContext> reports = rig.takeReports();
        assertEquals(
                List.of(ready.failure, told.failure),
                reports.stream().map(ExceptionContext::exception).toList());
        for (ExceptionContext report : reports) {
            assertTrue(report.message().contains(Nameless.class.getName()), report.message());
        }
    }

    @SuppressWarnings("InfiniteRecursion") // that is what it is for
    private static void overflow() {
        overflow();
    }

    @EveryBackend(seeds = 10)
    void everyCallbackOfAProtocolMayThrowAnythingInTurn(Rig rig) {
        for (Call call : Call.values()) {
            for (Throwable thrown : List.of(
                    new IOException("checked"), new RuntimeException(), new Error(), new StackOverflowError())) {
                boolean buffered = call == Call.GET_BUFFER || call == Call.BUFFER_UPDATED;
                var serving = rig.serve(() -> {
                    var protocol = buffered ? new RecordingBufferedProtocol() : new RecordingProtocol();
                    protocol.on(call, () -> {
                        if (thrown instanceof StackOverflowError) {
                            overflow();
                        }
                        throwSneakily(thrown);
                    });
                    return protocol;
                });
                var bystander = rig.connect();
                var protocol = serving.accept().protocol();
                provoke(rig, call, protocol);
                rig.runUntil(call + " throws " + thrown, protocol::isLost);
                List<ExceptionContext> reports = rig.takeReports();
                assertEquals(1, reports.size(), call + ": " + reports);
                assertInstanceOf(thrown.getClass(), reports.getFirst().exception());
                assertSame(protocol, reports.getFirst().protocol());
                assertNotNull(reports.getFirst().transport());
                if (call != Call.CONNECTION_LOST) {
                    assertInstanceOf(thrown.getClass(), protocol.cause());
                }
                bystander.peer().send("unharmed");
                rig.runUntil(() -> bystander.receivedText().equals("unharmed"));
                bystander.transport().abort();
            }
        }
    }

    @EveryBackend(seeds = 5)
    void aRawProtocolThatThrowsIsReportedByTheNameOfItsOwnMethod(Rig rig) {
        var serving = rig.serve(() -> new RawProtocol() {
            @Override
            public void received(Memory memory, int offset, int length) {
                throw new IllegalStateException("x");
            }

            @Override
            public boolean eofReceived() {
                return false;
            }
        });
        serving.connect().send("x");
        List<ExceptionContext> reports = new ArrayList<>();
        rig.runUntil(() -> reports.addAll(rig.takeReports()));
        assertEquals(
                "Fatal error: protocol.received() failed", reports.getFirst().message());
    }

    private static void provoke(Rig rig, Call call, io.jvloop.testkit.Recording protocol) {
        switch (call) {
            case CONNECTION_MADE -> {}
            case DATA_RECEIVED, GET_BUFFER, BUFFER_UPDATED -> protocol.peer().send("x");
            case EOF_RECEIVED -> protocol.peer().shutdownOutput();
            case PAUSE_WRITING -> {
                protocol.peer().pauseReading();
                rig.runUntil(() -> {
                    protocol.transport().write(ByteBuffer.allocate(500_000));
                    return protocol.count(Call.PAUSE_WRITING) > 0 || protocol.isLost();
                });
            }
            case RESUME_WRITING -> {
                provoke(rig, Call.PAUSE_WRITING, protocol);
                protocol.peer().resumeReading();
            }
            case CONNECTION_LOST -> protocol.transport().close();
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void throwSneakily(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @EveryBackend(seeds = 5)
    void aFactoryThatThrowsOrMakesNothingUsefulClosesThatConnectionAndServesOn(Rig rig) {
        int[] made = new int[1];
        var serving = rig.<io.jvloop.BaseProtocol>serve(() -> switch (made[0]++) {
            case 0 -> throw new IOException("not today");
            case 1 -> null;
            case 2 -> new io.jvloop.BaseProtocol() {};
            default -> new RecordingProtocol();
        });
        for (int i = 0; i < 3; i++) {
            var refused = serving.connect();
            rig.runUntil(refused::isEnded);
        }
        assertEquals(3, rig.takeReports().size());
        assertInstanceOf(RecordingProtocol.class, serving.accept().protocol());
    }

    // ---- the exception handler

    @EveryBackend(seeds = 5)
    void aHandlerThatThrowsIsReplacedForThatReport(Rig rig) {
        EventLoop loop = rig.loop();
        loop.setExceptionHandler((_, _) -> {
            throw new IllegalStateException("the handler is broken");
        });
        boolean[] after = new boolean[1];
        loop.callSoon(() -> {
            throw new IOException("the first failure");
        });
        loop.callSoon(() -> after[0] = true);
        rig.turn();
        assertTrue(after[0]);
        loop.setExceptionHandler(null);
        assertSame(null, loop.exceptionHandler());
        loop.callExceptionHandler(ExceptionContext.of("to the default handler", null));
    }

    @EveryBackend(seeds = 5)
    void aProbeThatThrowsDisturbsNobody(Rig rig) {
        rig.open(LoopOptions.DEFAULT.withProbe(new Probe() {
            @Override
            public void failed(ExceptionContext context) {
                throw new IllegalStateException("the probe is broken");
            }
        }));
        rig.loop().callSoon(() -> {
            throw new IOException("x");
        });
        rig.turn();
        assertEquals(1, rig.takeReports().size());
    }

    @EveryBackend(seeds = 5)
    void aProbeThatThrowsAtEveryCallIsReportedAndDisturbsNobody(Rig rig) {
        boolean[] broken = {true};
        rig.open(LoopOptions.DEFAULT.withProbe(new Probe() {
            private void fail() {
                if (broken[0]) {
                    throw new IllegalStateException("the probe is broken");
                }
            }

            @Override
            public void pollStarted(long timeoutNanos) {
                fail();
            }

            @Override
            public void pollEnded() {
                fail();
            }

            @Override
            public void connectionMade(Transport transport, @Nullable Server server) {
                fail();
            }

            @Override
            public void connectionLost(Transport transport, @Nullable Throwable cause) {
                fail();
            }

            @Override
            public void received(Transport transport, int bytes) {
                fail();
            }

            @Override
            public void sent(Transport transport, long bytes) {
                fail();
            }
        }));
        var serving = rig.serve(RecordingProtocol::new);
        var link = serving.accept();
        link.peer().send("hello");
        rig.runUntil(() -> link.protocol().receivedText().equals("hello"));
        link.transport().write(ByteBuffer.wrap(new byte[1]));
        link.transport().close();
        rig.runUntil(() -> link.protocol().isLost());
        assertEquals(0, serving.server().connectionCount());
        broken[0] = false;
        List<ExceptionContext> reports = rig.takeReports();
        assertFalse(reports.isEmpty());
        for (ExceptionContext report : reports) {
            assertEquals("Unhandled error in probe", report.message());
        }
    }

    @EveryBackend(seeds = 0)
    void whenTheJvmIsInTroubleTheLoopEndsInOrder(Rig rig) {
        EventLoop loop = rig.loop();
        OutOfMemoryError trouble = new OutOfMemoryError("made up");
        boolean[] rest = new boolean[1];
        loop.callSoon(() -> {
            throw trouble;
        });
        loop.callSoon(() -> rest[0] = true);
        assertSame(trouble, assertThrows(OutOfMemoryError.class, loop::runForever));
        assertTrue(rest[0], "the batch is not cut");
        assertFalse(loop.isRunning());
        assertEquals(1, rig.takeReports().size());
        rig.turn();
    }

    // ---- what peers do

    @EveryBackend(sockets = {TCP, UNIX})
    void peerResetIsReportedOnce(Rig rig) {
        var connection = rig.accept();
        connection.peer().send("unread");
        connection.transport().pauseReading();
        connection.transport().write(Bytes.buffer("something that the peer has not read"));
        rig.settle();
        connection.peer().reset();
        connection.transport().resumeReading();
        rig.runUntil(connection::isLost);
        rig.settle();
        assertEquals(1, connection.lostCount());
    }

    @EveryBackend
    void aResetComesWithItsNumberWhereThereAreNumbers(Rig rig) {
        var connection = rig.accept();
        connection.peer().reset();
        rig.runUntil(connection::isLost);
        assertInstanceOf(IOException.class, connection.cause());
        if (!rig.backend().startsWith("nio") && !rig.isSimulated()) {
            assertEquals(104, SystemError.errno(connection.cause()).orElse(0), "ECONNRESET");
        }
    }

    @EveryBackend
    void aPeerThatClosesInTheMiddleOfALargeWriteEndsTheConnectionOnce(Rig rig) {
        var connection = rig.connect();
        connection.peer().pauseReading();
        connection.transport().write(ByteBuffer.allocateDirect(20_000_000));
        rig.settle();
        connection.peer().close();
        rig.runUntil(connection::isLost);
        rig.settle();
        assertEquals(1, connection.lostCount());
    }

    @EveryBackend
    void aPeerThatNeverReadsDoesNotKeepAbortFromEnding(Rig rig) {
        var connection = rig.connect();
        connection.peer().pauseReading();
        connection.transport().write(ByteBuffer.allocate(20_000_000));
        connection.transport().close();
        rig.settle();
        assertFalse(connection.isLost(), "there are bytes to send");
        connection.transport().abort();
        rig.runUntil(connection::isLost);
        assertSame(null, connection.cause());
    }

    // ---- calls that come back

    @EveryBackend(sockets = {TCP, UNIX})
    void everythingMayBeCalledFromEveryCallback(Rig rig) {
        for (Call call : Call.values()) {
            boolean buffered = call == Call.GET_BUFFER || call == Call.BUFFER_UPDATED;
            var serving = rig.serve(() -> {
                var protocol = buffered ? new RecordingBufferedProtocol() : new RecordingProtocol();
                protocol.on(call, () -> {
                    var transport = protocol.transport();
                    transport.pauseReading();
                    transport.resumeReading();
                    transport.write(Bytes.buffer("x"));
                    transport.setProtocol(protocol);
                    transport.write(ByteBuffer.allocateDirect(100_000));
                    transport.pauseReading();
                    transport.resumeReading();
                    transport.close();
                    transport.close();
                    transport.pauseReading();
                    transport.resumeReading();
                    transport.write(Bytes.buffer("dropped"));
                    transport.abort();
                    transport.abort();
                });
                return protocol;
            });
            var protocol = serving.accept().protocol();
            provoke(rig, call, protocol);
            rig.runUntil(call.name(), protocol::isLost);
            assertEquals(1, protocol.lostCount());
            assertSame(null, protocol.cause());
        }
    }

    @EveryBackend(seeds = 5)
    void aConnectionMayBeClosedByAnothersCallbackInTheSamePoll(Rig rig) {
        var serving = rig.serve(RecordingProtocol::new);
        List<RecordingProtocol> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(serving.accept().protocol());
        }
        for (RecordingProtocol one : all) {
            one.on(Call.DATA_RECEIVED, () -> {
                for (RecordingProtocol other : all) {
                    if (other != one) {
                        other.transport().abort();
                    }
                }
            });
            one.peer().send("me first");
        }
        rig.runUntil(() -> all.stream().filter(RecordingProtocol::isLost).count() >= 19);
        all.forEach(one -> one.transport().abort());
        rig.runUntil(() -> all.stream().allMatch(one -> one.lostCount() == 1));
    }
}
