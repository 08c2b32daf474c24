// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Things that the kernel knows by a number of ours. Such an id is a slot with a generation, so that an event that comes
 * late, after the slot was given to something else, finds nothing.
 *
 * @param <T> the things
 */
public final class Slots<T> {
    private @Nullable Object[] things = new @Nullable Object[64];
    private int[] generations = new int[64];
    private int[] free = new int[64];
    private int freeCount;
    private int used;

    /** Keeps it, and answers with its id. */
    public long add(T thing) {
        int slot;
        if (freeCount > 0) {
            slot = free[--freeCount];
        } else {
            if (used == things.length) {
                things = Arrays.copyOf(things, used * 2);
                generations = Arrays.copyOf(generations, used * 2);
            }
            slot = used++;
        }
        things[slot] = thing;
        return id(generations[slot], slot);
    }

    /** What is kept under this id, or null. */
    @SuppressWarnings("unchecked")
    public @Nullable T get(long id) {
        int slot = (int) id;
        return slot >= 0 && slot < used && generations[slot] == (int) (id >>> 32) ? (T) things[slot] : null;
    }

    /** Forgets it. */
    public void remove(long id) {
        int slot = (int) id;
        if (get(id) == null) {
            throw new IllegalArgumentException("no such id: " + id);
        }
        things[slot] = null;
        generations[slot]++;
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = slot;
    }

    /** How many there are. */
    public int size() {
        return used - freeCount;
    }

    private static long id(int generation, int slot) {
        return (long) generation << 32 | slot;
    }
}
