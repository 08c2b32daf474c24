// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import io.jvloop.Callback;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A callback that came from any thread, and may be cancelled from any thread.
 *
 * <p>WAITING becomes RUNNING, then DONE, on the loop; or CANCELLED, by whoever is first. The loop's thread alone leaves
 * RUNNING. A thread that cancels what is running waits for that.
 */
final class ThreadsafeHandle extends CallbackHandle {
    private static final int WAITING = 0;
    private static final int RUNNING = 1;
    private static final int DONE = 2;
    private static final int CANCELLED = 3;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(ThreadsafeHandle.class, "state", int.class);
        } catch (ReflectiveOperationException bug) {
            throw new LinkageError(bug.getMessage(), bug);
        }
    }

    /** For {@link Inbox}: the handle that was pushed before this one; {@code depth} counts both and all below. */
    @Nullable
    ThreadsafeHandle below;

    int depth;

    @SuppressWarnings("UnusedVariable") // STATE accesses it
    private volatile int state = WAITING;

    private volatile @Nullable Thread waiter;

    ThreadsafeHandle(Scheduler scheduler, Callback callback) {
        super(scheduler, callback);
    }

    @Override
    public void run() {
        if (STATE.compareAndSet(this, WAITING, RUNNING)) {
            try {
                super.run();
            } finally {
                state = DONE;
                Thread waiting = waiter;
                if (waiting != null) {
                    LockSupport.unpark(waiting);
                }
            }
        }
    }

    @Override
    @Nullable
    Callback drop() {
        return STATE.compareAndSet(this, WAITING, CANCELLED) ? super.drop() : null;
    }

    @Override
    public void cancel() {
        if (drop() == null && state == RUNNING && !scheduler.ownership().isOwner()) {
            awaitEnd();
        }
    }

    private void awaitEnd() {
        boolean interrupted = false;
        while (state == RUNNING) {
            waiter = Thread.currentThread();
            if (state == RUNNING) {
                // only for a while: a second thread that cancels may take this one's place as the waiter
                LockSupport.parkNanos(this, 1_000_000);
            }
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isCancelled() {
        return state == CANCELLED;
    }

    @Override
    public String toString() {
        String[] names = {"waiting", "running", "ran", "cancelled"};
        return "ThreadsafeHandle[" + names[state] + "]";
    }
}
