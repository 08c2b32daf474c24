// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.Callback;
import io.jvloop.EventLoop;
import io.jvloop.Handle;
import io.jvloop.LoopLimits;
import io.jvloop.LoopOptions;
import io.jvloop.LoopPromise;
import io.jvloop.TimerHandle;
import io.jvloop.WriteBufferLimits;
import io.jvloop.engine.Engine;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.RecordingProtocol;
import io.jvloop.testkit.Rig;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;

/** callSoon and its siblings: what runs when, in which order, and what does not. */
@Timeout(60)
class SchedulingTest {
    private final List<Object> seen = new ArrayList<>();

    @EveryBackend
    void callbacksRunFirstInFirstOutAndOnce(Rig rig) {
        for (int i = 0; i < 1000; i++) {
            int number = i;
            rig.loop().callSoon(() -> seen.add(number));
        }
        rig.turn();
        assertEquals(IntStream.range(0, 1000).boxed().toList(), seen);
        rig.turn();
        assertEquals(1000, seen.size());
    }

    @EveryBackend
    void whatACallbackAddsRunsInTheNextTurn(Rig rig) {
        rig.loop().callSoon(() -> rig.loop().callSoon(() -> rig.loop().callSoon(() -> seen.add("third"))));
        rig.turn();
        rig.turn();
        assertEquals(List.of(), seen);
        rig.turn();
        assertEquals(List.of("third"), seen);
    }

    @EveryBackend
    void callbacksThatGoOnForEverStarveNeitherTimersNorInput(Rig rig) {
        EventLoop loop = rig.loop();
        var connection = rig.accept();
        boolean[] done = new boolean[1];
        Callback[] busy = new Callback[1];
        busy[0] = () -> {
            if (!done[0]) {
                loop.callSoon(busy[0]);
            }
        };
        loop.callSoon(busy[0]);
        loop.callLater(Duration.ofMillis(1), () -> seen.add("timer"));
        connection.peer().send("input");
        rig.runUntil(() -> seen.size() == 1 && connection.receivedText().equals("input"));
        done[0] = true;
        rig.turn();
        rig.turn();
    }

    // ---- cancelling

    @EveryBackend
    void aCancelledCallbackDoesNotRunAndHoldsOnToNothing(Rig rig) throws Exception {
        EventLoop loop = rig.loop();
        Object big = new byte[100];
        WeakReference<Object> reference = new WeakReference<>(big);
        Handle handle = holding(loop, big);
        big = null;
        handle.cancel();
        handle.cancel();
        assertTrue(handle.isCancelled());
        for (int i = 0; i < 100 && reference.get() != null; i++) {
            System.gc();
            Thread.sleep(1);
        }
        assertSame(null, reference.get());
        rig.turn();
        assertEquals(List.of(), seen);
    }

    private Handle holding(EventLoop loop, Object big) {
        return loop.callLater(Duration.ofHours(1), () -> seen.add(big));
    }

    @EveryBackend
    void cancellingInsideTheBatchStillCounts(Rig rig) {
        EventLoop loop = rig.loop();
        Handle[] later = new Handle[1];
        loop.callSoon(() -> later[0].cancel());
        later[0] = loop.callSoon(() -> seen.add("cancelled a moment before"));
        rig.turn();
        rig.turn();
        assertEquals(List.of(), seen);
    }

    @EveryBackend
    void cancellingATimerThatIsDueAlreadyStillCounts(Rig rig) {
        EventLoop loop = rig.loop();
        long now = loop.time();
        TimerHandle[] second = new TimerHandle[1];
        loop.callAt(now, () -> second[0].cancel());
        second[0] = loop.callAt(now, () -> seen.add("never"));
        rig.runUntil(() -> second[0].isCancelled());
        rig.turn();
        assertEquals(List.of(), seen);
    }

    @EveryBackend
    void aCallbackThatRanIsNotCancelledAndCancellingItDoesNothing(Rig rig) {
        Handle handle = rig.loop().callSoon(() -> seen.add("ran"));
        rig.turn();
        handle.cancel();
        assertFalse(handle.isCancelled());
        Handle[] itself = new Handle[1];
        itself[0] = rig.loop().callSoon(() -> itself[0].cancel());
        rig.turn();
        assertFalse(itself[0].isCancelled());
    }

    // ---- time

