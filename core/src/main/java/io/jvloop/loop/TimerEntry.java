// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import io.jvloop.Callback;
import io.jvloop.TimerHandle;

/** A callback with a time: it lies in the heap of {@link Timers} until it is due, then in the ready queue. */
final class TimerEntry extends CallbackHandle implements TimerHandle {
    static final int NOT_IN_HEAP = -1;

    private final long when;

    /** Which of two timers with the same time runs first: the one with the lower number. */
    final long sequence;

    /** Where in the heap the entry lies. */
    int index = NOT_IN_HEAP;

    TimerEntry(Scheduler scheduler, Callback callback, long when, long sequence) {
        super(scheduler, callback);
        this.when = when;
        this.sequence = sequence;
    }

    @Override
    public long when() {
        return when;
    }

    @Override
    public void cancel() {
        super.cancel();
        if (index != NOT_IN_HEAP) {
            scheduler.timers().remove(this);
        }
    }
}
