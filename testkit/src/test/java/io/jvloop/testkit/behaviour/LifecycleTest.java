// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.Backend;
import io.jvloop.EventLoop;
import io.jvloop.LoopOptions;
import io.jvloop.LoopPromise;
import io.jvloop.task.Tasks;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.RecordingProtocol;
import io.jvloop.testkit.Rig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Running, stopping and closing a loop; to which thread it belongs. */
@Timeout(60)
class LifecycleTest {
    private final List<Object> seen = new ArrayList<>();

    // ---- running and stopping

    @EveryBackend
    void stopBeforeTheRunMakesItOneTurnThatDoesNotWait(Rig rig) {
        EventLoop loop = rig.loop();
        loop.callSoon(() -> {
            seen.add("this turn");
            loop.callSoon(() -> seen.add("next turn"));
        });
        loop.stop();
        loop.runForever();
        assertEquals(List.of("this turn"), seen);
        loop.stop();
        loop.runForever();
        assertEquals(List.of("this turn", "next turn"), seen);
    }

    @EveryBackend
    void stopDoesNotCutTheBatch(Rig rig) {
        EventLoop loop = rig.loop();
        loop.callSoon(loop::stop);
        loop.callSoon(() -> seen.add("in the same batch"));
        loop.callSoon(() -> loop.callSoon(() -> seen.add("later")));
        loop.runForever();
        assertEquals(List.of("in the same batch"), seen);
        assertFalse(loop.isRunning());
        rig.turn();
        assertEquals(2, seen.size());
    }

    @EveryBackend
    void runUntilCompleteReturnsTheValueAndThrowsTheVeryFailure(Rig rig) throws Exception {
        EventLoop loop = rig.loop();
        LoopPromise<String> good = loop.createFuture();
        loop.callLater(Duration.ofMillis(1), () -> good.complete("value"));
        assertEquals("value", loop.runUntilComplete(good));
        IOException failure = new IOException("x");
        LoopPromise<String> bad = loop.createFuture();
        loop.callSoon(() -> bad.completeExceptionally(failure));
        assertSame(
                failure, assertThrows(IOException.class, () -> loop.runUntilComplete(bad.thenApply(String::length))));
        LoopPromise<String> cancelled = loop.createFuture();
        loop.callSoon(() -> cancelled.cancel(false));
        assertThrows(CancellationException.class, () -> loop.runUntilComplete(cancelled));
        Error error = new Error("y");
        assertSame(
                error, assertThrows(Error.class, () -> loop.runUntilComplete(CompletableFuture.failedFuture(error))));
        assertNull(loop.runUntilComplete(CompletableFuture.completedFuture(null)));
    }

    @EveryBackend
    void aRunThatIsStoppedBeforeTheFutureIsDoneSaysSoAndLeavesTheNextRunAlone(Rig rig) throws Exception {
        EventLoop loop = rig.loop();
        LoopPromise<String> late = loop.createFuture();
        loop.callSoon(loop::stop);
        IllegalStateException stopped = assertThrows(IllegalStateException.class, () -> loop.runUntilComplete(late));
        assertTrue(stopped.getMessage().contains("before the future was complete"), stopped.getMessage());
        LoopPromise<String> next = loop.createFuture();
        loop.callSoon(() -> {
            late.complete("of the first run");
            loop.callLater(Duration.ofMillis(2), () -> next.complete("of the second"));
        });
        assertEquals("of the second", loop.runUntilComplete(next));
    }

    @EveryBackend(seeds = 5)
    void aRunThatIsStoppedInTheTurnInWhichTheFutureIsDoneGivesItsOutcome(Rig rig) throws Exception {
        EventLoop loop = rig.loop();
        LoopPromise<String> done = loop.createFuture();
        loop.callSoon(() -> {
            done.complete("in time");
            loop.stop();
        });
        assertEquals("in time", loop.runUntilComplete(done));
    }

    @EveryBackend(seeds = 5)
    void aRunThatWasStoppedDoesNotCountAsWaitingForItsFuture(Rig rig) {
        EventLoop loop = rig.loop();
        LoopPromise<String> late = loop.createFuture();
        loop.callSoon(loop::stop);
        assertThrows(IllegalStateException.class, () -> loop.runUntilComplete(late));
        late.thenApply(String::length).cancel(false);
        assertTrue(late.isCancelled(), "the stage was the only one");
    }

