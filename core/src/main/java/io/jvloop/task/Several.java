// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

import io.jvloop.EventLoop;
import io.jvloop.Handle;
import io.jvloop.LoopFuture;
import io.jvloop.LoopPromise;
import io.jvloop.LoopProvider;
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
        FIRST_FAILED,
        FIRST_FAILED_OR_CANCELLED
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
        futures.forEach(Several::lookAt);
        CompletableFuture<?> failed;
        boolean asked = false;
        while (true) {
            Countdown countdown = new Countdown(task, futures, Until.FIRST_FAILED_OR_CANCELLED);
            try {
                countdown.await();
                failed = countdown.firstFailed;
                break;
            } catch (CancellationException request) {
                boolean circle = waitsInACircle(task, futures);
                if (!cancelAll(task, futures) || circle) {
                    throw request; // there is nothing that would end because of it, or end first
                }
                asked = true; // and is thrown when they have ended
            }
        }
        if (failed != null) {
            Waits.outcome(failed);
        }
        if (asked) {
            throw new CancellationException();
        }
        List<T> values = new ArrayList<>();
        for (CompletableFuture<? extends T> future : futures) {
            values.add(Waits.outcome(future));
        }
        return values;
    }

    /** What fails behind the first failure is not reported either, as with asyncio's. */
    static void lookAt(CompletableFuture<?> future) {
        if (future instanceof Task<?> task) {
            task.lookedAt();
        }
    }

    private static boolean waitsInACircle(Task<?> task, Collection<?> futures) {
        task.setWaitingFor(futures);
        try {
            return !Circle.through(task).isEmpty();
        } finally {
            task.setWaitingFor(null);
        }
    }

    /** Whether any of them will end because of it. */
    private static boolean cancelAll(Task<?> waiter, List<? extends CompletableFuture<?>> futures) {
        boolean any = false;
        for (CompletableFuture<?> future : futures) {
            if (future != waiter && !future.isDone()) { // who waits for itself has the request already
                any |= future.cancel(true);
            }
        }
        return any;
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

    /** Runs this on the loop when the future is done. Taking that back leaves the future alone. */
    static Runnable whenDone(EventLoop loop, CompletableFuture<?> future, Runnable told) {
        if (future instanceof LoopFuture<?> ours) {
            // no stage: that would have looked at the outcome, and taking the last one back cancels the future
            Handle handle = ours.addDoneCallback(ours.loop() == loop ? told::run : () -> dispatch(loop, told));
            return handle::cancel;
        }
        // a stage that is cancelled stays with its future until that is done; what anyOf leaves there goes with the
        // other one
        CompletableFuture<Void> takenBack = new CompletableFuture<>();
        var _ = CompletableFuture.anyOf(future, takenBack).whenComplete((_, _) -> {
            if (!takenBack.isDone()) {
                dispatch(loop, told);
            }
        });
        return () -> takenBack.complete(null);
    }

    /** Whatever the limit of the inbox: who waits must not miss it. */
    private static void dispatch(EventLoop loop, Runnable told) {
        LoopProvider.provider().dispatch(loop, told);
    }

    /** Counts futures as they are done, until it is enough. */
    private static final class Countdown {
        private final Task<?> task;
        private final Collection<? extends CompletableFuture<?>> futures;
        private final Until until;
        private final LoopPromise<Void> enough;
        private final List<Runnable> takeBacks = new ArrayList<>();
        private @Nullable CompletableFuture<?> firstFailed;
        private int left;

        Countdown(Task<?> task, Collection<? extends CompletableFuture<?>> futures, Until until) {
            this.task = task;
            this.futures = futures;
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
                    takeBacks.add(whenDone(task.loop(), future, () -> done(future)));
                }
            }
        }

        private void done(CompletableFuture<?> future) {
            left--;
            boolean failed = future.isCompletedExceptionally();
            if (failed && firstFailed == null) {
                firstFailed = future;
            }
            boolean thatWasIt = switch (until) {
                case ALL_DONE -> false;
                case FIRST_DONE -> true;
                case FIRST_FAILED -> failed && !future.isCancelled();
                case FIRST_FAILED_OR_CANCELLED -> failed;
            };
            if (left == 0 || thatWasIt) {
                enough();
            }
        }

        void enough() {
            enough.complete(null);
        }

        void await() {
            try {
                Waits.untilDone(task, enough, futures);
            } finally {
                takeBacks.forEach(Runnable::run);
            }
        }
    }

    static <T> Iterable<CompletableFuture<T>> asCompleted(Task<?> task, Set<? extends CompletionStage<T>> stages) {
        Completed<T> completed = new Completed<>(task, stages);
        return completed::iterator;
    }

    /** Futures in the order in which they are done. */
    private static final class Completed<T> implements Iterator<CompletableFuture<T>> {
        private final Task<?> task;
        private final ArrayDeque<CompletableFuture<T>> done = new ArrayDeque<>();
        private final Set<? extends CompletionStage<T>> stages;
        private @Nullable LoopPromise<Void> next;
        private boolean begun;
        private int left;

        Completed(Task<?> task, Set<? extends CompletionStage<T>> stages) {
            this.task = task;
            this.stages = stages;
            this.left = stages.size();
            for (CompletionStage<T> stage : stages) {
                CompletableFuture<T> future = stage.toCompletableFuture();
                if (future.isDone()) {
                    done.add(future);
                } else {
                    whenDone(task.loop(), future, () -> add(future));
                }
            }
        }

        Iterator<CompletableFuture<T>> iterator() {
            if (begun) {
                throw new IllegalStateException("asCompleted() gives each future once: iterate over it once");
            }
            begun = true;
            return this;
        }

        private void add(CompletableFuture<T> future) {
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
                LoopPromise<Void> added = task.loop().createFuture();
                next = added;
                Waits.untilDone(Waits.taskFor("next()"), added, stages);
            }
            left--;
            return done.remove();
        }
    }
}
