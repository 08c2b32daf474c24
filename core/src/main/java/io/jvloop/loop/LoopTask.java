// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import io.jvloop.Callback;
import io.jvloop.TimerHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A task of a {@link LoopExecutor}: one that runs soon, later, or again and again.
 *
 * <p>Thread: any, except for {@link #run}, which is the loop's.
 *
 * @param <V> its result
 */
final class LoopTask<V> extends FutureTask<V> implements RunnableScheduledFuture<V> {
    private final LoopExecutor executor;

    /** The command that a user handed to {@code execute}: nobody has its future, so its failure goes to the exception handler. */
    private final @Nullable Runnable plain;

    /** In nanoseconds: 0 for a task that runs once, positive for a fixed rate, negative for a fixed delay. */
    private final long period;

    private volatile long due;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.NEW);

    /** The timer that it waits for, if any. Thread: the loop's. */
    private @Nullable TimerHandle timer;

    /** The thread that runs the task: written before the phase becomes RUNNING, read after that. */
    private @Nullable Thread runner;

    /**
     * Whoever is first decides: the loop that begins with it, the shutdown that takes it back, or a cancel.
     *
     * <pre>
     * NEW --> WAITING --> RUNNING --> ENDED, or WAITING again      on the loop
     *            |           +-> INTERRUPTING -> INTERRUPTED       by a shutdown; left by the loop as RUNNING is
     *            +-> WITHDRAWN, ENDED                              by a shutdown, by a cancel
     * </pre>
     *
     * <p>A future that is done does not say that its task has ended: it may have been cancelled while the task runs.
     */
    private enum Phase {
        NEW,
        WAITING,
        RUNNING,
        INTERRUPTING,
        INTERRUPTED,
        ENDED,
        WITHDRAWN
    }

    private LoopTask(LoopExecutor executor, Callable<V> work, @Nullable Runnable plain, long due, long period) {
        super(work);
        this.executor = executor;
        this.plain = plain;
        this.due = due;
        this.period = period;
    }

    static LoopTask<?> execution(LoopExecutor executor, Runnable command) {
        return new LoopTask<>(executor, Executors.callable(command), command, 0, 0);
    }

    static <V> LoopTask<V> once(LoopExecutor executor, Callable<V> work, long due) {
        return new LoopTask<>(executor, work, null, due, 0);
    }

    static LoopTask<?> periodic(LoopExecutor executor, Runnable work, long due, long period) {
        return new LoopTask<>(executor, Executors.callable(work), null, due, period);
    }

    LoopExecutor executor() {
        return executor;
    }

    /** Whether the task was never handed to its executor. */
    boolean isNew() {
        return phase.get() == Phase.NEW;
    }

    /** Notes that the executor has taken the task. */
    void accepted() {
        phase.compareAndSet(Phase.NEW, Phase.WAITING);
    }

    /** What {@code shutdownNow} hands back for this task. */
    Runnable command() {
        return plain != null ? plain : this;
    }

    /** The callback that sets the task's timer. */
    Callback arming() {
        return new Step() {
            @Override
            public void run() {
                if (isWaiting()) {
                    timer = executor.scheduler().callAt(due, step());
                }
            }
        };
    }

    /** The callback that runs the task. */
    Callback step() {
        return new Step() {
            @Override
            public void run() throws Exception {
                timer = null;
                runStep();
            }
        };
    }

    private abstract class Step implements Callback, Droppable {
        @Override
        public void dropped() {
            if (phase.get() != Phase.WITHDRAWN) { // else it is whose it was handed back to
                cancel(false);
            }
        }

        @Override
        public String toString() {
            return "task of an executor view: " + (plain != null ? plain : LoopTask.this);
        }
    }

    private void runStep() throws Exception {
        runner = Thread.currentThread();
        if (!phase.compareAndSet(Phase.WAITING, Phase.RUNNING)) {
            return;
        }
        boolean goesOn = false;
        try {
            if (period == 0) {
                run();
            } else {
                goesOn = runAndReset();
                forgetInterrupt();
            }
        } finally {
            leave(goesOn ? Phase.WAITING : Phase.ENDED);
        }
        if (goesOn) {
            again();
        } else if (plain != null && state() == State.FAILED) {
            LoopTask.<Exception>rethrow(exceptionNow());
        }
    }

    private void again() {
        // whoever cancelled the task, or shut its executor down, while it ran has left the rest to this method
        if (isDone() || executor.isShutdown()) {
            cancel(false);
            removeUnlessRunning();
            return;
        }
        long now = executor.scheduler().clock().nanoTime();
        due = period > 0 ? Durations.after(due, period) : Durations.after(now, -period);
        timer = executor.scheduler().callAt(due, step());
    }

    /** Runs the task. An interrupt that was meant for it does not reach what this thread does next. */
    @Override
    public void run() {
        if (!isDone()) {
            super.run();
            forgetInterrupt();
        }
    }

    private void forgetInterrupt() {
        if (isCancelled()) {
            var _ = Thread.interrupted(); // the interrupt has come by now: FutureTask waits for it
        }
    }

    /** Leaves RUNNING: from here on nobody interrupts this thread for the task. */
    private void leave(Phase next) {
        while (!phase.compareAndSet(Phase.RUNNING, next)) {
            if (phase.compareAndSet(Phase.INTERRUPTED, next)) {
                var _ = Thread.interrupted();
                break;
            }
            Thread.onSpinWait(); // for as long as Thread.interrupt takes
        }
        if (next == Phase.ENDED) {
            executor.remove(this);
        }
    }

    /** Interrupts the task if it runs at this moment. Thread: any. */
    void interrupt() {
        if (phase.compareAndSet(Phase.RUNNING, Phase.INTERRUPTING)) {
            Thread running = runner;
            if (running != null) {
                running.interrupt();
            }
            phase.set(Phase.INTERRUPTED);
        }
    }

    /** Throws the failure as it is, so that it reaches the loop's exception handler. */
    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void rethrow(Throwable failure) throws X {
        throw (X) failure;
    }

    /** Whether the task waits to be run. */
    boolean isWaiting() {
        return phase.get() == Phase.WAITING && !isDone();
    }

    /**
     * Takes the task out of the loop; false when it has begun. A task whose future somebody has is not completed by that, as it
     * may still be run by hand.
     */
    boolean withdraw() {
        if (isDone() || !phase.compareAndSet(Phase.WAITING, Phase.WITHDRAWN)) {
            return false;
        }
        if (plain != null || period != 0) {
            cancel(false);
        } else {
            executor.remove(this);
            cancelTimer();
        }
        return true;
    }

    @Override
    protected void done() {
        if (isCancelled()) {
            cancelTimer();
        }
        removeUnlessRunning();
    }

    /** The executor has ended when its tasks have, and not when their futures are done. */
    private void removeUnlessRunning() {
        if (phase.compareAndSet(Phase.WAITING, Phase.ENDED) || phase.get() == Phase.WITHDRAWN) {
            executor.remove(this);
        }
    }

    private void cancelTimer() {
        if (executor.scheduler().ownership().isOwner()) {
            cancelTimerHere();
        } else {
            executor.scheduler().callSoonThreadsafeInternally(this::cancelTimerHere);
        }
    }

    private void cancelTimerHere() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    @Override
    public boolean isPeriodic() {
        return period != 0;
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(due - executor.scheduler().clock().nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        return other instanceof LoopTask<?> task && task.executor.scheduler() == executor.scheduler()
                ? Long.compare(due, task.due)
                : Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public V get() throws InterruptedException, ExecutionException {
        return isDone() ? super.get() : executor.waiting(super::get);
    }

    @Override
    public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        return isDone() || timeout <= 0 ? super.get(timeout, unit) : executor.waiting(() -> super.get(timeout, unit));
    }
}
