// SPDX-License-Identifier: Apache-2.0
package io.jvloop.carry;

/** Waits in a row that were over already, of whichever task has the loop. Thread: the loop's. */
final class Passes {
    private static final int MAX = 128;

    private int count;

    /** A task has really waited. */
    void reset() {
        count = 0;
    }

    /** One more: whether the task that calls has had enough of them, and is to let others have their turn. */
    boolean isEnough() {
        if (++count < MAX || !Thread.currentThread().isVirtual()) {
            return false;
        }
        count = 0;
        return true;
    }
}
