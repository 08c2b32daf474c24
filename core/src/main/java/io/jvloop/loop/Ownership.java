// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import org.jspecify.annotations.Nullable;

/**
 * Which thread a loop belongs to: the first one that runs it, for life. Until then it belongs to none, and one thread at a time
 * may prepare it.
 *
 * <p>A virtual thread that the owner carries is the owner as well: while it runs, nothing else of the loop does. So is one
 * that the owner has lent the loop to, and waits for.
 *
 * <p>Thread: any.
 */
public final class Ownership {
    private volatile @Nullable Thread owner;
    private volatile @Nullable Thread borrower;

    /** Whether the caller may use the loop: it is on the loop's thread, or the loop has no thread yet. */
    public boolean inLoop() {
        return owner == null || isOwner();
    }

    /** Whether the caller is on the loop's thread; false on every thread before the loop has one. */
    public boolean isOwner() {
        Thread current = Thread.currentThread();
        return current == owner || (current.isVirtual() && (Carrier.current() == owner || current == borrower));
    }

    /** Whether the caller is the loop's own thread itself, and not a task on it. */
    public boolean isBareOwner() {
        return Thread.currentThread() == owner;
    }

    /** Whether the loop belongs to this thread. */
    public boolean isOwnedBy(Thread thread) {
        return thread == owner;
    }

    /** Whether the loop belongs to a thread, as it does from its first run on. */
    public boolean isBound() {
        return owner != null;
    }

    /** Lends the loop to a virtual thread that the owner does not carry; with null, takes it back. */
    public void lend(@Nullable Thread thread) {
        borrower = thread;
    }

    /** Refuses the caller on every thread but the loop's; see {@link #inLoop}. */
    public void check() {
        if (!inLoop()) {
            throw wrongThread("This may only be called on the loop's own thread", owner);
        }
    }

    /** Binds the loop to the calling thread, for life; false if it was bound to that before. */
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
