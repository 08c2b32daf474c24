// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import org.jspecify.annotations.Nullable;

/** The callbacks and steps of tasks that run in this turn or the next: first in, first out, in a ring that grows. Thread: the loop's. */
final class ReadyQueue {
    private @Nullable Runnable[] ring = new @Nullable Runnable[256];
    private int head;
    private int size;

    int size() {
        return size;
    }

    /** Whether the next entry is a step of a task, and not a callback. */
    boolean isStepNext() {
        return size > 0 && !(ring[head] instanceof CallbackHandle);
    }

    void add(Runnable handle) {
        if (size == ring.length) {
            grow();
        }
        ring[(head + size++) & (ring.length - 1)] = handle;
    }

    /** Adds this before everything else. */
    void addFirst(Runnable first) {
        if (size == ring.length) {
            grow();
        }
        head = (head - 1) & (ring.length - 1);
        ring[head] = first;
        size++;
    }

    @SuppressWarnings("NullAway") // callers ask for no more than there are
    Runnable remove() {
        Runnable first = ring[head];
        ring[head] = null;
        head = (head + 1) & (ring.length - 1);
        size--;
        return first;
    }

    private void grow() {
        @Nullable Runnable[] larger = new @Nullable Runnable[ring.length * 2];
        int toEnd = ring.length - head;
        System.arraycopy(ring, head, larger, 0, toEnd);
        System.arraycopy(ring, 0, larger, toEnd, head);
        ring = larger;
        head = 0;
    }
}
