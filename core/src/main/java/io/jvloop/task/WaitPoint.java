// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

import io.jvloop.EventLoop;
import io.jvloop.carry.Parking;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A place where a task waits for what a callback brings, one task at a time: what streams are made of. Most code is better
 * off with a future; this is for what is waited for again and again, and allocates nothing.
 *
 * <p>Thread: the loop's.
 */
public final class WaitPoint {
    private final TaskHost host;
    private final Parking parking;
    private final Object what;
    private @Nullable Task<?> waiter;

    /**
     * On this loop.
     *
     * @param what what is waited for here, for those who look at the task ({@link Task#waitingFor})
     */
    public WaitPoint(EventLoop loop, Object what) {
        this.host = TaskHost.of(loop);
        this.parking = host.threads().newParking();
        this.what = what;
    }

    /** Whether the caller is a task of this loop, and may wait. */
    public boolean mayWait() {
        return host.caller() != null;
    }

    /**
     * The loop of the task that calls.
     *
     * @param call what the user called, for messages
     * @throws IllegalStateException when the caller is not a task; says what to do instead
     */
    public static EventLoop loopOfTask(String call) {
        return Waits.taskFor(call).loop();
    }

    /** Who waits here. */
    public @Nullable Task<?> waiter() {
        return waiter;
    }

    /**
     * Waits until this holds; it is looked at each time that somebody calls {@link #wake}. A request to cancel the task that
     * comes when it holds already is left for the next wait.
     *
     * @param call what the user called, for messages
     * @throws CancellationException when the task is asked to end while it waits
     * @throws IllegalStateException when the caller is not a task, or another one waits here
     */
    public void await(String call, BooleanSupplier over) {
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
            while (!over.getAsBoolean()) {
                parking.park();
            }
        } catch (InterruptedException request) {
            if (!over.getAsBoolean()) {
                throw new CancellationException();
            }
            Thread.currentThread().interrupt();
        } finally {
            task.setWaitingFor(null);
            waiter = null;
        }
    }

    /** To be called by a task that found what it wanted without waiting: once in a while lets others have their turn. */
    public void pass() {
        if (host.caller() != null) {
            parking.pass();
        }
    }

    /**
     * Has the task that waits look again. On the loop's bare thread it runs now, inside this call, until it waits for something
     * else; from a task, in its turn.
     */
    public void wake() {
        if (waiter != null) {
            parking.wake();
        }
    }
}
