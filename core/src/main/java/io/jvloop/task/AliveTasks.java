// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

import io.jvloop.loop.BriefLock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one loop that are not done, in the order in which they were made, and by their threads: lists that go
 * through the tasks themselves, so that one of a hundred thousand costs four references or five.
 *
 * <p>Thread: any.
 */
final class AliveTasks {
    private final BriefLock lock = new BriefLock();
    private @Nullable Task<?> first;
    private @Nullable Task<?> last;
    private int count;

    /** Where those begin whose threads' numbers are the same, in their last bits. */
    private @Nullable Task<?>[] byThread = slots(64);

    void add(Task<?> task) {
        lock.lock();
        try {
            append(task);
        } finally {
            lock.unlock();
        }
    }

    private void append(Task<?> task) {
        Task<?> before = last;
        task.before = before;
        if (before == null) {
            first = task;
        } else {
            before.after = task;
        }
        last = task;
        if (++count > byThread.length) {
            grow();
        } else {
            index(task);
        }
    }

    private void index(Task<?> task) {
        int slot = slot(task.thread());
        task.sameSlot = byThread[slot];
        byThread[slot] = task;
    }

    private static @Nullable Task<?>[] slots(int count) {
        return new @Nullable Task<?>[count];
    }

    private int slot(Thread thread) {
        return (int) thread.threadId() & (byThread.length - 1);
    }

    private void grow() {
        byThread = slots(byThread.length * 2);
        for (Task<?> task = first; task != null; task = task.after) {
            index(task);
        }
    }

    /** Once for each that was added. */
    void remove(Task<?> task) {
        lock.lock();
        try {
            unlink(task);
        } finally {
            lock.unlock();
        }
    }

    private void unlink(Task<?> task) {
        Task<?> before = task.before;
        Task<?> after = task.after;
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.before = before;
        }
        task.before = null;
        task.after = null;
        count--;
        removeFromSlot(task);
    }

    private void removeFromSlot(Task<?> task) {
        int slot = slot(task.thread());
        Task<?> at = byThread[slot];
        if (at == task) {
            byThread[slot] = task.sameSlot;
        } else {
            while (at != null && at.sameSlot != task) {
                at = at.sameSlot;
            }
            if (at != null) {
                at.sameSlot = task.sameSlot;
            }
        }
        task.sameSlot = null;
    }

    /** Whose thread this is. */
    @Nullable
    Task<?> of(Thread thread) {
        lock.lock();
        try {
            Task<?> at = byThread[slot(thread)];
            while (at != null && at.thread() != thread) {
                at = at.sameSlot;
            }
            return at;
        } finally {
            lock.unlock();
        }
    }

    List<Task<?>> all() {
        lock.lock();
        try {
            List<Task<?>> all = new ArrayList<>(count);
            for (Task<?> task = first; task != null; task = task.after) {
                all.add(task);
            }
            return all;
        } finally {
            lock.unlock();
        }
    }
}
