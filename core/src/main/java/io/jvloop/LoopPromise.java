// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A future whose owner completes it: what {@link EventLoop#createFuture} gives (asyncio's {@code create_future}).
 *
 * <p>Hand {@link #future} to those who shall wait but not complete it. Whoever cancels that, cancels the promise: see
 * {@link #onCancel}. Closing the loop cancels every promise that is still waiting.
 *
 * <p>Thread: any.
 *
 * @param <T> the result's type
 */
public final class LoopPromise<T> extends LoopFuture<T> {
    private @Nullable View<T> view;
    private @Nullable Cancellation onCancel;
    private @Nullable Runnable onDone;
    private boolean cancelAsked;

    LoopPromise(EventLoop loop) {
        super(loop);
    }

    /**
     * For loops: a promise of this loop.
     *
     * @param onDone called once when it has an outcome, on whichever thread gave it
     */
    public static <T> LoopPromise<T> of(EventLoop loop, Runnable onDone) {
        LoopPromise<T> promise = new LoopPromise<>(loop);
        promise.onDone = onDone;
        return promise;
    }

    /** Stops the work behind a promise. */
    @FunctionalInterface
    public interface Cancellation {
        /**
         * Stops it. Runs on the loop.
         *
         * @param mayInterruptIfRunning what {@link LoopFuture#cancel} was called with
         */
        void cancel(boolean mayInterruptIfRunning);
    }

    /**
     * Sets what stops the work behind it: runs on the loop when the promise, or its {@link #future}, is cancelled or timed
     * out, once; at once if it is cancelled already. Replaces what was set before.
     */
    public void onCancel(Cancellation cancellation) {
        boolean already;
        synchronized (this) {
            onCancel = cancellation;
            already = cancelAsked || isCancelled();
        }
        if (already) {
            cancelWork(false);
        }
    }

    /** Completes it with a value. Ignored, with the result false, when it has an outcome already. */
    @Override
    public boolean complete(@Nullable T value) {
        return settle(value);
    }

    /** Completes it with a failure. Ignored, with the result false, when it has an outcome already. */
    @Override
    public boolean completeExceptionally(Throwable failure) {
        return settleExceptionally(failure);
    }

    /** Completes it with what the supplier gives, or throws, on the loop. */
    @Override
    public LoopPromise<T> completeAsync(Supplier<? extends T> supplier) {
        return completeAsync(supplier, defaultExecutor());
    }

    /** Completes it with what the supplier gives, or throws, on the executor. */
    @Override
    public LoopPromise<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        Objects.requireNonNull(supplier);
        executor.execute(() -> {
            if (!isDone()) {
                try {
                    complete(supplier.get());
                } catch (Throwable failure) {
                    completeExceptionally(failure);
                }
            }
        });
        return this;
    }

    /** The same outcome for those who wait: cancelling it cancels this, completing it is refused. Always the same one. */
    public LoopFuture<T> future() {
        View<T> made;
        synchronized (this) {
            if (view != null) {
                return view;
            }
            made = new View<>(this);
            view = made;
        }
        if (isDone()) {
            mirror(made);
        }
        return made;
    }

    private void mirror(View<T> to) {
        switch (state()) {
            case SUCCESS -> to.succeeded(resultNow());
            case FAILED -> to.failed(exceptionNow());
            case CANCELLED -> to.cancelled();
            case RUNNING -> throw new AssertionError("mirrored before there is an outcome");
        }
    }

    @Override
    protected boolean settle(@Nullable T value) {
        return super.settle(value) && settled();
    }

    @Override
    protected boolean settleExceptionally(Throwable failure) {
        return super.settleExceptionally(failure) && settled();
    }

    private boolean settled() {
        View<T> mirrored;
        synchronized (this) {
            mirrored = view;
        }
        if (mirrored != null) {
            mirror(mirrored);
        }
        Runnable done = onDone;
        if (done != null) {
            done.run();
        }
        return true;
    }

    @Override
    protected void cancelWork(boolean mayInterrupt) {
        Cancellation cancellation;
        synchronized (this) {
            cancelAsked = true;
            cancellation = onCancel;
            onCancel = null;
        }
        if (cancellation != null) {
            onLoop(() -> cancellation.cancel(mayInterrupt));
        }
    }

    /**
     * The promise alone decides: who cancels the view, or gives it up after a time, cancels the promise, and only if that was
     * in time is it the view's outcome. So a promise that has taken a value has handed it over, and nothing of it leaks.
     */
    static final class View<T> extends LoopFuture<T> {
        private final LoopPromise<T> promise;

        /** What is to be seen here of a promise that is cancelled, if not that. */
        private volatile @Nullable Runnable instead;

        View(LoopPromise<T> promise) {
            super(promise.loop());
            this.promise = promise;
        }

        private void succeeded(@Nullable T value) {
            super.settle(value);
        }

        private void failed(Throwable failure) {
            super.settleExceptionally(failure);
        }

        private void cancelled() {
            Runnable outcome = instead;
            if (outcome == null) {
                failed(new CancellationException());
            } else {
                outcome.run();
            }
        }

        @Override
        protected boolean settle(@Nullable T value) {
            return settleBy(() -> succeeded(value));
        }

        @Override
        protected boolean settleExceptionally(Throwable failure) {
            return settleBy(() -> failed(failure));
        }

        private boolean settleBy(Runnable outcome) {
            instead = outcome;
            boolean inTime = promise.settleExceptionally(new CancellationException());
            if (!inTime) {
                promise.mirror(this); // whoever was quicker may be about to: what was refused is done by now
            }
            return inTime;
        }

        @Override
        protected void cancelWork(boolean mayInterrupt) {
            promise.cancelWork(mayInterrupt);
        }
    }
}
