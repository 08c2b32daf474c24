// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import org.jspecify.annotations.Nullable;

/**
 * To which thread a loop belongs: the first one that runs it, for life. Until then to nobody: one thread at a time may
 * prepare it.
 *
 * <p>A virtual thread that the owner carries is the owner as well: while it runs, nothing else of the loop does. So is one
 * that the owner has lent the loop to, and waits for.
 *
 * <p>Thread: any.
 */
public final class Ownership {
    private volatile @Nullable Thread owner;
    private volatile @Nullable Thread borrower;

    /** The one predicate. */
    public boolean inLoop() {
        return owner == null || isOwner();
    }

    /** As {@link #inLoop}, for a loop that has run. */
    public boolean isOwner() {
        Thread current = Thread.currentThread();
        return current == owner || (current.isVirtual() && (Carrier.current() == owner || current == borrower));
    }

    /** Whether the caller is the loop's own thread itself, and not a task on it. */
    public boolean isBareOwner() {
        return Thread.currentThread() == owner;
    }

    /** Whether it belongs to this thread. */
    public boolean isOwnedBy(Thread thread) {
        return thread == owner;
    }

    /** Whether it has run. */
    public boolean isBound() {
        return owner != null;
    }

    /** Lends it to a virtual thread that the owner does not carry; null when it is back. */
    public void lend(@Nullable Thread thread) {
        borrower = thread;
    }

    /** Refuses every other thread. */
    public void check() {
        if (!inLoop()) {
            throw wrongThread("This may only be called on the loop's own thread", owner);
        }
    }

    /** Binds it to the calling thread; false if it was bound to it before. */
    public boolean bind() {
        Thread current = Thread.currentThread();
        if (current.isVirtual()) {
            throw new IllegalStateException("a loop needs a thread of its own, not a virtual one (" + current
                    + "): run it on a platform thread");
        }
        Thread bound = owner;
        if (bound == null) {
            owner = current;
            return true;
        }
        if (bound != current) {
            throw wrongThread("A loop belongs to the first thread that runs it", bound);
        }
        return false;
    }

    private static IllegalStateException wrongThread(String rule, @Nullable Thread owner) {
        return new IllegalStateException(rule + ", " + owner + "; this is " + Thread.currentThread()
                + ". From other threads: callSoonThreadsafe, or executor()");
    }
}
