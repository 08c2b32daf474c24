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
     * Waits for {@link #wake}, or returns for no reason.
     *
     * <p>Thread: a task's.
     *
     * @throws InterruptedException when the task was interrupted before; clears that. One that comes while it waits has it
     *     return, and is thrown by the next call
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
}
