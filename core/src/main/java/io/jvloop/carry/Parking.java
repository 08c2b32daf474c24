// SPDX-License-Identifier: Apache-2.0
package io.jvloop.carry;

import io.jvloop.LoopProvider;

/**
 * A place where one task waits to be woken, again and again. A wake-up that comes first is kept.
 *
 * <p>Whoever waits looks again at what it waits for: it may be woken for no reason.
 */
public interface Parking extends LoopProvider.Waiter {
    /**
     * Waits for {@link #wake}.
     *
     * <p>Thread: a task's.
     *
     * @throws InterruptedException when the task is interrupted while it waits, or was before and is not woken already;
     *     clears that
     */
    @Override
    void park() throws InterruptedException;

    /**
     * Wakes who waits. On the loop's bare thread it runs now, inside this call, until it waits again; from a task, or from
     * another thread, in its turn.
     *
     * <p>Thread: any.
     */
    @Override
    void wake();

    /**
     * To be called where there was nothing to wait for: once in a while lets everything else that is ready run, so that a
     * task whose waits are always over already does not keep the loop for itself.
     *
     * <p>Thread: a task's.
     *
     * @return whether it has; a request to cancel the task is left alone
     */
    boolean pass();
}
