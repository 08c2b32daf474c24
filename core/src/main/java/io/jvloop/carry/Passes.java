// SPDX-License-Identifier: Apache-2.0
package io.jvloop.carry;

/** Counts the waits of one task that were over already. Thread: that task's. */
final class Passes {
    /** So many in a row, then the others have their turn. */
    private static final int MAX = 128;

    private int inARow;

    /** One more; whether it is time for the others. */
    boolean isEnough() {
        if (++inARow < MAX) {
            return false;
        }
        inARow = 0;
        return true;
    }

    /** The task has waited. */
    void waited() {
        inARow = 0;
    }
}
