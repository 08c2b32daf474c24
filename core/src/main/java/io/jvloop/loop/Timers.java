// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Timers by time, and by the order in which they were asked for where times are equal: a heap with four children to a
 * node, its keys in an array of their own, so that sifting through a million timers touches few cache lines. A cancelled
 * timer leaves at once.
 *
 * <p>Thread: the loop's.
 */
final class Timers {
    private static final int ARITY_BITS = 2;
    private static final int ARITY = 1 << ARITY_BITS;

    private long[] keys = new long[64];
    private @Nullable TimerEntry[] entries = new @Nullable TimerEntry[64];
    private int size;
    private long nextSequence;

    int size() {
        return size;
    }

    long nextSequence() {
        return nextSequence++;
    }

    void add(TimerEntry entry) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            entries = Arrays.copyOf(entries, size * 2);
        }
        siftUp(size++, entry);
    }

    /** How long until the first timer is due: 0 if one is due, negative if there is no timer. */
    long nanosUntilNext(Clock clock) {
        if (size == 0) {
            return -1;
        }
        long now = clock.nanoTime();
        return keys[0] <= now ? 0 : keys[0] - now; // a key may be as far in the past as a long goes
    }

    /** Moves the timers that are due into the ready queue. */
    void expire(Clock clock, ReadyQueue ready) {
        if (size == 0) {
            return;
        }
        long now = clock.nanoTime();
        while (size > 0 && keys[0] <= now) {
            TimerEntry due = entryAt(0);
            removeAt(0);
            ready.add(due);
        }
    }

    void remove(TimerEntry entry) {
        removeAt(entry.index);
    }

    /** Moves all timers into the ready queue, due or not, in no order. */
    void drainTo(ReadyQueue ready) {
        for (int i = 0; i < size; i++) {
            TimerEntry entry = entryAt(i);
            entry.index = TimerEntry.NOT_IN_HEAP;
            ready.add(entry);
        }
        Arrays.fill(entries, 0, size, null);
        size = 0;
    }

    private void removeAt(int hole) {
        entryAt(hole).index = TimerEntry.NOT_IN_HEAP;
        TimerEntry last = entryAt(--size);
        entries[size] = null;
        if (hole < size) {
            siftDown(hole, last);
            if (entries[hole] == last) {
                siftUp(hole, last);
            }
        }
    }

    private void siftUp(int start, TimerEntry entry) {
        int hole = start;
        while (hole > 0) {
            int parent = (hole - 1) >>> ARITY_BITS;
            if (!before(entry, entry.when(), parent)) {
                break;
            }
            move(parent, hole);
            hole = parent;
        }
        put(hole, entry);
    }

    private void siftDown(int start, TimerEntry entry) {
        int hole = start;
        while (true) {
            int first = (hole << ARITY_BITS) + 1;
            if (first >= size) {
                break;
            }
            int least = first;
            int end = Math.min(first + ARITY, size);
            for (int child = first + 1; child < end; child++) {
                if (before(entryAt(child), keys[child], least)) {
                    least = child;
                }
            }
            if (before(entry, entry.when(), least)) {
                break;
            }
            move(least, hole);
            hole = least;
        }
        put(hole, entry);
    }

    private boolean before(TimerEntry entry, long key, int other) {
        return key != keys[other] ? key < keys[other] : entry.sequence < entryAt(other).sequence;
    }

    private void move(int from, int to) {
        TimerEntry moved = entryAt(from);
        keys[to] = keys[from];
        entries[to] = moved;
        moved.index = to;
    }

    private void put(int at, TimerEntry entry) {
        keys[at] = entry.when();
        entries[at] = entry;
        entry.index = at;
    }

    @SuppressWarnings("NullAway") // below size no entry is null
    private TimerEntry entryAt(int index) {
        return entries[index];
    }
}
