// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopFutureTest {
    private final EventLoop loop = EventLoop.open(LoopOptions.DEFAULT.withBackend(Backend.NIO));
    private final LoopPromise<String> promise = loop.createFuture();
    private final List<Object> seen = new ArrayList<>();

    @AfterEach
    void close() {
        loop.close();
    }

    private void runOneTurn() {
        loop.stop();
        loop.runForever();
    }

    private void runTurns(int count) {
        for (int i = 0; i < count; i++) {
            runOneTurn();
        }
    }

    // ---- stages

    @Test
    void stagesRunInTheOrderInWhichTheyWereAttached() {
        for (int i = 0; i < 5; i++) {
            int number = i;
            promise.thenAccept(_ -> seen.add(number));
        }
        promise.complete("x");
        assertEquals(List.of(), seen, "never inside the call that completes");
        runOneTurn();
        assertEquals(List.of(0, 1, 2, 3, 4), seen);
    }

    @Test
    void aStageOfACompleteFutureRunsInATurnOfItsOwn() {
        promise.complete("x");
        promise.thenAccept(seen::add);
        assertEquals(List.of(), seen, "never inside the call that attaches");
        runOneTurn();
        assertEquals(List.of("x"), seen);
    }

    @Test
    void stagesRunOnTheLoopWhoeverCompletes() throws Exception {
        promise.thenAccept(_ -> seen.add(Thread.currentThread()));
        Thread other = Thread.ofPlatform().start(() -> promise.complete("x"));
        loop.runUntilComplete(promise);
        other.join();
        runOneTurn();
        assertEquals(List.of(Thread.currentThread()), seen);
    }

    @Test
    void aStageWithAnExecutorRunsThere() throws Exception {
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            LoopFuture<Thread> stage = promise.thenApplyAsync(_ -> Thread.currentThread(), executor);
            promise.complete("x");
            assertFalse(loop.runUntilComplete(stage) == Thread.currentThread());
        }
    }

    @Test
    void everyKindOfStageGivesALoopFuture() throws Exception {
        LoopPromise<String> other = loop.createFuture();
        List<CompletableFuture<?>> stages = List.of(
                promise.thenApply(String::length),
                promise.thenApplyAsync(String::length),
                promise.thenAccept(_ -> {}),
                promise.thenRun(() -> {}),
                promise.handle((_, _) -> 1),
                promise.whenComplete((_, _) -> {}),
                promise.exceptionally(_ -> "y"),
                promise.exceptionallyAsync(_ -> "y"),
                promise.thenCombine(other, String::concat),
                promise.thenAcceptBoth(other, (_, _) -> {}),
                promise.runAfterBoth(other, () -> {}),
                promise.applyToEither(other, String::length),
                promise.acceptEither(other, _ -> {}),
                promise.runAfterEither(other, () -> {}),
                promise.thenCompose(CompletableFuture::completedFuture),
                promise.thenComposeAsync(CompletableFuture::completedFuture),
                promise.exceptionallyCompose(_ -> CompletableFuture.completedFuture("y")),
                promise.copy());
        promise.complete("x");
        other.complete("o");
        for (CompletableFuture<?> stage : stages) {
            assertInstanceOf(LoopFuture.class, stage);
            loop.runUntilComplete(stage);
        }
    }

    @Test
    void aStageThatCombinesWithAForeignFutureRunsOnTheLoop() throws Exception {
        CompletableFuture<String> foreign = new CompletableFuture<>();
        LoopFuture<Thread> stage = promise.thenCombine(foreign, (_, _) -> Thread.currentThread());
        promise.complete("x");
        Thread other = Thread.ofPlatform().start(() -> foreign.complete("y"));
        assertSame(Thread.currentThread(), loop.runUntilComplete(stage));
        other.join();
    }

    @Test
    void failuresTravelAsInACompletableFuture() {
        IOException failure = new IOException("x");
        LoopFuture<Integer> stage = promise.thenApply(String::length);
        promise.handle((_, thrown) -> seen.add(thrown));
        stage.handle((_, thrown) -> seen.add(thrown));
        promise.completeExceptionally(failure);
        runTurns(3);
        assertSame(failure, seen.get(0));
        assertInstanceOf(CompletionException.class, seen.get(1));
        assertSame(failure, ((Throwable) seen.get(1)).getCause());
    }

    @Test
    void afterTheLoopIsClosedAStageRunsAtOnce() {
        promise.complete("x");
        loop.close();
        promise.thenAccept(seen::add);
        assertEquals(List.of("x"), seen);
    }

    @Test
    void stagesThatWereWaitingForTheirTurnRunWhenTheLoopCloses() {
        promise.thenAccept(seen::add);
        promise.complete("x");
        loop.close();
        assertEquals(List.of("x"), seen);
    }

    // ---- cancelling

    @Test
    void cancellingTheOnlyStageCancelsTheWork() {
        promise.onCancel(_ -> seen.add("work stopped"));
        LoopFuture<Integer> stage = promise.thenApply(String::length);
        assertTrue(stage.cancel(false));
        runTurns(2);
        assertEquals(List.of("work stopped"), seen);
        assertTrue(promise.isCancelled());
    }

    @Test
    void aTimeLimitDoesNotCountAsSomebodyWhoWaits() {
        promise.onCancel(_ -> seen.add("work stopped"));
        LoopFuture<Integer> stage =
                promise.future().orTimeout(1, TimeUnit.HOURS).thenApply(String::length);
        stage.cancel(false);
        runTurns(2);
        assertEquals(List.of("work stopped"), seen);
        assertTrue(promise.isCancelled());
    }

    @Test
    void aCopyIsAStageLikeAnyOther() {
        promise.onCancel(_ -> seen.add("work stopped"));
        LoopFuture<String> last = promise.copy();
        for (int i = 0; i < 10; i++) {
            promise.copy().cancel(false);
        }
        assertFalse(promise.isDone());
        assertEquals(1, promise.getNumberOfDependents(), "nothing of those that have gone");
        last.cancel(false);
        runTurns(2);
        assertEquals(List.of("work stopped"), seen);
    }

    @Test
    void cancellingOneOfTwoStagesDoesNot() {
        LoopFuture<Integer> first = promise.thenApply(String::length);
        LoopFuture<Integer> second = promise.thenApply(String::length);
        first.cancel(false);
        runTurns(2);
        assertFalse(promise.isDone());
        promise.complete("four");
        runTurns(2);
        assertEquals(4, second.getNow(0));
        assertTrue(first.isCancelled());
    }

    @Test
    void cancellingTheEndOfAChainCancelsItsBeginning() {
        LoopFuture<Integer> end =
                promise.thenApply(String::length).thenApply(i -> i + 1).thenApply(i -> i + 1);
        end.cancel(false);
        runTurns(2);
        assertTrue(promise.isCancelled());
    }

    @Test
    void cancellingAComposedStageCancelsWhatItWaitsFor() {
        LoopPromise<String> inner = loop.createFuture();
        LoopFuture<String> stage = promise.thenCompose(_ -> inner);
        promise.complete("x");
        runTurns(2);
        stage.cancel(false);
        runTurns(2);
        assertTrue(inner.isCancelled());
    }

    @Test
    void cancellingTheFutureOfAPromiseCancelsThePromise() {
        promise.onCancel(mayInterrupt -> seen.add(mayInterrupt));
        assertTrue(promise.future().cancel(true));
        runTurns(2);
        assertTrue(promise.isCancelled());
        assertEquals(List.of(true), seen);
        assertFalse(promise.complete("too late"));
    }

    @Test
    void cancellingTellsTheStages() {
        promise.future().whenComplete((_, failure) -> seen.add(failure));
        promise.cancel(false);
        runTurns(2);
        assertInstanceOf(CancellationException.class, seen.get(0));
    }

    @Test
    void cancellingWhatIsCompleteDoesNothing() {
        promise.onCancel(_ -> seen.add("stopped"));
        promise.complete("x");
        assertFalse(promise.cancel(true));
        runTurns(2);
        assertEquals(List.of(), seen);
        assertEquals("x", promise.getNow(null));
    }

    @Test
    void aCancellationThatIsSetLateStillRuns() {
        promise.cancel(false);
        promise.onCancel(_ -> seen.add("stopped"));
        runTurns(2);
        assertEquals(List.of("stopped"), seen);
    }

    // ---- time

    @Test
    void orTimeoutFailsItAndCancelsTheWork() {
        promise.onCancel(_ -> seen.add("stopped"));
        LoopFuture<String> future = promise.future().orTimeout(5, TimeUnit.MILLISECONDS);
        assertThrows(TimeoutException.class, () -> loop.runUntilComplete(future));
        runTurns(2);
        assertEquals(List.of("stopped"), seen);
        assertTrue(promise.isCancelled());
    }

    @Test
    void orTimeoutLeavesNoTimerBehind() throws Exception {
        LoopFuture<String> future = promise.future().orTimeout(1, TimeUnit.HOURS);
        loop.callSoon(() -> promise.complete("x"));
        assertEquals("x", loop.runUntilComplete(future));
        assertEquals(0, loop.metrics().timersPending());
    }

    @Test
    void completeOnTimeoutGivesTheValue() throws Exception {
        LoopFuture<String> future = promise.future().completeOnTimeout("late", 1, TimeUnit.MILLISECONDS);
        assertEquals("late", loop.runUntilComplete(future));
        runTurns(2);
        assertTrue(promise.isCancelled(), "the work is of no use any more");
    }

    // ---- who may complete it, and who may wait

    @Test
    void onlyItsOwnerCompletesIt() {
        LoopFuture<String> future = promise.future();
        assertThrows(UnsupportedOperationException.class, () -> future.complete("x"));
        assertThrows(UnsupportedOperationException.class, () -> future.completeExceptionally(new IOException()));
        assertThrows(UnsupportedOperationException.class, () -> future.completeAsync(() -> "x"));
        assertThrows(UnsupportedOperationException.class, () -> future.obtrudeValue("x"));
        assertThrows(UnsupportedOperationException.class, () -> future.obtrudeException(new IOException()));
        assertFalse(future.isDone());
        assertTrue(promise.complete("y"));
        assertEquals("y", future.getNow(null));
    }

    @Test
    void aPromiseIsCompletedByASupplierToo() {
        assertSame(promise, promise.completeAsync(() -> "on the loop " + loop.inLoop()));
        assertFalse(promise.isDone());
        runOneTurn();
        assertEquals("on the loop true", promise.getNow(null));
        LoopPromise<String> failing = loop.createFuture();
        failing.completeAsync(
                () -> {
                    throw new IllegalStateException("supplied");
                },
                Runnable::run);
        assertEquals("supplied", failing.exceptionNow().getMessage());
    }

    @Test
    void theFutureOfACompletePromiseIsComplete() {
        promise.completeExceptionally(new IOException("x"));
        assertInstanceOf(IOException.class, promise.future().exceptionNow());
        LoopPromise<String> cancelled = loop.createFuture();
        cancelled.cancel(false);
        assertTrue(cancelled.future().isCancelled());
    }

    @Test
    void waitingOnTheLoopsOwnThreadThrowsInsteadOfHanging() {
        loop.callSoon(() -> {
            assertThrows(IllegalStateException.class, promise::join);
            assertThrows(IllegalStateException.class, promise::get);
            assertThrows(IllegalStateException.class, () -> promise.get(1, TimeUnit.SECONDS));
            promise.complete("x");
            seen.add(promise.join());
        });
        runTurns(2);
        assertEquals(List.of("x"), seen);
        LoopPromise<String> another = loop.createFuture();
        assertThrows(IllegalStateException.class, another::join, "also while the loop is stopped");
    }

    @Test
    void waitingOnAnotherThreadWaits() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<String> result = new CompletableFuture<>();
        Thread waiter = Thread.ofPlatform().start(() -> {
            waiting.countDown();
            try {
                result.complete(promise.get());
            } catch (InterruptedException | ExecutionException failure) {
                result.completeExceptionally(failure);
            }
        });
        waiting.await();
        loop.callLater(Duration.ofMillis(1), () -> promise.complete("x"));
        loop.runUntilComplete(promise);
        assertEquals("x", result.get());
        waiter.join();
    }

    // ---- the loop's end

    @Test
    void closingTheLoopCompletesWhatWaits() {
        promise.onCancel(_ -> seen.add("stopped"));
        LoopFuture<Integer> stage = promise.thenApply(String::length);
        loop.close();
        assertTrue(promise.isCancelled());
        assertTrue(stage.isCompletedExceptionally());
        assertEquals(List.of("stopped"), seen);
    }

    @Test
    void aPromiseThatNobodyHoldsMayGo() throws Exception {
        java.lang.ref.WeakReference<LoopPromise<String>> gone = new java.lang.ref.WeakReference<>(loop.createFuture());
        for (int i = 0; i < 100 && gone.get() != null; i++) {
            System.gc();
            Thread.sleep(1);
        }
        assertEquals(null, gone.get());
        assertTrue(loop.createFuture().complete("the list it was in still works"));
    }

    @Test
    void aTimeoutMayBeLongerThanTime() throws Exception {
        promise.orTimeout(Long.MAX_VALUE, TimeUnit.DAYS);
        promise.future().completeOnTimeout("late", Long.MAX_VALUE, TimeUnit.DAYS);
        loop.callSoon(() -> promise.complete("x"));
        assertEquals("x", loop.runUntilComplete(promise.future()));
    }

    @Test
    void aStageThatCouldNotBeAttachedIsNobodyWhoWaits() {
        assertThrows(NullPointerException.class, () -> promise.thenApply(null));
        promise.thenApply(value -> value).cancel(false);
        assertTrue(promise.isCancelled());
    }

    @Test
    void thePromiseHasAValueOrItsFutureIsCancelledAndNeverBoth() throws Exception {
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            for (int round = 0; round < 10_000; round++) {
                LoopPromise<Integer> raced = loop.createFuture();
                LoopFuture<Integer> future = raced.future();
                CountDownLatch start = new CountDownLatch(1);
                var cancelled = other.submit(() -> {
                    start.countDown();
                    return future.cancel(false);
                });
                start.await();
                boolean taken = raced.complete(1);
                assertEquals(!taken, cancelled.get(), "round " + round);
                assertEquals(!taken, future.isCancelled(), "round " + round);
            }
        }
    }

    @Test
    void aFutureThatIsNotCancelledBecauseItsPromiseHasAValueIsDone() {
        LoopFuture<String> future = promise.future();
        // inside the call that completes the promise: as another thread at that very moment
        CompletableFuture.allOf(promise).thenRun(() -> {
            seen.add(future.cancel(false));
            seen.add(future.getNow("nothing"));
        });
        promise.complete("value");
        assertEquals(List.of(false, "value"), seen);
    }

    @Test
    void workThatIsNamedAfterItWasGivenUpIsStoppedAtOnce() {
        promise.future().cancel(false);
        promise.onCancel(_ -> seen.add("stopped"));
        runTurns(1);
        assertEquals(List.of("stopped"), seen);
    }

    @Test
    void whatOtherThreadsCompleteIsNotLostWhenTheInboxIsFull() throws Exception {
        LoopOptions options = LoopOptions.DEFAULT.withBackend(Backend.NIO).withLimits(LoopLimits.NONE.withInboxMax(1));
        try (EventLoop full = EventLoop.open(options)) {
            List<LoopPromise<Integer>> promises = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                LoopPromise<Integer> each = full.createFuture();
                each.thenAccept(seen::add);
                promises.add(each);
            }
            CompletableFuture<Integer> elsewhere = new CompletableFuture<>();
            full.callSoon(() -> {
                Thread completing = Thread.ofPlatform().start(() -> {
                    promises.forEach(each -> each.complete(1));
                    elsewhere.complete(2);
                });
                completing.join();
            });
            assertEquals(2, full.runUntilComplete(elsewhere));
            full.stop();
            full.runForever();
            assertEquals(List.of(1, 1, 1, 1, 1), seen);
        }
    }
}
