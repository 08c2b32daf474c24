// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.simulation;

import io.jvloop.engine.Engine;
import io.jvloop.task.Task;
import io.jvloop.task.Tasks;
import io.jvloop.testkit.rig.PassingIo;
import io.jvloop.testkit.sim.SimIo;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The kernel under a simulated program, which sees to it that nothing but the loop decides what happens: fails the run when
 * a task was woken by another thread, is about to wait for real time, or when nothing can happen any more.
 *
 * <p>Thread: the loop's, except where a method says otherwise.
 */
final class Watch extends PassingIo {
    /** So often a program waits; after that it is taken for one that does not end. */
    private static final int POLLS_MAX = 2_000_000;

    private final SimIo io;
    private final AtomicBoolean intruded = new AtomicBoolean();
    private final AtomicReference<@Nullable AssertionError> intrusion = new AtomicReference<>();
    private @Nullable Engine loop;
    private int polls;
    private volatile boolean stopped;

    Watch(SimIo io) {
        super(io);
        this.io = io;
    }

    void over(Engine watched) {
        loop = watched;
    }

    /** The program has ended. From now on the loop is only being closed. */
    void stop() {
        stopped = true;
        throwIfIntruded();
    }

    /** What another thread has done counts from when it began, though it takes that thread a while to say what it was. */
    private void throwIfIntruded() {
        if (intruded.get()) {
            AssertionError found = intrusion.get();
            while (found == null) {
                Thread.onSpinWait();
                found = intrusion.get();
            }
            throw found;
        }
    }

    private Engine loop() {
        return Objects.requireNonNull(loop);
    }

    /** A step of a task, of which another thread than the loop's says that it may go on. Thread: that one. */
    void handedInByAnother(Runnable step) {
        // taking the stack of a task that may run has it handed in again, by this very thread
        if (stopped || !intruded.compareAndSet(false, true)) {
            return;
        }
        String waker = Thread.currentThread().getName();
        for (Task<?> task : Tasks.allTasks(loop())) {
            if (loop().taskThreads().isStepOf(task.thread(), step)) {
                intrusion.compareAndSet(
                        null, Advice.failure(task, "was woken by the thread " + waker + ", and not by the loop"));
            }
        }
        intrusion.compareAndSet(
                null,
                new AssertionError("a virtual thread that is not a task was woken by the thread " + waker
                        + ", and not by the loop: use a task"));
        io.wakeup();
    }

    @Override
    public void poll(long timeoutNanos) {
        if (!stopped) {
            check(timeoutNanos);
        }
        super.poll(timeoutNanos);
    }

    private void check(long timeoutNanos) {
        throwIfIntruded();
        if (++polls > POLLS_MAX) {
            throw new AssertionError("the program does not end:" + System.lineSeparator() + Tasks.dump(loop()));
        }
        if (timeoutNanos == 0) {
            return;
        }
        for (Task<?> task : Tasks.allTasks(loop())) {
            switch (task.thread().getState()) {
                case TIMED_WAITING -> throw Advice.failure(task, "waits for real time, and not for the loop's");
                case BLOCKED -> throw Advice.failure(task, "waits for a monitor, which the loop knows nothing of");
                default -> {}
            }
        }
        if (timeoutNanos < 0 && !io.isBusy()) {
            throw new AssertionError("nothing can happen any more:" + System.lineSeparator() + Tasks.dump(loop()));
        }
    }
}
