// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import io.jvloop.Callback;
import io.jvloop.EventLoop;
import io.jvloop.LoopPromise;
import io.jvloop.LoopProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One view of a loop as the JDK's kind of executor. Keeps the contract of {@link ScheduledExecutorService} with the
 * policies of {@link java.util.concurrent.ScheduledThreadPoolExecutor}: after a shutdown delayed tasks still run, periodic
 * ones do not. It has terminated when nothing of it runs any more, which is later than its futures are done if they were
 * cancelled. What is handed back by {@link #shutdownNow} is left pending if somebody has its future and may run it by hand; a
 * periodic one is cancelled.
 *
 * <p>An interrupt, of {@code cancel(true)} or {@code shutdownNow}, reaches the task that it is for and nothing that the loop
 * does after it.
 *
 * <p>Thread: any; what waits parks a task of the loop, and is refused on the loop's bare thread.
 */
public final class LoopExecutor extends AbstractExecutorService implements ScheduledExecutorService {
    private final EventLoop loop;
    private final Scheduler scheduler;
    private final BriefLock lock = new BriefLock();

    /** Done when this view has terminated. Whoever waits for that waits here, and not for the lock. */
    private final CompletableFuture<@Nullable Void> terminated = new CompletableFuture<>();

    /** Tasks that are waiting or running. Guarded by the lock. */
    private final Set<LoopTask<?>> tasks = new LinkedHashSet<>();

    private volatile boolean shutDown;

    /** A view of this loop. */
    public LoopExecutor(EventLoop loop, Scheduler scheduler) {
        this.loop = loop;
        this.scheduler = scheduler;
    }

    // ---- tasks

    @Override
    public void execute(Runnable command) {
        Objects.requireNonNull(command);
        // true for what submit() has just made; a future that a user hands in is a command like any other
        boolean own = command instanceof LoopTask<?> task && task.executor() == this && task.isNew();
        accept(own ? (LoopTask<?>) command : LoopTask.execution(this, command));
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Runnable runnable, T value) {
        return newTaskFor(Executors.callable(runnable, value));
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> callable) {
        return LoopTask.once(this, callable, scheduler.clock().nanoTime());
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return schedule(Executors.callable(command), delay, unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        Objects.requireNonNull(callable);
        LoopTask<V> task = LoopTask.once(this, callable, due(delay, unit));
        acceptLater(task);
        return task;
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        return periodic(command, initialDelay, period, unit, 1);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return periodic(command, initialDelay, delay, unit, -1);
    }

    private ScheduledFuture<?> periodic(Runnable command, long initialDelay, long period, TimeUnit unit, int sign) {
        Objects.requireNonNull(command);
        if (period <= 0) {
            throw new IllegalArgumentException("period " + period + ": expected more than 0");
        }
        LoopTask<?> task =
                LoopTask.periodic(this, command, due(initialDelay, unit), sign * Math.max(1, unit.toNanos(period)));
        acceptLater(task);
        return task;
    }

    private long due(long delay, TimeUnit unit) {
        return Durations.after(scheduler.clock().nanoTime(), Math.max(0, unit.toNanos(delay)));
    }

    private void accept(LoopTask<?> task) {
        add(task);
        try {
            if (scheduler.ownership().isOwner()) {
                scheduler.callSoon(task.step());
            } else {
                scheduler.callSoonThreadsafe(task.step());
            }
        } catch (IllegalStateException closedOrFull) { // closed, or, on the loop's thread, as many as readyMax ready
            remove(task);
            throw new RejectedExecutionException(closedOrFull);
        } catch (RejectedExecutionException inboxFull) {
            remove(task);
            throw inboxFull;
        }
    }

    private void acceptLater(LoopTask<?> task) {
        add(task);
        try {
            onLoop(task.arming());
        } catch (IllegalStateException loopIsClosed) {
            remove(task);
            throw new RejectedExecutionException(loopIsClosed);
        } catch (RejectedExecutionException inboxFull) {
            remove(task);
            throw inboxFull;
        }
    }

    private void add(LoopTask<?> task) {
        lock.lock();
        try {
            if (shutDown) {
                throw new RejectedExecutionException("this view of the loop was shut down");
            }
            tasks.add(task);
            task.accepted();
        } finally {
            lock.unlock();
        }
    }

    /** Called when a task has ended, in whichever way; perhaps more than once. */
    void remove(LoopTask<?> task) {
        lock.lock();
        try {
            tasks.remove(task);
            signalIfTerminated();
        } finally {
            lock.unlock();
        }
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /** Runs the work on the loop: at once when this is the loop's thread. */
    void onLoop(Callback work) {
        if (scheduler.ownership().isOwner()) {
            try {
                work.run();
            } catch (RuntimeException refused) {
                throw refused;
            } catch (Exception bug) {
                throw new AssertionError(bug);
            }
        } else {
            scheduler.callSoonThreadsafe(work);
        }
    }

    /**
     * Calls what waits for a task of this executor: parks the calling task of the loop.
     *
     * @throws X what the call throws, whatever that is: callers say which
     * @throws IllegalStateException on the loop's bare thread, where it would wait for ever
     */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // exceptions pass through as they are
    <T, X extends Exception> T waiting(Callable<T> wait) throws X {
        checkMayWait();
        try {
            return LoopProvider.provider().waiting(wait);
        } catch (Exception whatItThrows) {
            throw (X) whatItThrows;
        }
    }

    private void checkMayWait() {
        if (scheduler.ownership().isBareOwner()) {
            throw new IllegalStateException(
                    "waiting here would stop the loop that has to do the work: wait in a task or on"
                            + " another thread, or attach a stage to a LoopFuture");
        }
    }

    // ---- shutting the view down

    @Override
    public void shutdown() {
        List<LoopTask<?>> periodic;
        lock.lock();
        try {
            shutDown = true;
            // a periodic task that is running is cancelled when it has run: see LoopTask.again
            periodic = tasks.stream()
                    .filter(task -> task.isPeriodic() && task.isWaiting())
                    .toList();
            signalIfTerminated();
        } finally {
            lock.unlock();
        }
        periodic.forEach(task -> task.cancel(false));
    }

    @Override
    public List<Runnable> shutdownNow() {
        List<LoopTask<?>> all;
        lock.lock();
        try {
            shutDown = true;
            all = List.copyOf(tasks);
            signalIfTerminated();
        } finally {
            lock.unlock();
        }
        List<Runnable> never = new ArrayList<>();
        for (LoopTask<?> task : all) {
            if (task.withdraw()) {
                never.add(task.command());
            } else {
                task.interrupt(); // a periodic one does not run again: see LoopTask.again
            }
        }
        return never;
    }

    private void signalIfTerminated() {
        if (isShutdown() && tasks.isEmpty()) {
            terminated.complete(null);
        }
    }

    @Override
    public boolean isShutdown() {
        return shutDown || loop.isClosed();
    }

    @Override
    public boolean isTerminated() {
        lock.lock();
        try {
            return (shutDown || loop.isClosed()) && tasks.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasTasks() {
        lock.lock();
        try {
            return !tasks.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        Objects.requireNonNull(unit);
        if (isTerminated()) {
            return true;
        }
        return timeout > 0 ? waiting(() -> isTerminatedIn(timeout, unit)) : isTerminatedIn(timeout, unit);
    }

    private boolean isTerminatedIn(long timeout, TimeUnit unit) throws InterruptedException {
        LoopPromise<Void> closing = tellWhenClosed();
        try {
            if (isTerminated()) { // by now: a loop that was closed before that tells nobody
                return true;
            }
            terminated.get(timeout, unit);
            return true;
        } catch (TimeoutException late) {
            return isTerminated();
        } catch (ExecutionException bug) { // nobody fails it
            throw new AssertionError(bug);
        } finally {
            if (closing != null) {
                closing.complete(null);
            }
        }
    }

    /** Has whoever waits for the end of this view woken when the loop is closed, which ends it; null when it is closed already. */
    private @Nullable LoopPromise<Void> tellWhenClosed() {
        try {
            LoopPromise<Void> closing = loop.createFuture(); // closing the loop cancels it
            closing.onCancel(_ -> {
                lock.lock();
                try {
                    signalIfTerminated();
                } finally {
                    lock.unlock();
                }
            });
            return closing;
        } catch (IllegalStateException closedAlready) {
            return null;
        }
    }

    @Override
    public void close() {
        if (hasTasks()) {
            waiting(() -> {
                super.close();
                return this;
            });
        } else {
            super.close();
        }
    }

    // ---- what waits for several

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> calls) throws InterruptedException {
        return waiting(() -> super.invokeAll(calls));
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> calls, long timeout, TimeUnit unit)
            throws InterruptedException {
        return waiting(() -> super.invokeAll(calls, timeout, unit));
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> calls) throws InterruptedException, ExecutionException {
        return waiting(() -> super.invokeAny(calls));
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> calls, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return waiting(() -> super.invokeAny(calls, timeout, unit));
    }
}
