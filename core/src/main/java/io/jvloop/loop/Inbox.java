// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Callbacks from other threads: a stack that any thread pushes to, and that the loop takes whole and turns over.
 *
 * <p>Nothing is lost, and nobody is woken in vain: the loop says that it is about to sleep, then looks once more, then
 * sleeps; a thread pushes, then looks whether the loop sleeps, then wakes it. Both write before they read, sequentially
 * consistent, so at least one sees the other (Dekker).
 */
final class Inbox {
    private static final VarHandle TOP;

    static {
        try {
            TOP = MethodHandles.lookup().findVarHandle(Inbox.class, "top", ThreadsafeHandle.class);
        } catch (ReflectiveOperationException bug) {
            throw new LinkageError(bug.getMessage(), bug);
        }
    }

    private final Runnable wakeup;
    private final int max;
    private volatile @Nullable ThreadsafeHandle top;
    private volatile boolean asleep;
    private volatile boolean closed;

    /** An inbox for this many callbacks at most. {@code wakeup}, which wakes a loop that sleeps, is called on any thread. */
    Inbox(Runnable wakeup, int max) {
        this.wakeup = wakeup;
        this.max = max;
    }

    /**
     * Pushes a handle. False when the inbox was closed: then the loop may or may not have taken the handle before that. Thread: any.
     *
     * @throws RejectedExecutionException when as many as the limit wait already
     */
    boolean push(ThreadsafeHandle handle) {
        return push(handle, max);
    }

    /** As {@link #push}, without the limit: the loop's own work must not get lost. Thread: any. */
    boolean pushOwn(ThreadsafeHandle handle) {
        return push(handle, Integer.MAX_VALUE);
    }

    private boolean push(ThreadsafeHandle handle, int depthMax) {
        ThreadsafeHandle below;
        do {
            below = top;
            int depth = below == null ? 1 : below.depth + 1;
            if (depth > depthMax) {
                throw new RejectedExecutionException(
                        "the loop has " + max + " callbacks from other threads waiting, its" + " limit inboxMax");
            }
            handle.below = below;
            handle.depth = depth;
        } while (!TOP.compareAndSet(this, below, handle));
        if (asleep) {
            wakeup.run();
        }
        return !closed;
    }

    /** The loop is about to wait; false when there is something to do first. Thread: the loop's. */
    boolean fallAsleep() {
        asleep = true;
        if (top != null) {
            asleep = false;
            return false;
        }
        return true;
    }

    /** The loop has waited. Thread: the loop's. */
    void awake() {
        asleep = false;
    }

    /** Moves all handles into the ready queue, oldest first, and returns how many. Thread: the loop's. */
    int drainTo(ReadyQueue ready) {
        if (top == null) {
            return 0;
        }
        ThreadsafeHandle next = (ThreadsafeHandle) TOP.getAndSet(this, (ThreadsafeHandle) null);
        int count = next.depth;
        ThreadsafeHandle oldest = null;
        while (next != null) {
            ThreadsafeHandle below = next.below;
            next.below = oldest;
            oldest = next;
            next = below;
        }
        while (oldest != null) {
            ThreadsafeHandle after = oldest.below;
            oldest.below = null;
            ready.add(oldest);
            oldest = after;
        }
        return count;
    }

    /** Has every later push return false. Thread: the loop's. */
    void close() {
        closed = true;
    }
}
