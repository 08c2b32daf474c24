// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

import io.jvloop.LoopFuture;
import io.jvloop.carry.Parking;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Code that runs on a loop, in a virtual thread of its own, and the future of its result (asyncio's {@code Task}).
 *
 * <p>Between two waits a task runs alone: nothing else of its loop does. The loop holds on to it until it is done. A failure
 * that nobody has looked at is reported to the exception handler, once, when the task is collected or the loop is closed; to
 * have waited without asking for the outcome ({@link Tasks#waitAll}) is not to have looked.
 *
 * <h2>Cancelling</h2>
 *
 * <p>{@link #cancel} asks: the task gets a {@link CancellationException} from the call of {@link Tasks} that it waits in, or
 * an {@link InterruptedException} from one of the JDK's; if it does not wait, from the next one that would. Both stand for
 * one and the same request, and so does what the JDK's sockets and channels throw when an interrupt closes them. It may clean
 * up, wait again while it does, and even go on; it is cancelled when one of them leaves its body. Those of sockets and channels
 * leave the thread interrupted, as the JDK says: a clean-up that waits clears that first ({@link Thread#interrupted}).
 *
 * <p>A request that comes when what it waits for is there already does not take that away: the next wait gets the request.
 *
 * <p>Requests are counted, as in asyncio, so that a time-out can tell its own from others': {@link #cancelling}, {@link
 * #uncancel}. {@link #orTimeout} and {@link #completeOnTimeout} are such requests: their outcome is there when the body has
 * ended because of it.
 *
 * <p>Thread: any, except where a method says otherwise.
 *
 * @param <T> the result's type
 */
public final class Task<T> extends LoopFuture<T> {
    /** So many of those that a task waits for are described. */
    private static final int DESCRIBED_MAX = 10;

    private static final VarHandle REQUESTS;
    private static final VarHandle LOOKERS;
    private static final VarHandle WAITING_FOR;

    static {
        try {
            REQUESTS = MethodHandles.lookup().findVarHandle(Task.class, "requests", int.class);
            LOOKERS = MethodHandles.lookup().findVarHandle(Task.class, "lookers", int.class);
            WAITING_FOR = MethodHandles.lookup().findVarHandle(Task.class, "waitingFor", Object.class);
        } catch (ReflectiveOperationException bug) {
            throw new LinkageError(bug.getMessage(), bug);
        }
    }

    private final TaskHost host;
    private final Callable<T> body;
    private final Thread thread;
    private volatile int requests;
    private @Nullable Parking parking;
    private volatile @Nullable Object waitingFor;

    /** How many want to know the outcome; and, for a failure before that, what will be reported. */
    private volatile int lookers;

    private volatile @Nullable Neglected neglected;

    /** What gives it the outcome of a time-out, once that has asked it to end. Of the loop. */
    private volatile @Nullable BooleanSupplier instead;

    /** Its neighbours among {@link AliveTasks}, which guards them. */
    @Nullable
    Task<?> before;

    @Nullable
    Task<?> after;

    @Nullable
    Task<?> sameSlot;

    Task(TaskHost host, String name, Callable<T> body) {
        super(host.loop());
        this.host = host;
        this.body = body;
        this.thread = host.threads().newThread(name, new Course());
    }

    /**
     * What its thread runs. Its frame lies in the heap for as long as the task waits, and so do all others: that is why there is
     * no call here between the thread and the body, and why everything else is done elsewhere.
     */
    private final class Course implements Runnable {
        @Override
        public void run() {
            if (!begins()) {
                return;
            }
            T value = null;
            Throwable failure = null;
            try {
                if (body instanceof NoResult part) {
                    part.body().run();
                } else {
                    value = body.call();
                }
            } catch (Throwable thrown) {
                failure = thrown;
            }
            ends(value, failure);
        }
    }

    /** False, and its end, when it was cancelled before. */
    private boolean begins() {
        host.started(this);
        if (requests > 0) {
            ends(null, new CancellationException());
            return false;
        }
        return true;
    }

    private void ends(@Nullable T value, @Nullable Throwable failure) {
        try {
            if (failure == null) {
                settle(value);
            } else if (Waits.isRequest(failure)) {
                cancelled();
            } else {
                fail(failure);
            }
        } finally {
            host.ended(this);
        }
    }

    private void cancelled() {
        BooleanSupplier outcome = instead;
        if (outcome == null || requests > 1) { // somebody else has asked as well
            settleExceptionally(new CancellationException());
        } else {
            var _ = outcome.getAsBoolean();
        }
    }

    /** Ends it with this, whatever its body is doing. */
    void fail(Throwable failure) {
        Neglected report = host.neglected(this, failure);
        neglected = report;
        if (lookers > 0) {
            report.forget();
        }
        settleExceptionally(failure);
    }

    /** Ends it as cancelled, whatever its body is doing: nobody shall wait for what its loop does not carry on with. */
    void giveUp() {
        settleExceptionally(new CancellationException());
    }

    @Override
    protected void lookedAt() {
        LOOKERS.getAndAdd(this, 1);
        Neglected report = neglected;
        if (report != null) {
            report.forget();
        }
    }

    @Override
    protected void lookedAway() {
        LOOKERS.getAndAdd(this, -1);
    }

    /** Its name: given, or made of a number. */
    public String name() {
        return thread.getName();
    }

    /** Its thread, for debuggers and dumps. */
    public Thread thread() {
        return thread;
    }

    /** Where it is: its stack, the innermost call first. Empty when it has not begun or is done. */
    public StackTraceElement[] stack() {
        return thread.getStackTrace();
    }

    /** What it waits for in a call of {@link Tasks}: a future, most of the time. */
    public @Nullable Object waitingFor() {
        return waitingFor;
    }

    /** Where it waits. Thread: its own. */
    Parking parking() {
        Parking known = parking;
        if (known == null) {
            known = host.threads().newParking();
            parking = known;
        }
        return known;
    }

    /** Found what it wanted without waiting. */
    boolean pass() {
        return host.threads().pass();
    }

    boolean isRunning() {
        return host.threads().isRunning(thread);
    }

    void setWaitingFor(@Nullable Object what) {
        WAITING_FOR.setRelease(this, what); // SAFETY: only for those who look
    }

    // ---- waiting

    /** A task that waited for itself would wait for ever. */
    void refuseItself() {
        if (Thread.currentThread() == thread && !isDone()) {
            throw new IllegalStateException("a task cannot wait for itself: " + name());
        }
    }

    /** From here on those who look see it wait for this. In debug mode a circle that this closes is reported. */
    void waitsFor(Object what) {
        setWaitingFor(what);
        if (host.isDebugging() && loop().inLoop()) {
            List<Task<?>> circle = Circle.through(this);
            if (!circle.isEmpty()) {
                host.circleClosed(this, circle);
            }
        }
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        Task<?> waiter = waiter();
        try {
            return super.get();
        } finally {
            setNotWaiting(waiter);
        }
    }

    /** As {@link #get()}, by somebody who says itself what it waits for. */
    void awaitQuietly() throws InterruptedException, ExecutionException {
        var _ = super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        Task<?> waiter = waiter();
        try {
            return super.get(timeout, unit);
        } finally {
            setNotWaiting(waiter);
        }
    }

    @Override
    public T join() {
        Task<?> waiter = waiter();
        try {
            return super.join();
        } finally {
            setNotWaiting(waiter);
        }
    }

    /** The task that calls, if it will have to wait: seen to do that from here on. */
    private @Nullable Task<?> waiter() {
        if (isDone()) {
            return null;
        }
        refuseItself();
        Task<?> waiter = TaskHost.current();
        if (waiter != null) {
            waiter.waitsFor(this);
        }
        return waiter;
    }

    private static void setNotWaiting(@Nullable Task<?> waiter) {
        if (waiter != null) {
            waiter.setWaitingFor(null);
        }
    }

    // ---- cancelling

    /**
     * Asks the task to end: see the class.
     *
     * @param mayInterruptIfRunning is not looked at
     * @return whether it was not done already
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (isDone()) {
            return false;
        }
        cancelWork(mayInterruptIfRunning);
        return true;
    }

    /**
     * Its body is asked to end, and when it has, that is the outcome; one that ends in another way, or because somebody else has asked
     * it to as well, has an outcome of its own. Of several limits the first one counts.
     */
    @Override
    protected void expired(BooleanSupplier outcome) {
        if (!isDone() && instead == null) {
            instead = outcome;
            cancelWork(false);
        }
    }

    @Override
    protected void cancelWork(boolean mayInterrupt) {
        REQUESTS.getAndAdd(this, 1);
        host.threads().interrupt(thread);
    }

    /** How many times it has been asked to end, less {@link #uncancel}. */
    public int cancelling() {
        return requests;
    }

    /**
     * Takes one request back that was dealt with. At zero, one that has not reached the task yet never will.
     *
     * <p>Thread: the task's own.
     *
     * @return how many are left
     */
    public int uncancel() {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException("uncancel() is for the task itself: " + name());
        }
        int left = takeOneBack();
        if (left == 0) {
            instead = null;
            forgetAllBut(0);
        }
        return left;
    }

    /** A request that has not reached it yet never will, unless there are more than these, which have. Thread: its own. */
    void forgetAllBut(int delivered) {
        var _ = Thread.interrupted();
        if (requests > delivered) { // one came in between, from another thread
            thread.interrupt();
        }
    }

    private int takeOneBack() {
        int before;
        do {
            before = requests;
        } while (before > 0 && !REQUESTS.compareAndSet(this, before, before - 1));
        return Math.max(0, before - 1);
    }

    @Override
    public String toString() {
        String state =
                !isDone() ? "pending" : isCancelled() ? "cancelled" : isCompletedExceptionally() ? "failed" : "done";
        Object waits = waitingFor;
        return "Task[" + name() + ", " + state + (waits == null ? "" : ", waits for " + described(waits)) + "]";
    }

    /** Tasks by their names alone: they may wait for each other in a circle. */
    private static String described(Object what) {
        if (what instanceof Task<?> task) {
            return task.name();
        }
        if (!(what instanceof Collection<?> several)) {
            return what.toString();
        }
        Object[] all = several.toArray();
        String first =
                Arrays.stream(all).limit(DESCRIBED_MAX).map(Task::described).collect(Collectors.joining(", "));
        return all.length <= DESCRIBED_MAX ? first : first + " and " + (all.length - DESCRIBED_MAX) + " more";
    }
}
