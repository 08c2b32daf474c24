// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A result that a loop will have: a {@link CompletableFuture} with the manners of asyncio's {@code Future}.
 *
 * <ul>
 *   <li>Stages ({@code thenApply}, {@code whenComplete}, ...) run on the loop, by dispatch and never inside the call that
 *       attaches or completes, in the order in which they were attached. With an executor of your own they run there.
 *       Once the loop is closed, what is attached to a complete future runs at once, on the thread that attaches.
 *   <li>{@link #cancel} cancels the work behind it. So does cancelling all stages that were attached to it.
 *   <li>{@link #orTimeout} counts on the loop's clock and cancels the work.
 *   <li>Only its owner completes it: {@link #complete} and its siblings throw. A future to complete yourself is a {@link
 *       LoopPromise}.
 *   <li>{@link #get()} and {@link #join} throw on the loop's own thread while there is no result, where they would wait
 *       for ever.
 * </ul>
 *
 * <p>Thread: any.
 *
 * @param <T> the result's type
 */
public class LoopFuture<T> extends LoopStages<T> {
    /** A task of the loop that waits in the JDK's way, as it had nobody before it. Thread: the loop's, that of others may see it late. */
    private @Nullable Thread first;

    /** What wakes that one in its turn, before others who wait. */
    private @Nullable Runnable firstTold;

    /** For jvloop's own kinds of futures. */
    protected LoopFuture(EventLoop loop) {
        super(loop);
    }

    LoopFuture(Gate<?> source) {
        super(source);
    }

    /** The loop that it belongs to. */
    public EventLoop loop() {
        return loop;
    }

    // ---- outcome, for the owner

    /** Completes it with a value; false if it was complete. */
    protected boolean settle(@Nullable T value) {
        return super.complete(value);
    }

    /** Completes it with a failure; false if it was complete. */
    protected boolean settleExceptionally(Throwable failure) {
        return super.completeExceptionally(failure);
    }

    /** Stops the work behind it, after it was cancelled or timed out. On any thread. */
    protected void cancelWork(boolean mayInterrupt) {
        cancelSource(mayInterrupt);
    }

    // ---- cancelling and waiting

    /**
     * Cancels it and the work behind it: {@link CancellationException} is its outcome from now on, and its stages are
     * told. Ignored when it is complete.
     *
     * @param mayInterruptIfRunning matters to work on other threads only: {@link EventLoop#runInExecutor}
     * @return whether it is cancelled now
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (settleExceptionally(new CancellationException())) {
            cancelWork(mayInterruptIfRunning);
        }
        return isCancelled();
    }

    /** Fails it with {@link TimeoutException}, and cancels the work behind it, if there is no outcome in time. */
    @Override
    public LoopFuture<T> orTimeout(long timeout, TimeUnit unit) {
        String message = "no result after " + timeout + " " + unit.toString().toLowerCase(Locale.ROOT);
        expireAfter(timeout, unit, () -> settleExceptionally(new TimeoutException(message)));
        return this;
    }

    /** Completes it with this value, and cancels the work behind it, if there is no outcome in time. */
    @Override
    public LoopFuture<T> completeOnTimeout(T value, long timeout, TimeUnit unit) {
        expireAfter(timeout, unit, () -> settle(value));
        return this;
    }

    private void expireAfter(long timeout, TimeUnit unit, BooleanSupplier expire) {
        Duration delay = duration(timeout, unit);
        onLoop(() -> {
            if (isDone()) {
                return;
            }
            TimerHandle timer = loop.callLater(delay, () -> expired(expire));
            afterwards(timer::cancel);
        });
    }

    /** There was no outcome in time: this gives it one instead, unless there is one by then; and the work is cancelled. */
    protected void expired(BooleanSupplier instead) {
        if (instead.getAsBoolean()) {
            cancelWork(false);
        }
    }

    /** However long somebody wants to wait. */
    private static Duration duration(long timeout, TimeUnit unit) {
        return Duration.ofNanos(unit.toNanos(timeout));
    }

    /**
     * Calls this on the loop when there is an outcome, in its turn, as stages are (asyncio's {@code add_done_callback}). What
     * it throws goes to the exception handler.
     *
     * <p>Thread: any. One that another thread than the loop's takes back may be running at that moment.
     *
     * @return takes the callback back ({@code remove_done_callback}); unlike cancelling a stage, that cancels nothing
     */
    public Handle addDoneCallback(Callback callback) {
        return new DoneCallback<>(this, Objects.requireNonNull(callback));
    }

    /** Waits: parks the task it is called in, and throws on the loop's bare thread when it would have to. */
    @Override
    public T get() throws InterruptedException, ExecutionException {
        lookedAt();
        if (isDone()) {
            return super.get();
        }
        try {
            LoopProvider.Waiter waiter = waiter();
            if (waiter != null) {
                park(waiter);
            }
            return super.get();
        } finally {
            forgetFirst();
            if (!isDone()) { // the outcome that it may still have was seen by nobody
                lookedAway();
            }
        }
    }

    /** Where the caller has to wait; null for the JDK's way, which wakes the last one first: so it is for the first one only. */
    private LoopProvider.@Nullable Waiter waiter() {
        EventLoop by = waitedForBy();
        LoopProvider.Waiter lent = LoopProvider.provider().waiterIfLent(by);
        if (lent != null || by != loop) {
            return lent;
        }
        Thread mine = Thread.currentThread();
        if (first == null && !hasHadWaiters()) {
            first = mine;
            return null;
        }
        return new InTurn(mine);
    }

    /** Adds one that waits in its turn: behind the first. */
    private void addInTurn(Runnable told) {
        if (first != null && !hasHadWaiters()) {
            Runnable firstInTurn = this::wakeFirst;
            firstTold = firstInTurn;
            addWaiter(firstInTurn);
        }
        addWaiter(told);
    }

    private void wakeFirst() {
        LockSupport.unpark(first);
    }

    private void forgetFirst() {
        if (first == Thread.currentThread()) {
            first = null;
            if (firstTold != null) {
                removeWaiter(firstTold);
                firstTold = null;
            }
        }
    }

    /** Wakes a task that the loop carries in its turn, so that the code that completes the future is not interrupted. */
    private record InTurn(Thread thread) implements LoopProvider.Waiter {
        @Override
        public void park() throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.park();
        }

        @Override
        public void wake() {
            LockSupport.unpark(thread);
        }
    }

    /** As {@link #get()}, for this time at most; in a task, of the loop's time. */
    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return getInTime(timeout, unit);
        } finally {
            if (isDone()) { // if not, the outcome that it may still have was seen by nobody
                lookedAt();
            }
        }
    }

    private T getInTime(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        if (isDone()) {
            return super.get();
        }
        EventLoop by = waitedForBy();
        if (by == null) {
            return super.get(timeout, unit);
        }
        LoopProvider.Waiter lent = LoopProvider.provider().waiterIfLent(by);
        LoopProvider.Waiter waiter = lent == null ? new InTurn(Thread.currentThread()) : lent;
        boolean[] over = new boolean[1];
        TimerHandle timer = by.callLater(duration(timeout, unit), () -> {
            over[0] = true;
            waiter.wake();
        });
        Runnable told = waiter::wake;
        addInTurn(told);
        try {
            while (!isDone() && !over[0]) {
                waiter.park();
            }
        } finally {
            timer.cancel();
            removeWaiter(told);
        }
        return super.get(0, unit);
    }

    /** As {@link #get()}, with unchecked exceptions, and whatever interrupts. */
    @Override
    public T join() {
        lookedAt();
        boolean interrupted = false;
        try {
            while (!isDone()) {
                LoopProvider.Waiter waiter = waiter();
                if (waiter == null) {
                    break;
                }
                try {
                    park(waiter);
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return super.join();
        } finally {
            forgetFirst();
        }
    }

    private void park(LoopProvider.Waiter waiter) throws InterruptedException {
        Runnable told = waiter::wake;
        addInTurn(told);
        try {
            while (!isDone()) {
                waiter.park();
            }
        } finally {
            removeWaiter(told);
        }
    }

    @Override
    public Throwable exceptionNow() {
        lookedAt();
        return super.exceptionNow();
    }

    /** Somebody wants to know the outcome, or will be told. */
    @Override
    protected void lookedAt() {}

    /** One of those has given up before there was an outcome. */
    protected void lookedAway() {}

    @Override
    final boolean hasFirst() {
        return first != null;
    }

    /** The loop whose task calls; null for a thread of no loop's. Refuses the thread that waits for itself. */
    private @Nullable EventLoop waitedForBy() {
        if (LoopProvider.provider().isThreadOf(loop)) {
            throw new IllegalStateException(
                    "waiting here would stop the loop that has to complete this future: attach a"
                            + " stage (thenAccept, whenComplete, ...), wait in a task, or wait on another thread");
        }
        return Thread.currentThread().isVirtual() ? EventLoop.currentOrNull() : null;
    }

    // ---- refused

    private static UnsupportedOperationException notYours() {
        return new UnsupportedOperationException(
                "a LoopFuture is completed by the operation behind it; a future to complete yourself is a LoopPromise,"
                        + " from EventLoop.createFuture()");
    }

    /** Refused: see {@link LoopPromise}. */
    @Override
    public boolean complete(@Nullable T value) {
        throw notYours();
    }

    /** Refused: see {@link LoopPromise}. */
    @Override
    public boolean completeExceptionally(Throwable failure) {
        throw notYours();
    }

    /** Refused: see {@link LoopPromise}. */
    @Override
    public LoopFuture<T> completeAsync(Supplier<? extends T> supplier) {
        throw notYours();
    }

    /** Refused: see {@link LoopPromise}. */
    @Override
    public LoopFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        throw notYours();
    }

    /** Refused: an outcome never changes. */
    @Override
    public void obtrudeValue(T value) {
        throw notYours();
    }

    /** Refused: an outcome never changes. */
    @Override
    public void obtrudeException(Throwable failure) {
        throw notYours();
    }
}
