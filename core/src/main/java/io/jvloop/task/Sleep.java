// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

import io.jvloop.Callback;
import io.jvloop.TimerHandle;
import io.jvloop.carry.Parking;
import java.time.Duration;
import java.util.concurrent.CancellationException;

/** A task that waits for a time: woken by the loop's timer. */
final class Sleep implements Callback {
    private final Parking parking;
    private final Duration duration;
    private boolean over;

    private Sleep(Parking parking, Duration duration) {
        this.parking = parking;
        this.duration = duration;
    }

    static void forThis(Task<?> task, Duration duration) {
        Sleep sleep = new Sleep(task.parking(), duration);
        TimerHandle timer = task.loop().callLater(duration, sleep);
        task.setWaitingFor(sleep);
        try {
            while (!sleep.over) {
                sleep.parking.park();
            }
        } catch (InterruptedException request) {
            timer.cancel();
            throw new CancellationException();
        } finally {
            task.setWaitingFor(null);
        }
    }

    @Override
    public void run() {
        over = true;
        parking.wake();
    }

    @Override
    public String toString() {
        return "sleep(" + duration + ")";
    }
}
