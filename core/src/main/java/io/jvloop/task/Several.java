// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

import io.jvloop.LoopPromise;
import io.jvloop.TimerHandle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Waiting for several futures. Thread: a task's. */
final class Several {
    private Several() {}

    enum Until {
        ALL_DONE,
        FIRST_DONE,
        FIRST_FAILED
    }

    static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
        return cause == null ? failure : cause;
    }

    /** Null is a value as well. */
    @SuppressWarnings("NullAway")
    static <T> T known(@Nullable T value) {
        return value;
    }

    static <T> List<T> gather(Task<?> task, Collection<? extends CompletionStage<? extends T>> stages)
            throws Exception {
        List<CompletableFuture<? extends T>> futures = new ArrayList<>();
        for (CompletionStage<? extends T> stage : stages) {
            futures.add(stage.toCompletableFuture());
        }
        Countdown countdown = new Countdown(task, futures, Until.FIRST_FAILED);
        try {
            countdown.await();
        } catch (CancellationException request) {
            futures.forEach(future -> future.cancel(true));
            throw request;
        }
        for (CompletableFuture<?> future : futures) {
            if (future.isCompletedExceptionally()) {
                Waits.outcome(future);
            }
        }
        List<T> values = new ArrayList<>();
        for (CompletableFuture<? extends T> future : futures) {
            values.add(Waits.outcome(future));
        }
        return values;
    }

    static Waited wait(
            Task<?> task, Collection<? extends CompletionStage<?>> stages, Until until, @Nullable Duration limit) {
        Set<CompletionStage<?>> each = new LinkedHashSet<>(stages);
        List<CompletableFuture<?>> futures = new ArrayList<>();
        for (CompletionStage<?> stage : each) {
            futures.add(stage.toCompletableFuture());
        }
        Countdown countdown = new Countdown(task, futures, until);
        TimerHandle timer = limit == null ? null : task.loop().callLater(limit, countdown::enough);
        try {
            countdown.await();
        } finally {
            if (timer != null) {
                timer.cancel();
            }
        }
        List<CompletionStage<?>> done = new ArrayList<>();
        List<CompletionStage<?>> pending = new ArrayList<>();
        for (CompletionStage<?> stage : each) {
            (stage.toCompletableFuture().isDone() ? done : pending).add(stage);
        }
        return new Waited(done, pending);
    }

    /** Counts futures as they are done, until it is enough. */
    private static final class Countdown {
        private final Task<?> task;
        private final Until until;
        private final LoopPromise<Void> enough;
        private int left;

        Countdown(Task<?> task, Collection<? extends CompletableFuture<?>> futures, Until until) {
            this.task = task;
            this.until = until;
            this.enough = task.loop().createFuture();
            this.left = futures.size();
            if (left == 0) {
                enough();
            }
            for (CompletableFuture<?> future : futures) {
                if (future.isDone()) {
                    done(future);
                } else {
                    var _ = future.whenComplete((_, _) -> onLoop(future));
                }
            }
        }

        private void onLoop(CompletableFuture<?> future) {
            if (task.loop().inLoop()) {
                done(future);
            } else {
                task.loop().callSoonThreadsafe(() -> done(future));
            }
        }

        private void done(CompletableFuture<?> future) {
            left--;
            boolean failed = until == Until.FIRST_FAILED && future.isCompletedExceptionally();
            if (left == 0 || until == Until.FIRST_DONE || failed) {
                enough();
            }
        }

        void enough() {
            enough.complete(null);
        }

        void await() {
            Waits.untilDone(task, enough);
        }
    }

    static <T> Iterable<CompletableFuture<T>> asCompleted(Task<?> task, Set<? extends CompletionStage<T>> stages) {
        Completed<T> completed = new Completed<>(task, stages);
        return () -> completed;
    }

    /** Futures in the order in which they are done. */
    private static final class Completed<T> implements Iterator<CompletableFuture<T>> {
        private final Task<?> task;
        private final ArrayDeque<CompletableFuture<T>> done = new ArrayDeque<>();
        private @Nullable LoopPromise<Void> next;
        private int left;

        Completed(Task<?> task, Set<? extends CompletionStage<T>> stages) {
            this.task = task;
            this.left = stages.size();
            for (CompletionStage<T> stage : stages) {
                CompletableFuture<T> future = stage.toCompletableFuture();
                if (future.isDone()) {
                    done.add(future);
                } else {
                    var _ = future.whenComplete((_, _) -> add(future));
                }
            }
        }

        private void add(CompletableFuture<T> future) {
            if (!task.loop().inLoop()) {
                task.loop().callSoonThreadsafe(() -> add(future));
                return;
            }
            done.add(future);
            if (next != null) {
                next.complete(null);
            }
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public CompletableFuture<T> next() {
            if (left == 0) {
                throw new NoSuchElementException();
            }
            while (done.isEmpty()) {
                LoopPromise<Void> waiting = task.loop().createFuture();
                next = waiting;
                Waits.untilDone(Waits.taskFor("next()"), waiting);
            }
            left--;
            return done.remove();
        }
    }
}