    @EveryBackend
    void aFutureOfAnotherLoopIsRefused(Rig rig) {
        EventLoop loop = rig.loop();
        try (EventLoop other = EventLoop.open(LoopOptions.DEFAULT.withBackend(Backend.NIO))) {
            LoopPromise<String> foreign = other.createFuture();
            assertThrows(IllegalArgumentException.class, () -> loop.runUntilComplete(foreign));
        }
    }

    @EveryBackend
    void aLoopIsRunOnceAtATimeAndOneOnAThread(Rig rig) {
        EventLoop loop = rig.loop();
        try (EventLoop other = EventLoop.open(LoopOptions.DEFAULT.withBackend(Backend.NIO))) {
            loop.callSoon(() -> {
                assertTrue(loop.isRunning());
                assertSame(loop, EventLoop.current());
                seen.add(assertThrows(IllegalStateException.class, loop::runForever)
                        .getMessage());
                seen.add(assertThrows(IllegalStateException.class, other::runForever)
                        .getMessage());
                seen.add(assertThrows(IllegalStateException.class, loop::close).getMessage());
            });
            rig.runUntil(() -> seen.size() == 3);
        }
        assertEquals("this event loop is running already", seen.get(0));
        assertEquals("cannot run the event loop while another loop is running on this thread", seen.get(1));
        assertThrows(IllegalStateException.class, EventLoop::current);
        assertNull(EventLoop.currentOrNull());
    }

    // ---- threads

