// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.EventLoop;
import io.jvloop.LoopFuture;
import io.jvloop.LoopPromise;
import io.jvloop.task.Tasks;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManualClockTest {
    private final ManualClock clock = new ManualClock();
    private final EventLoop loop = clock.loop();
    private final List<String> happened = new ArrayList<>();

    @AfterEach
    void close() {
        clock.close();
    }

    @Test
    void aTimerRunsWhenTheClockIsThereAndNotBefore() {
        loop.callLater(Duration.ofHours(1), () -> happened.add("an hour"));
        clock.advance(Duration.ofHours(1).minusNanos(1));
        assertEquals(List.of(), happened);
        clock.advance(Duration.ofNanos(1));
        assertEquals(List.of("an hour"), happened);
    }

    @Test
    void eachTimerOnTheWaySeesItsOwnTime() {
        List<Long> times = new ArrayList<>();
        loop.callLater(Duration.ofSeconds(2), () -> times.add(loop.time()));
        loop.callLater(Duration.ofSeconds(1), () -> {
            times.add(loop.time());
            loop.callLater(Duration.ofSeconds(3), () -> times.add(loop.time()));
        });
        clock.advance(Duration.ofSeconds(10));
        assertEquals(List.of(1_000_000_000L, 2_000_000_000L, 4_000_000_000L), times);
        assertEquals(10_000_000_000L, clock.nanoTime());
        assertEquals(clock.nanoTime(), loop.time());
    }

    @Test
    void noTimeAtAllDoesWhatCanBeDone() {
        loop.callSoon(() -> loop.callSoon(() -> loop.callSoon(() -> happened.add("third turn"))));
        clock.advance(Duration.ZERO);
        assertEquals(List.of("third turn"), happened);
        assertEquals(0, clock.nanoTime());
    }

    @Test
    void aTimeoutIsTestedInNoTime() {
        LoopPromise<String> promise = loop.createFuture();
        LoopFuture<String> waiting = promise.future().orTimeout(30, TimeUnit.SECONDS);
        clock.advance(Duration.ofSeconds(29));
        assertFalse(waiting.isDone());
        clock.advance(Duration.ofSeconds(1));
        assertTrue(waiting.exceptionNow() instanceof TimeoutException);
    }

    @Test
    void tasksSleepByTheClock() {
        LoopFuture<String> task = Tasks.submit(loop, () -> {
            Tasks.sleep(Duration.ofDays(1));
            return "a day later";
        });
        clock.advance(Duration.ofHours(23));
        assertFalse(task.isDone());
        clock.advance(Duration.ofHours(1));
        assertEquals("a day later", task.join());
    }

    @Test
    void itsConnectionsAmongEachOtherTakeNoTime() throws Exception {
        var server = loop.createServer(RecordingProtocol::new, "127.0.0.1", 80);
        var client = loop.createConnection(RecordingProtocol::new, "localhost", 80);
        clock.advance(Duration.ZERO);
        assertTrue(server.join().isServing());
        client.join().transport().write(ByteBuffer.wrap("over there".getBytes(StandardCharsets.UTF_8)));
        assertEquals(1, server.join().connectionCount());
        server.join().closeClients();
        clock.advance(Duration.ZERO);
        assertTrue(client.join().protocol().isLost());
        assertEquals(0, clock.nanoTime());
        server.join().close();
    }

    @Test
    void workOffTheLoopIsDoneOnItWithoutAnotherThread() {
        LoopFuture<Thread> work = loop.runInExecutor(Thread::currentThread);
        clock.advance(Duration.ZERO);
        assertEquals(Thread.currentThread(), work.join());
    }

    @Test
    void anotherThreadWakesTheLoopThatWaitsForIt() throws Exception {
        LoopPromise<String> promise = loop.createFuture();
        Thread other = Thread.ofPlatform().start(() -> loop.callSoonThreadsafe(() -> promise.complete("from there")));
        assertEquals("from there", loop.runUntilComplete(promise.future()));
        other.join();
    }

    @Test
    void aLoopThatWaitsWhileNobodyMovesItsClockSaysSo() {
        LoopFuture<String> never = loop.<String>createFuture().future();
        loop.callLater(Duration.ofNanos(17), () -> {});
        AssertionError stuck = assertThrows(AssertionError.class, () -> loop.runUntilComplete(never));
        assertTrue(stuck.getMessage().contains("ManualClock.advance"), stuck::getMessage);
        assertTrue(stuck.getMessage().contains("17 ns"), stuck::getMessage);
    }

    @Test
    void timeDoesNotGoBackAndCallbacksDoNotMakeItPass() {
        assertThrows(IllegalArgumentException.class, () -> clock.advance(Duration.ofNanos(-1)));
        loop.callSoon(() -> {
            assertThrows(IllegalStateException.class, () -> clock.advance(Duration.ofNanos(1)));
            happened.add("refused");
        });
        loop.callSoon(() -> happened.add("and goes on"));
        clock.advance(Duration.ZERO);
        assertEquals(List.of("refused", "and goes on"), happened);
    }

    @Test
    void aRunThatIsStoppedOnTheWayLeavesTheClockWhereItIs() throws Exception {
        loop.callLater(Duration.ofSeconds(1), loop::stop);
        loop.callLater(Duration.ofSeconds(5), () -> happened.add("five seconds"));
        clock.advance(Duration.ofSeconds(10));
        assertEquals(1_000_000_000L, clock.nanoTime());
        Thread other = Thread.ofPlatform().start(() -> {
            try {
                Thread.sleep(50);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            loop.callSoonThreadsafe(loop::stop);
        });
        loop.runForever();
        other.join();
        assertEquals(1_000_000_000L, clock.nanoTime());
        assertEquals(List.of(), happened);
        clock.advance(Duration.ofSeconds(4));
        assertEquals(List.of("five seconds"), happened);
        assertEquals(5_000_000_000L, clock.nanoTime());
    }
}
