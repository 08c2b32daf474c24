// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the stages of a {@link LoopFuture} wait, and in which order they run: on the loop, first attached first.
 *
 * @param <T> the result's type
 */
abstract class LoopStages<T> extends CompletableFuture<T> {
    final EventLoop loop;

    /** Stages that wait for the outcome, in the order in which they were attached; null when there are none. */
    private @Nullable List<Gate<T>> gates;

    /** Those who are told inside the call that gives the outcome; null when there are none. */
    private @Nullable List<Runnable> waiters;

    /** What this is a stage of: cancelling the last stage of it cancels it. */
    private final @Nullable Gate<?> source;

    LoopStages(EventLoop loop) {
        this.loop = loop;
        this.source = null;
    }

    LoopStages(Gate<?> source) {
        this.loop = source.loop;
        this.source = source;
    }

    /**
     * A stage hangs on a gate of its own, a plain future that the loop opens in the order of attachment: a
     * CompletableFuture by itself runs its stages last in first out, on whichever thread completes it.
     */
    static final class Gate<T> extends CompletableFuture<T> {
        private final EventLoop loop;
        private @Nullable LoopStages<T> parent;

        /** What a composing stage waits for once the gate is open. */
        private @Nullable CompletionStage<?> inner;

        Gate(LoopStages<T> parent) {
            this.loop = parent.loop;
            this.parent = parent;
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new LoopFuture<>(this);
        }

        void open(@Nullable T value, @Nullable Throwable failure) {
            parent = null;
            if (failure == null) {
                complete(value);
            } else {
                completeExceptionally(failure);
            }
        }

        void stageCancelled(boolean mayInterrupt) {
            LoopStages<T> waitedFor = parent;
            CompletionStage<?> followed = inner;
            if (waitedFor != null) {
                waitedFor.stageCancelled(this, mayInterrupt);
            } else if (followed != null) {
                followed.toCompletableFuture().cancel(mayInterrupt);
            }
        }

        <U> CompletionStage<U> follow(CompletionStage<U> stage) {
            inner = stage;
            return stage;
        }
    }

    final void cancelSource(boolean mayInterrupt) {
        if (source != null) {
            source.stageCancelled(mayInterrupt);
        }
    }

    /** Somebody will be told the outcome. */
    protected abstract void lookedAt();

    private Gate<T> attach() {
        lookedAt();
        return attachWithoutLooking();
    }

    /** As for a stage, by somebody who is not told the outcome. */
    final Gate<T> attachWithoutLooking() {
        Gate<T> gate = new Gate<>(this);
        boolean first;
        synchronized (this) {
            first = gates == null;
            if (gates == null) {
                gates = new ArrayList<>(2);
            }
            gates.add(gate);
        }
        if (first) {
            var _ = super.whenComplete((value, failure) -> dispatch(() -> openGates(value, failure)));
        }
        return gate;
    }

    /** Runs this on the loop when there is an outcome, for nobody who waits for it: all stages are cancelled without it, too. */
    final void afterwards(Runnable work) {
        var _ = super.whenComplete((_, _) -> dispatch(work));
    }

    final synchronized void detach(Gate<T> gate) {
        if (gates != null) {
            gates.remove(gate); // an empty list stays: its hook is in place
        }
    }

    private void openGates(@Nullable T value, @Nullable Throwable failure) {
        List<Gate<T>> waiting;
        synchronized (this) {
            waiting = gates == null ? List.of() : gates;
            gates = null;
        }
        for (Gate<T> gate : waiting) {
            gate.open(value, failure);
        }
    }

    private void stageCancelled(Gate<T> gate, boolean mayInterrupt) {
        boolean last;
        synchronized (this) {
            // an empty list stays: its hook is in place
            last = gates != null && gates.remove(gate) && gates.isEmpty() && !isAwaited();
        }
        if (last) {
            cancel(mayInterrupt);
        }
    }

    /** Whether a task of the loop waits for the outcome. */
    private boolean isAwaited() {
        return hasFirst() || (waiters != null && !waiters.isEmpty());
    }

    /** Whether a task of the loop waits in the JDK's way. */
    abstract boolean hasFirst();

    /** Runs this inside the call that gives the outcome, on its thread; now if there is one. It must not throw. */
    final void addWaiter(Runnable waiter) {
        boolean first;
        synchronized (this) {
            first = waiters == null;
            if (waiters == null) {
                waiters = new ArrayList<>(1);
            }
            waiters.add(waiter);
        }
        if (first) {
            var _ = super.whenComplete((_, _) -> tellWaiters());
        }
    }

    /** Whether {@link #addWaiter} was called, while there is no outcome. What other threads do may be seen late. */
    final boolean hasHadWaiters() {
        return waiters != null;
    }

