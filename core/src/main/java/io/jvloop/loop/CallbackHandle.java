// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import io.jvloop.Callback;
import io.jvloop.Handle;
import org.jspecify.annotations.Nullable;

/** A callback on its way to run once: what the ready queue holds. */
class CallbackHandle implements Handle, Runnable {
    final Scheduler scheduler;

    /** The callback to run; null once it ran or was cancelled. */
    private @Nullable Callback callback;

    private boolean cancelled;

    /** In debug mode: the stack with which the callback was scheduled. */
    final @Nullable Throwable origin;

    CallbackHandle(Scheduler scheduler, Callback callback) {
        this.scheduler = scheduler;
        this.callback = callback;
        this.origin = scheduler.debugging().origin("callback");
    }

    /** Lets go of the callback and returns it; null if it ran or was cancelled. */
    final @Nullable Callback take() {
        Callback taken = callback;
        callback = null;
        return taken;
    }

    /** Runs the callback, unless it was cancelled. Called by the loop. */
    @Override
    public void run() {
        Callback due = take();
        if (due != null) {
            scheduler.run(this, due);
        }
    }

    /** Cancels the callback and returns it; null if it ran or was cancelled before. */
    @Nullable
    Callback drop() {
        Callback dropped = take();
        cancelled |= dropped != null;
        return dropped;
    }

    @Override
    public void cancel() {
        scheduler.ownership().check();
        var _ = drop();
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + (cancelled ? "cancelled" : callback == null ? "ran" : callback) + "]";
    }
}
