// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.sim;

import java.util.PriorityQueue;

/** What will happen, by its time, and by the order in which it was planned where times are equal. */
final class Agenda {
    static final long NOTHING = Long.MAX_VALUE;

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long sequence;

    private record Entry(long time, long sequence, Runnable event) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return time != other.time ? Long.compare(time, other.time) : Long.compare(sequence, other.sequence);
        }
    }

    void add(long time, Runnable event) {
        entries.add(new Entry(time, sequence++, event));
    }

    /** When something will happen next, or NOTHING. */
    long nextTime() {
        Entry first = entries.peek();
        return first == null ? NOTHING : first.time;
    }

    /** Has everything happen that is due, also what becomes due by that; how much it was. */
    int run(long now) {
        int count = 0;
        while (nextTime() <= now) {
            entries.remove().event.run();
            count++;
        }
        return count;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }
}