    @EveryBackend
    void aTimerIsNeverEarly(Rig rig) {
        EventLoop loop = rig.loop();
        List<Long> late = new ArrayList<>();
        for (long nanos : new long[] {0, 1, 999, 100_000, 999_999, 1_000_001, 3_700_000}) {
            long due = loop.time() + nanos;
            loop.callAt(due, () -> late.add(loop.time() - due));
            loop.callLater(Duration.ofNanos(nanos), () -> late.add(loop.time() - due));
        }
        rig.runUntil(() -> late.size() == 14);
        late.forEach(nanos -> assertTrue(nanos >= 0, late.toString()));
    }

    @EveryBackend
    void equalTimesRunInTheOrderTheyWereAskedFor(Rig rig) {
        long when = rig.loop().time() + 1_000_000;
        for (int i = 0; i < 100; i++) {
            int number = i;
            rig.loop().callAt(when, () -> seen.add(number));
        }
        rig.runUntil(() -> seen.size() == 100);
        assertEquals(IntStream.range(0, 100).boxed().toList(), seen);
    }

    @EveryBackend
    void timersRunByTimeWhateverTheOrderTheyWereAskedFor(Rig rig) {
        long now = rig.loop().time();
        for (int millis : new int[] {5, 1, 4, 2, 3}) {
            rig.loop().callAt(now + millis * 1_000_000L, () -> seen.add(millis));
        }
        rig.runUntil(() -> seen.size() == 5);
        assertEquals(List.of(1, 2, 3, 4, 5), seen);
    }

    @EveryBackend
    void aTimeThatIsOverOrNegativeIsNow(Rig rig) {
        EventLoop loop = rig.loop();
        loop.callLater(Duration.ofDays(-1), () -> seen.add("negative"));
        loop.callAt(loop.time() - 1, () -> seen.add("over"));
        loop.callAt(Long.MIN_VALUE, () -> seen.add("long over"));
        TimerHandle zero = loop.callLater(Duration.ZERO, () -> seen.add("zero"));
        rig.runUntil(() -> seen.size() == 4);
        assertTrue(zero.when() <= loop.time());
    }

    @EveryBackend
    void aTimeThatNeverComesIsNoTrouble(Rig rig) {
        EventLoop loop = rig.loop();
        List<TimerHandle> never = List.of(
                loop.callLater(Duration.ofSeconds(Long.MAX_VALUE), () -> seen.add("never")),
                loop.callAt(Long.MAX_VALUE, () -> seen.add("never")));
        boolean[] done = new boolean[1];
        loop.callLater(Duration.ofMillis(1), () -> done[0] = true);
        rig.runUntil(() -> done[0]);
        assertEquals(List.of(), seen);
        never.forEach(Handle::cancel);
    }

    @EveryBackend
    void whenStaysAfterTheTimerRanAndAfterItWasCancelled(Rig rig) {
        EventLoop loop = rig.loop();
        long when = loop.time() + 1000;
        TimerHandle ran = loop.callAt(when, () -> seen.add("ran"));
        TimerHandle cancelled = loop.callAt(when + 1, () -> {});
        cancelled.cancel();
        rig.runUntil(() -> seen.size() == 1);
        assertEquals(when, ran.when());
        assertEquals(when + 1, cancelled.when());
    }

    // ---- from other threads

