// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that is held for moments. A task that finds it taken does not wait, it looks until it is free. If it waited, the loop would go
 * on with other tasks meanwhile, and code between two waits is one piece; and the loop's own thread could come to wait behind it in
 * the queue of the lock, for ever, as that thread is what carries the task.
 *
 * <p>Thread: any.
 */
public final class BriefLock {
    private final ReentrantLock lock = new ReentrantLock();

    /** Takes it. */
    public void lock() {
        if (Thread.currentThread().isVirtual()) {
            while (!lock.tryLock()) {
                Thread.onSpinWait();
            }
        } else {
            lock.lock();
        }
    }

    /** Gives it back. */
    public void unlock() {
        lock.unlock();
    }
}
