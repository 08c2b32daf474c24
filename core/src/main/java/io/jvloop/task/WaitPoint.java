// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

import io.jvloop.EventLoop;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A place where a task waits for what a callback brings, one task at a time: what streams are made of. Most code is better
 * off with a future; this is for what is waited for again and again, and allocates nothing.
 *
 * <p>Thread: the loop's.
 */
public abstract class WaitPoint {
    private final TaskHost host;
    private final Object what;
    private @Nullable Task<?> waiter;

    /**
     * On this loop.
     *
     * @param what what is waited for here, for those who look at the task ({@link Task#waitingFor})
     */
    protected WaitPoint(EventLoop loop, Object what) {
        this.host = TaskHost.of(loop);
        this.what = what;
    }

    /** Whether there is nothing to wait for any more; looked at before waiting, and after each {@link #wake}. */
    protected abstract boolean isOver();

    /**
     * The loop of the task that calls.
     *
     * @param call what the user called, for messages
     * @throws IllegalStateException when the caller is not a task; says what to do instead
     */
    public static EventLoop loopOfTask(String call) {
        return Waits.taskFor(call).loop();
    }

    /** Whether a task calls, of whichever loop. */
    public static boolean isInTask() {
        return TaskHost.current() != null;
    }

    /** Whether this is how a request to cancel the task that calls has arrived, in one of our waits or of the JDK's. */
    public static boolean isRequest(Throwable thrown) {
        return Waits.isRequest(thrown);
    }

    /**
     * For those who have just let others have their turn without waiting for anything: a task that never really waits can be
     * cancelled there.
     *
     * @throws CancellationException when the calling task was asked to end
     */
    public static void throwIfAsked() {
        if (isInTask() && Thread.interrupted()) {
            throw new CancellationException();
        }
    }

    /** Who waits here. */
    public @Nullable Task<?> waiter() {
        return waiter;
    }

    /**
     * Waits until {@link #isOver}. A request to cancel the task that comes when it is over already is left for the next wait.
     *
     * @param call what the user called, for messages
     * @throws CancellationException when the task is asked to end while it waits
     * @throws IllegalStateException when the caller is not a task, or another one waits here
     */
    public void await(String call) {
        Task<?> task = host.caller();
        if (task == null || !task.loop().inLoop()) {
            task = Waits.taskFor(call); // says why not
        }
        if (waiter != null) {
            throw new IllegalStateException(call + " in " + task.name() + " while " + waiter.name() + " waits here");
        }
        waiter = task;
        task.setWaitingFor(what);
        try {
            while (!isOver()) {
                task.parking().park();
            }
        } catch (InterruptedException request) {
            if (!isOver()) {
                throw new CancellationException();
            }
            Thread.currentThread().interrupt();
        } finally {
            task.setWaitingFor(null);
            waiter = null;
        }
    }

    /**
     * Has the task that waits look again. On the loop's bare thread it runs now, inside this call, until it waits for something
     * else; from a task, in its turn.
     */
    public void wake() {
        Task<?> waiting = waiter;
        if (waiting != null) {
            waiting.parking().wake();
        }
    }
}