    @EveryBackend(seeds = 0)
    void otherThreadsWakeALoopThatSleeps(Rig rig) throws Exception {
        EventLoop loop = rig.loop();
        Thread other = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 1000; i++) {
                int number = i;
                loop.callSoonThreadsafe(() -> {
                    seen.add(number);
                    if (number == 999) {
                        loop.stop();
                    }
                });
            }
        });
        loop.runForever();
        other.join();
        assertEquals(IntStream.range(0, 1000).boxed().toList(), seen);
    }

    @EveryBackend(seeds = 0)
    void cancellingFromAnotherThreadWaitsForACallbackThatIsRunning(Rig rig) throws Exception {
        EventLoop loop = rig.loop();
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch cancelling = new CountDownLatch(1);
        boolean[] ended = new boolean[1];
        boolean[] endedWhenCancelReturned = new boolean[1];
        Handle handle = loop.callSoonThreadsafe(() -> {
            started.countDown();
            cancelling.await();
            Thread.sleep(20);
            ended[0] = true;
        });
        Thread other = Thread.ofPlatform().start(() -> {
            try {
                started.await();
            } catch (InterruptedException never) {
                throw new AssertionError(never);
            }
            cancelling.countDown();
            handle.cancel();
            endedWhenCancelReturned[0] = ended[0];
            loop.callSoonThreadsafe(loop::stop);
        });
        loop.runForever();
        other.join();
        assertTrue(endedWhenCancelReturned[0]);
        assertFalse(handle.isCancelled());
    }

    @EveryBackend(seeds = 5)
    void aThreadsafeCallbackMayBeCancelledBeforeItRuns(Rig rig) throws Exception {
        Handle handle = rig.loop().callSoonThreadsafe(() -> seen.add("never"));
        Thread other = Thread.ofPlatform().start(handle::cancel);
        other.join();
        assertTrue(handle.isCancelled());
        rig.settle();
        assertEquals(List.of(), seen);
    }

    // ---- limits

    @EveryBackend(seeds = 5)
    void limitsOnQueuesRefuseAtTheLimit(Rig rig) {
        EventLoop loop = rig.open(
                LoopOptions.DEFAULT.withLimits(LoopLimits.NONE.withReadyMax(2).withInboxMax(3)));
        loop.callSoon(() -> {});
        loop.callSoon(() -> {});
        assertThrows(IllegalStateException.class, () -> loop.callSoon(() -> {}));
        for (int i = 0; i < 3; i++) {
            loop.callSoonThreadsafe(() -> {});
        }
        assertThrows(RejectedExecutionException.class, () -> loop.callSoonThreadsafe(() -> {}));
        rig.turn();
        loop.callSoon(() -> seen.add("room again"));
        loop.callSoonThreadsafe(() -> seen.add("room again"));
        rig.settle();
        assertEquals(2, seen.size());
    }

    // ---- nonsense

    @EveryBackend(seeds = 5)
    @SuppressWarnings({"NullAway", "DataFlowIssue"}) // on purpose
    void nothingIsNoCallback(Rig rig) {
        EventLoop loop = rig.loop();
        assertThrows(NullPointerException.class, () -> loop.callSoon(null));
        assertThrows(NullPointerException.class, () -> loop.callSoonThreadsafe(null));
        assertThrows(NullPointerException.class, () -> loop.callLater(Duration.ZERO, null));
        assertThrows(NullPointerException.class, () -> loop.callLater(null, () -> {}));
        assertThrows(NullPointerException.class, () -> loop.callAt(0, null));
        assertThrows(NullPointerException.class, () -> loop.runInExecutor(null));
        assertThrows(NullPointerException.class, () -> loop.createServer(null, "127.0.0.1", 0));
        assertThrows(NullPointerException.class, () -> loop.createConnection(null, "127.0.0.1", 1));
        LoopPromise<String> promise = loop.createFuture();
        assertThrows(NullPointerException.class, () -> promise.addDoneCallback(null));
        promise.complete("done");
        rig.turn();
        assertEquals(List.of(), rig.takeReports());
    }

    @EveryBackend(seeds = 5)
    @SuppressWarnings({"NullAway", "DataFlowIssue"}) // on purpose
    void nothingIsNoOption(Rig rig) {
        Engine loop = (Engine) rig.loop();
        assertThrows(
                NullPointerException.class, () -> loop.createConnection(RecordingProtocol::new, "127.0.0.1", 1, null));
        assertEquals(0, loop.leftovers().connectors());
        RecordingProtocol protocol = rig.connect();
        assertThrows(NullPointerException.class, () -> protocol.transport().setWriteBufferLimits(null));
        assertEquals(WriteBufferLimits.DEFAULT, protocol.transport().writeBufferLimits());
    }

    @EveryBackend(seeds = 5)
    void aLimitOfSlownessIsMoreThanZeroAndMayBeForEver(Rig rig) {
        EventLoop loop = rig.open(LoopOptions.DEFAULT.withSlowCallback(Duration.ofSeconds(Long.MAX_VALUE)));
        assertThrows(IllegalArgumentException.class, () -> loop.setSlowCallbackDuration(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> loop.setSlowCallbackDuration(Duration.ofNanos(-1)));
        loop.setSlowCallbackDuration(Duration.ofSeconds(Long.MAX_VALUE));
        assertTrue(loop.slowCallbackDuration().toDays() > 36_000);
    }

    @EveryBackend(seeds = 5)
    void aTimerFromBeforeTheBeginningOfTimeWakesTheLoopByItself(Rig rig) {
        rig.loop().callAt(Long.MIN_VALUE, rig.loop()::stop);
        rig.loop().runForever();
    }
}