    private void tellWaiters() {
        List<Runnable> told;
        synchronized (this) {
            told = waiters == null ? List.of() : waiters;
            waiters = null;
        }
        told.forEach(Runnable::run);
    }

    final void removeWaiter(Runnable waiter) {
        synchronized (this) {
            if (waiters != null) {
                waiters.remove(waiter); // an empty list stays: its hook is in place
            }
        }
    }

    /** Runs this on the loop, in a turn of its own; here and now when the loop is closed. */
    private void dispatch(Runnable work) {
        LoopProvider.provider().dispatch(loop, work);
    }

    final void onLoop(Runnable work) {
        if (LoopProvider.provider().isThreadOf(loop)) {
            work.run();
        } else {
            dispatch(work);
        }
    }

    private <U> LoopFuture<U> stage(Function<Gate<T>, CompletableFuture<U>> attached) {
        Gate<T> gate = attach();
        try {
            return (LoopFuture<U>) attached.apply(gate);
        } catch (NullPointerException noFunction) {
            detach(gate); // or else it would count as somebody who waits
            throw noFunction;
        }
    }

    /** The loop. */
    @Override
    public Executor defaultExecutor() {
        return this::dispatch;
    }

    @Override
    public <U> LoopFuture<U> newIncompleteFuture() {
        return new LoopFuture<>(loop);
    }

    @Override
    public <U extends @Nullable Object> LoopFuture<U> thenApply(Function<? super T, ? extends U> function) {
        return stage(gate -> gate.thenApply(function));
    }

    @Override
    public <U extends @Nullable Object> LoopFuture<U> thenApplyAsync(Function<? super T, ? extends U> function) {
        return thenApply(function);
    }

    @Override
    public <U extends @Nullable Object> LoopFuture<U> thenApplyAsync(
            Function<? super T, ? extends U> function, Executor executor) {
        return stage(gate -> gate.thenApplyAsync(function, executor));
    }

    @Override
    public LoopFuture<Void> thenAccept(Consumer<? super T> action) {
        return stage(gate -> gate.thenAccept(action));
    }

    @Override
    public LoopFuture<Void> thenAcceptAsync(Consumer<? super T> action) {
        return thenAccept(action);
    }

    @Override
    public LoopFuture<Void> thenAcceptAsync(Consumer<? super T> action, Executor executor) {
        return stage(gate -> gate.thenAcceptAsync(action, executor));
    }

    @Override
    public LoopFuture<Void> thenRun(Runnable action) {
        return stage(gate -> gate.thenRun(action));
    }

    @Override
    public LoopFuture<Void> thenRunAsync(Runnable action) {
        return thenRun(action);
    }

    @Override
    public LoopFuture<Void> thenRunAsync(Runnable action, Executor executor) {
        return stage(gate -> gate.thenRunAsync(action, executor));
    }

    @Override
    public <U extends @Nullable Object> LoopFuture<U> handle(BiFunction<? super T, Throwable, ? extends U> function) {
        return stage(gate -> gate.handle(function));
    }

    @Override
    public <U extends @Nullable Object> LoopFuture<U> handleAsync(
            BiFunction<? super T, Throwable, ? extends U> function) {
        return handle(function);
    }

    @Override
    public <U extends @Nullable Object> LoopFuture<U> handleAsync(
            BiFunction<? super T, Throwable, ? extends U> function, Executor executor) {
        return stage(gate -> gate.handleAsync(function, executor));
    }

