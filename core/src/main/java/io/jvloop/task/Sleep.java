// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

import io.jvloop.Callback;
import io.jvloop.TimerHandle;
import io.jvloop.carry.Parking;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A task that waits for a time: woken by the loop's timer. {@link Tasks#sleep} itself does the waiting: a frame less on the
 * stack of everything that sleeps.
 *
 * <p>Thread: the loop's.
 */
final class Sleep implements Callback {
    /** Where the task waits. */
    final Parking parking;

    private final Task<?> task;
    private final Duration duration;

    /** Null when the time is over. */
    private @Nullable TimerHandle timer;

    private Sleep(Task<?> task, Duration duration) {
        this.parking = task.parking();
        this.task = task;
        this.duration = duration;
    }

    /** Of the task that calls. If the time is none, it is over already, and others have had their turn. */
    static Sleep begin(Duration duration) {
        Task<?> task = Waits.taskFor("sleep()");
        Sleep sleep = new Sleep(task, duration);
        if (!duration.isPositive()) {
            Tasks.yieldNow();
            return sleep;
        }
        sleep.timer = task.loop().callLater(duration, sleep);
        task.setWaitingFor(sleep);
        return sleep;
    }

    @Override
    public void run() {
        timer = null;
        parking.wake();
    }

    boolean isOver() {
        return timer == null;
    }

    /** Nobody waits any more: it is over, or the task was asked to end. */
    void end(@Nullable InterruptedException request) {
        TimerHandle left = timer;
        if (left != null) {
            left.cancel();
        }
        task.setWaitingFor(null);
        if (request != null) {
            throw new CancellationException();
        }
    }

    @Override
    public String toString() {
        return "sleep(" + duration + ")";
    }
}