    private static Throwable thrownOn(Thread.Builder builder, Runnable work) throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = builder.start(() -> {
            try {
                work.run();
            } catch (Throwable failure) {
                thrown.set(failure);
            }
        });
        thread.join();
        return thrown.get();
    }

    @EveryBackend
    void everyMethodRefusesAWrongThreadAndNamesBoth(Rig rig) throws Exception {
        EventLoop loop = rig.loop();
        rig.turn();
        var connection = rig.connect();
        var server = rig.serve(RecordingProtocol::new).server();
        List<Runnable> calls = List.of(
                loop::runForever,
                loop::stop,
                loop::close,
                () -> loop.callSoon(() -> {}),
                () -> loop.callLater(Duration.ZERO, () -> {}),
                () -> loop.callAt(0, () -> {}),
                () -> loop.runInExecutor(() -> 1),
                () -> loop.createConnection(RecordingProtocol::new, "127.0.0.1", 1),
                () -> loop.createServer(RecordingProtocol::new, "127.0.0.1", 0),
                () -> loop.setExceptionHandler(null),
                () -> connection.transport().write(Bytes.buffer("x")),
                () -> connection.transport().close(),
                () -> connection.transport().abort(),
                () -> connection.transport().pauseReading(),
                () -> connection.transport().isClosing(),
                server::close,
                server::addresses,
                server::waitClosed);
        for (int i = 0; i < calls.size(); i++) {
            Throwable thrown = thrownOn(Thread.ofPlatform().name("intruder"), calls.get(i));
            assertInstanceOf(IllegalStateException.class, thrown, "call " + i);
            assertTrue(thrown.getMessage().contains("intruder"), thrown.getMessage());
            assertTrue(thrown.getMessage().contains(Thread.currentThread().getName()), thrown.getMessage());
        }
        assertFalse(connection.transport().isClosing());
        assertTrue(server.isServing());
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "NIO"})
    void aLoopMayBeMadeAndPreparedOnOneThreadAndRunOnAnother(Backend backend) throws Exception {
        EventLoop loop = EventLoop.open(LoopOptions.DEFAULT.withBackend(backend));
        assertTrue(loop.inLoop());
        loop.callSoon(() -> seen.add("asked for before the run"));
        var server = loop.createServer(RecordingProtocol::new, "127.0.0.1", 0);
        loop.callLater(Duration.ofMillis(1), () -> seen.add("a timer from before the run"));
        Throwable thrown = thrownOn(Thread.ofPlatform(), () -> {
            try {
                seen.add(loop.inLoop());
                assertFalse(loop.runUntilComplete(server).addresses().isEmpty());
                loop.callLater(Duration.ofMillis(2), loop::stop);
                loop.runForever();
                server.join().close();
            } catch (Exception failure) {
                throw new AssertionError(failure);
            }
            loop.close();
        });
        assertNull(thrown);
        assertEquals(List.of(true, "asked for before the run", "a timer from before the run"), seen);
        assertFalse(loop.inLoop());
        assertTrue(loop.isClosed());
        assertThrows(IllegalStateException.class, loop::runForever);
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "NIO"})
    void aLoopThatNeverRanIsClosedWithWhatWasPrepared(Backend backend) {
        EventLoop loop = EventLoop.open(LoopOptions.DEFAULT.withBackend(backend));
        loop.setExceptionHandler((_, context) -> seen.add(context.message()));
        var server = loop.createServer(RecordingProtocol::new, "127.0.0.1", 0);
        var connection = loop.createConnection(RecordingProtocol::new, "127.0.0.1", 9);
        loop.close();
        assertTrue(server.isDone());
        assertTrue(connection.isCompletedExceptionally());
        assertEquals(List.of("the loop was closed with an open server"), seen);
    }

    @EveryBackend(seeds = 5)
    void aVirtualThreadCannotRunALoop(Rig rig) throws Exception {
        EventLoop loop = rig.loop();
        Throwable thrown = thrownOn(Thread.ofVirtual(), loop::runForever);
        assertTrue(thrown instanceof IllegalStateException, String.valueOf(thrown));
        assertFalse(loop.isRunning());
        rig.turn();
    }

    @EveryBackend(real = true, seeds = 0)
    void anInterruptWakesTheLoopIsReportedAndEndsNothing(Rig rig) throws Exception {
        EventLoop loop = rig.loop();
        List<Throwable> reported = new ArrayList<>();
        loop.setExceptionHandler((_, context) -> {
            reported.add(context.exception());
            loop.stop();
        });
        Thread me = Thread.currentThread();
        Thread interrupter = Thread.ofPlatform().start(() -> {
            while (me.getState() != Thread.State.RUNNABLE && me.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            me.interrupt();
        });
        loop.runForever();
        interrupter.join();
        assertInstanceOf(InterruptedException.class, reported.getFirst());
        assertEquals(1, reported.size());
        assertFalse(Thread.currentThread().isInterrupted());
        me.interrupt(); // also when it was there before the run
        loop.runForever();
        assertEquals(2, reported.size());
        assertFalse(Thread.interrupted());
    }

    // ---- closing

    @EveryBackend
    void closeIsForGoodAndMayBeCalledAgain(Rig rig) throws Exception {
        EventLoop loop = EventLoop.open(LoopOptions.DEFAULT.withBackend(Backend.NIO));
        var handle = loop.callSoon(() -> seen.add("never"));
        var timer = loop.callLater(Duration.ZERO, () -> seen.add("never"));
        var threadsafe = loop.callSoonThreadsafe(() -> seen.add("never"));
        loop.close();
        loop.close();
        assertTrue(loop.isClosed());
        assertTrue(handle.isCancelled() && timer.isCancelled() && threadsafe.isCancelled());
        assertThrows(IllegalStateException.class, loop::runForever);
        assertThrows(IllegalStateException.class, () -> loop.runUntilComplete(CompletableFuture.completedFuture(1)));
        assertThrows(IllegalStateException.class, () -> loop.callSoon(() -> {}));
        assertThrows(IllegalStateException.class, () -> loop.callLater(Duration.ZERO, () -> {}));
        assertThrows(IllegalStateException.class, () -> loop.callSoonThreadsafe(() -> {}));
        assertThrows(IllegalStateException.class, loop::createFuture);
        assertThrows(IllegalStateException.class, () -> loop.runInExecutor(() -> 1));
        assertThrows(IllegalStateException.class, () -> loop.createServer(RecordingProtocol::new, "127.0.0.1", 0));
        assertEquals(List.of(), seen);
    }

    @EveryBackend
    void closingWithEverythingInFlightEndsAndReportsIt(Rig rig) {
        EventLoop loop = rig.loop();
        var accepted = rig.accept();
        var connected = rig.connect();
        connected.peer().pauseReading();
        connected.transport().write(java.nio.ByteBuffer.allocate(5_000_000));
        accepted.peer().send(Bytes.random(1_000_000));
        LoopPromise<String> promise = loop.createFuture();
        Callable<Integer> work = () -> {
            Thread.sleep(60_000);
            return 1;
        };
        var off = rig.isSimulated() // whose executor would sleep on this very thread
                ? loop.runInExecutor(_ -> {}, work)
                : loop.runInExecutor(work);
        var connecting = rig.connectTo(rig.unusedAddress(), RecordingProtocol::new);
        loop.callLater(Duration.ofHours(1), () -> {});
        loop.callSoon(() -> {});
        loop.close();
        assertTrue(accepted.isLost());
        assertTrue(connected.isLost());
        assertEquals(1, connected.lostCount());
        assertTrue(promise.isCancelled());
        assertTrue(off.isCancelled());
        assertTrue(connecting.isCompletedExceptionally());
        List<String> reports =
                rig.takeReports().stream().map(report -> report.message()).toList();
        assertEquals(
                1,
                reports.stream()
                        .filter("the loop was closed with an open server"::equals)
                        .count());
        assertEquals(
                2,
                reports.stream()
                        .filter("the loop was closed with an open transport"::equals)
                        .count());
    }

    @EveryBackend
    void aProtocolThatThrowsOrCallsTheLoopWhileItClosesChangesNothing(Rig rig) {
        EventLoop loop = rig.loop();
        var connection = rig.connect();
        connection.on(io.jvloop.testkit.Call.CONNECTION_LOST, () -> {
            connection.transport().write(Bytes.buffer("x"));
            connection.transport().close();
            connection.transport().abort();
            loop.callSoon(() -> {});
        });
        loop.close();
        assertTrue(connection.isLost());
        List<Object> messages = new ArrayList<>(
                rig.takeReports().stream().map(report -> report.message()).toList());
        assertEquals(
                List.of("the loop was closed with an open transport", "Fatal error: protocol.connectionLost() failed"),
                messages);
    }

    @EveryBackend(seeds = 1)
    void closingTheLoopWhileItClosesIsRefused(Rig rig) {
        EventLoop loop = rig.loop();
        LoopPromise<String> never = loop.createFuture();
        var _ = Tasks.submit(loop, () -> never.future().get());
        rig.turn();
        loop.callSoon(loop::close);
        loop.close();
        assertTrue(loop.isClosed());
        assertEquals(
                List.of("a loop that is running cannot be closed: stop it first"),
                rig.takeReports().stream()
                        .map(report ->
                                Objects.requireNonNull(report.exception()).getMessage())
                        .toList());
    }

    @EveryBackend(seeds = 1)
    void closingAnotherLoopInACallbackLeavesThisOneCurrent(Rig rig) {
        EventLoop loop = rig.loop();
        loop.callSoon(() -> {
            try (EventLoop other = EventLoop.open(LoopOptions.DEFAULT.withBackend(Backend.NIO))) {
                var _ = Tasks.submit(other, () -> 1);
            }
            seen.add(EventLoop.currentOrNull() == loop);
        });
        rig.runUntil(() -> seen.size() == 1);
        assertEquals(List.of(true), seen);
    }

    @EveryBackend(seeds = 1)
    void aRunThatIsRefusedDoesNotEndTheNextOne(Rig rig) {
        try (EventLoop other = EventLoop.open(LoopOptions.DEFAULT.withBackend(Backend.NIO))) {
            rig.loop()
                    .callSoon(() -> seen.add(assertThrows(
                            IllegalStateException.class,
                            () -> other.runUntilComplete(CompletableFuture.completedFuture(1)))));
            rig.runUntil(() -> seen.size() == 1);
            other.callLater(Duration.ofMillis(5), () -> {
                seen.add("ran");
                other.stop();
            });
            other.runForever();
            assertEquals("ran", seen.getLast());
        }
    }
}
