// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

import io.jvloop.loop.BriefLock;
import java.util.AbstractCollection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The tasks of a group that have not ended, first made first.
 *
 * <p>Thread: the loop's changes it, any looks at it.
 */
final class Children extends AbstractCollection<Task<?>> {
    private final BriefLock lock = new BriefLock();
    private final Set<Task<?>> tasks = new LinkedHashSet<>();

    @Override
    public boolean add(Task<?> task) {
        lock.lock();
        try {
            return tasks.add(task);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean remove(Object task) {
        lock.lock();
        try {
            return tasks.remove(task);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean contains(Object task) {
        lock.lock();
        try {
            return tasks.contains(task);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int size() {
        lock.lock();
        try {
            return tasks.size();
        } finally {
            lock.unlock();
        }
    }

    /** Of those that are there now. */
    @Override
    public Iterator<Task<?>> iterator() {
        lock.lock();
        try {
            return List.copyOf(tasks).iterator();
        } finally {
            lock.unlock();
        }
    }
}
