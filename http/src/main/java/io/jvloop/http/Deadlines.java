// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import io.jvloop.EventLoop;
import io.jvloop.TimerHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each connection has to be done with, and when. All that wait for the same wait equally long, so a queue for each
 * kind is in order by itself: to start a deadline is to go to the end of a queue, without garbage. One timer of the loop
 * serves all; it is not moved when a deadline moves away, but looks again when it fires.
 *
 * <p>Never early, and at most {@link Ticks#GRANULE} late; but time without a request that begins anew begins up to as long ago as
 * the loop was held up before, as the clock is not read for each. Thread: the loop's.
 */
final class Deadlines {
    private static final long FOR_EVER = Long.MAX_VALUE;

    /** Those that wait for nothing that has to be done with. */
    final Queue none;

    final Queue idle;
    final Queue head;
    final Queue progress;
    /** Before {@link #progress} of a client that is to read: in which its kernel takes what it has room for, whether it reads or not. */
    final Queue filling;

    final Queue halfClosed;
    final Queue linger;

    private final EventLoop loop;
    private final Ticks ticks;
    private final List<Queue> queues = new ArrayList<>();
    private @Nullable TimerHandle timer;
    private long armedFor = Long.MAX_VALUE;

    Deadlines(EventLoop loop, Ticks ticks, HttpServerOptions options, Duration lingering) {
        this.loop = loop;
        this.ticks = ticks;
        none = new Queue(FOR_EVER);
        idle = queue(options.idleTimeout());
        head = queue(options.headTimeout());
        progress = queue(options.bodyTimeout());
        filling = queue(Ticks.GRANULE);
        halfClosed = queue(options.halfClosedTimeout());
        linger = queue(lingering);
    }

    private Queue queue(Duration time) {
        Queue queue =
                new Queue(time.isZero() ? FOR_EVER : time.plus(Ticks.GRANULE).toNanos());
        queues.add(queue);
        return queue;
    }

    /** A place in a queue. */
    abstract static class Entry {
        private @Nullable Queue queue;
        private @Nullable Entry previous;
        private @Nullable Entry next;
        private long deadline;

        /** Its time in this queue is over; it is in {@link Deadlines#none} now. */
        abstract void expired(Queue queue);

        final boolean isIn(Queue asked) {
            return queue == asked;
        }
    }

    /** Those that wait for the same, the one whose time is over first in front. */
    static final class Queue {
        private final long nanos;
        private @Nullable Entry first;
        private @Nullable Entry last;

        private Queue(long nanos) {
            this.nanos = nanos;
        }

        /** Whether anything happens to those who wait in it. */
        boolean hasLimit() {
            return nanos != FOR_EVER;
        }

        private void append(Entry entry) {
            Entry before = last;
            entry.queue = this;
            entry.previous = before;
            if (before == null) {
                first = entry;
            } else {
                before.next = entry;
            }
            last = entry;
        }

        private void remove(Entry entry) {
            Entry before = entry.previous;
            Entry after = entry.next;
            if (before == null) {
                first = after;
            } else {
                before.next = after;
            }
            if (after == null) {
                last = before;
            } else {
                after.previous = before;
            }
            entry.queue = null;
            entry.previous = null;
            entry.next = null;
        }

        private void addTo(List<Entry> all) {
            for (Entry each = first; each != null; each = each.next) {
                all.add(each);
            }
        }
    }

    /** From now on it waits for this, for the queue's time; no longer for what it waited for before. */
    void start(Entry entry, Queue queue) {
        boolean isRenewal = entry.queue == queue && queue == idle;
        if (isRenewal && queue.hasLimit() && entry.deadline == ticks.nanos() + queue.nanos) {
            return; // more often than not, and its neighbours need not be touched
        }
        remove(entry);
        queue.append(entry);
        entry.deadline = FOR_EVER;
        if (queue.hasLimit()) {
            entry.deadline = (isRenewal ? ticks.nanos() : loop.time()) + queue.nanos;
            if (entry.deadline < armedFor) {
                arm(entry.deadline);
            }
        }
    }

    /** It waits for nothing any more. */
    void remove(Entry entry) {
        if (entry.queue != null) {
            entry.queue.remove(entry);
        }
    }

    /** All that are in a queue. */
    List<Entry> entries() {
        List<Entry> all = new ArrayList<>();
        none.addTo(all);
        queues.forEach(queue -> queue.addTo(all));
        return all;
    }

    private void arm(long when) {
        stop();
        armedFor = when;
        timer = loop.callAt(when, this::expire);
    }

    private void expire() {
        timer = null;
        armedFor = Long.MAX_VALUE;
        long now = loop.time();
        for (Queue queue : queues) {
            for (Entry due = queue.first; due != null && due.deadline <= now; due = queue.first) {
                start(due, none);
                due.expired(queue);
            }
        }
        long earliest = Long.MAX_VALUE;
        for (Queue queue : queues) {
            if (queue.first != null) {
                earliest = Math.min(earliest, queue.first.deadline);
            }
        }
        if (earliest < armedFor) {
            arm(earliest);
        }
    }

    /** Leaves no timer behind. */
    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        armedFor = Long.MAX_VALUE;
    }
}
