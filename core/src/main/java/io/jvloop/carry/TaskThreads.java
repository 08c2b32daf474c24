// SPDX-License-Identifier: Apache-2.0
package io.jvloop.carry;

import io.jvloop.loop.Scheduler;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How the tasks of one loop get to run: one at a time, and never while the loop does something else.
 *
 * <p>Thread: the loop's own, except where a method says otherwise. A task is on the loop's thread while it runs.
 */
public sealed interface TaskThreads permits CarriedThreads, LentThreads {
    /** The best that this JVM lets this loop have. */
    static TaskThreads of(Scheduler scheduler) {
        CarriedThreads carried = CarriedThreads.of(scheduler);
        return carried != null ? carried : new LentThreads(scheduler);
    }

    /** Whether this JVM was opened for carrying them. Sets up what the JDK needs for it, once. */
    static boolean canCarry() {
        return CarriedThreads.isPossible();
    }

    /** The way that works in every JVM. */
    static TaskThreads lent(Scheduler scheduler) {
        return new LentThreads(scheduler);
    }

    /**
     * Carried ones, that tell of each step that another thread than the loop's hands in.
     *
     * @param outsider is told on that other thread; {@link #isStepOf} says whose step it is
     * @throws IllegalStateException when this JVM was not opened
     */
    static TaskThreads watched(Scheduler scheduler, Consumer<Runnable> outsider) {
        CarriedThreads carried = CarriedThreads.of(scheduler);
        if (carried == null) {
            throw new IllegalStateException("the loop cannot carry tasks: start the JVM with " + LentThreads.FLAG);
        }
        carried.onOutsider(outsider::accept);
        return carried;
    }

    /** Whether the loop is lent to them, rather than its own thread carrying them. */
    boolean areLent();

    /** Is told of a thread that held up the loop until it was taken from it. */
    @FunctionalInterface
    interface HeldUp {
        /** On the loop's thread. */
        void heldUp(Thread thread, IllegalStateException failure);
    }

    /** Sets who is told. */
    default void onHeldUp(HeldUp listener) {}

    /** A thread with this name that will run this body, with the scoped values of the caller. Thread: any. */
    Thread newThread(String name, Runnable body);

    /** Has a new thread run in its turn. Thread: any. */
    void start(Thread thread);

    /** Has a new thread run now, until it waits for the first time. */
    void startNow(Thread thread);

    /** Interrupts a thread. One that waits at its {@link Parking} learns of it in its turn. Thread: any. */
    void interrupt(Thread thread);

    /** A place for the calling task to wait at. Thread: a task's. */
    Parking newParking();

    /**
     * To be called where there was nothing to wait for: once in a while lets everything else that is ready run, so that a
     * task whose waits are always over already does not keep the loop for itself. Thread: the loop's; nothing happens on its
     * bare one.
     *
     * @return whether it has; a request to cancel the task is left alone
     */
    boolean pass();

    /** Calls what may park the calling task in a way of the JDK's; the loop goes on meanwhile. Thread: a task's. */
    <T> T waiting(Callable<T> call) throws Exception;

    /** Lets everything else that is ready run first. Thread: a task's. */
    void yieldNow();

    /**
     * Has the running thread remembered by this, until another one runs: one that waits here finds it again, one that waits
     * in a way of the JDK's does not. Not where the loop is lent.
     */
    void attach(@Nullable Object what);

    /** What was attached last: by the thread that runs, or by one that ran before it. Thread: any. */
    @Nullable
    Object attached();

    /** Whether it is this thread that runs on the loop at this moment. Thread: any. */
    boolean isRunning(Thread thread);

    /** Whether this is a step of that thread. Thread: any. */
    boolean isStepOf(Thread thread, Runnable step);

    /** For libraries: their threads. Carried by the loop if they can be, else ordinary virtual threads. */
    ThreadFactory factory();
}