    @Override
    public LoopFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> action) {
        return stage(gate -> gate.whenComplete(action));
    }

    @Override
    public LoopFuture<T> whenCompleteAsync(BiConsumer<? super T, ? super Throwable> action) {
        return whenComplete(action);
    }

    @Override
    public LoopFuture<T> whenCompleteAsync(BiConsumer<? super T, ? super Throwable> action, Executor executor) {
        return stage(gate -> gate.whenCompleteAsync(action, executor));
    }

    @Override
    public LoopFuture<T> exceptionally(Function<Throwable, ? extends T> function) {
        return stage(gate -> gate.exceptionally(function));
    }

    @Override
    public <U extends @Nullable Object, V extends @Nullable Object> LoopFuture<V> thenCombine(
            CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> function) {
        return stage(gate -> gate.thenCombineAsync(other, function, defaultExecutor()));
    }

    @Override
    public <U extends @Nullable Object, V extends @Nullable Object> LoopFuture<V> thenCombineAsync(
            CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> function) {
        return thenCombine(other, function);
    }

    @Override
    public <U extends @Nullable Object, V extends @Nullable Object> LoopFuture<V> thenCombineAsync(
            CompletionStage<? extends U> other,
            BiFunction<? super T, ? super U, ? extends V> function,
            Executor executor) {
        return stage(gate -> gate.thenCombineAsync(other, function, executor));
    }

    @Override
    public <U extends @Nullable Object> LoopFuture<Void> thenAcceptBoth(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
        return stage(gate -> gate.thenAcceptBothAsync(other, action, defaultExecutor()));
    }

    @Override
    public <U extends @Nullable Object> LoopFuture<Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
        return thenAcceptBoth(other, action);
    }

    @Override
    public <U extends @Nullable Object> LoopFuture<Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action, Executor executor) {
        return stage(gate -> gate.thenAcceptBothAsync(other, action, executor));
    }

    @Override
    public LoopFuture<Void> runAfterBoth(CompletionStage<?> other, Runnable action) {
        return stage(gate -> gate.runAfterBothAsync(other, action, defaultExecutor()));
    }

    @Override
    public LoopFuture<Void> runAfterBothAsync(CompletionStage<?> other, Runnable action) {
        return runAfterBoth(other, action);
    }

    @Override
    public LoopFuture<Void> runAfterBothAsync(CompletionStage<?> other, Runnable action, Executor executor) {
        return stage(gate -> gate.runAfterBothAsync(other, action, executor));
    }

    @Override
    public <U extends @Nullable Object> LoopFuture<U> applyToEither(
            CompletionStage<? extends T> other, Function<? super T, U> function) {
        return stage(gate -> gate.applyToEitherAsync(other, function, defaultExecutor()));
    }

    @Override
    public <U extends @Nullable Object> LoopFuture<U> applyToEitherAsync(
            CompletionStage<? extends T> other, Function<? super T, U> function) {
        return applyToEither(other, function);
    }

    @Override
    public <U extends @Nullable Object> LoopFuture<U> applyToEitherAsync(
            CompletionStage<? extends T> other, Function<? super T, U> function, Executor executor) {
        return stage(gate -> gate.applyToEitherAsync(other, function, executor));
    }

    @Override
    public LoopFuture<Void> acceptEither(CompletionStage<? extends T> other, Consumer<? super T> action) {
        return stage(gate -> gate.acceptEitherAsync(other, action, defaultExecutor()));
    }

    @Override
    public LoopFuture<Void> acceptEitherAsync(CompletionStage<? extends T> other, Consumer<? super T> action) {
        return acceptEither(other, action);
    }

    @Override
    public LoopFuture<Void> acceptEitherAsync(
            CompletionStage<? extends T> other, Consumer<? super T> action, Executor executor) {
        return stage(gate -> gate.acceptEitherAsync(other, action, executor));
    }

    @Override
    public LoopFuture<Void> runAfterEither(CompletionStage<?> other, Runnable action) {
        return stage(gate -> gate.runAfterEitherAsync(other, action, defaultExecutor()));
    }

    @Override
    public LoopFuture<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action) {
        return runAfterEither(other, action);
    }

    @Override
    public LoopFuture<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action, Executor executor) {
        return stage(gate -> gate.runAfterEitherAsync(other, action, executor));
    }

    @Override
    public LoopFuture<T> exceptionallyAsync(Function<Throwable, ? extends T> function) {
        return exceptionally(function);
    }

    @Override
    public LoopFuture<T> exceptionallyAsync(Function<Throwable, ? extends T> function, Executor executor) {
        return stage(gate -> gate.exceptionallyAsync(function, executor));
    }

    @Override
    public <U extends @Nullable Object> LoopFuture<U> thenCompose(
            Function<? super T, ? extends CompletionStage<U>> function) {
        return stage(gate -> gate.thenCompose(value -> gate.follow(function.apply(value))));
    }

    @Override
    public <U extends @Nullable Object> LoopFuture<U> thenComposeAsync(
            Function<? super T, ? extends CompletionStage<U>> function) {
        return thenCompose(function);
    }

    @Override
    public <U extends @Nullable Object> LoopFuture<U> thenComposeAsync(
            Function<? super T, ? extends CompletionStage<U>> function, Executor executor) {
        return stage(gate -> gate.thenComposeAsync(value -> gate.follow(function.apply(value)), executor));
    }

    @Override
    public LoopFuture<T> exceptionallyCompose(Function<Throwable, ? extends CompletionStage<T>> function) {
        return stage(gate -> gate.exceptionallyCompose(failure -> gate.follow(function.apply(failure))));
    }

    @Override
    public LoopFuture<T> exceptionallyComposeAsync(Function<Throwable, ? extends CompletionStage<T>> function) {
        return exceptionallyCompose(function);
    }

    @Override
    public LoopFuture<T> exceptionallyComposeAsync(
            Function<Throwable, ? extends CompletionStage<T>> function, Executor executor) {
        return stage(gate -> gate.exceptionallyComposeAsync(failure -> gate.follow(function.apply(failure)), executor));
    }

    @Override
    public LoopFuture<T> copy() {
        return stage(Gate::copy);
    }

    @Override
    public CompletionStage<T> minimalCompletionStage() {
        return attach().minimalCompletionStage();
    }
}
