// SPDX-License-Identifier: Apache-2.0
package io.jvloop.engine;

import io.jvloop.EventLoop;
import io.jvloop.LoopPromise;
import io.jvloop.loop.BriefLock;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The promises of a loop that have no outcome yet, so that closing it completes them. One that nobody else holds on to may
 * go.
 *
 * <p>Thread: any.
 */
final class Promises {
    private final EventLoop loop;
    private final ReferenceQueue<LoopPromise<?>> collected = new ReferenceQueue<>();
    private final BriefLock lock = new BriefLock();
    private final Entry ends = new Entry();

    /** A ring of weak references; the fixed entry is before the first and behind the last. Guarded by the lock. */
    private final class Entry extends WeakReference<LoopPromise<?>> implements Runnable {
        private Entry before = this;
        private Entry after = this;

        Entry() {
            super(null);
        }

        Entry(LoopPromise<?> promise) {
            super(promise, collected);
        }

        /** The promise has an outcome. */
        @Override
        public void run() {
            lock.lock();
            try {
                before.after = after;
                after.before = before;
                before = this;
                after = this;
            } finally {
                lock.unlock();
            }
        }
    }

    Promises(EventLoop loop) {
        this.loop = loop;
    }

    <T> LoopPromise<T> create() {
        for (Object gone = collected.poll(); gone != null; gone = collected.poll()) {
            ((Entry) gone).run();
        }
        Registration registration = new Registration();
        LoopPromise<T> promise = LoopPromise.of(loop, registration);
        Entry entry = new Entry(promise);
        registration.entry = entry;
        lock.lock();
        try {
            entry.before = ends.before;
            entry.after = ends;
            ends.before.after = entry;
            ends.before = entry;
        } finally {
            lock.unlock();
        }
        return promise;
    }

    /** Between a promise and its entry, of which each needs the other to be made. */
    private static final class Registration implements Runnable {
        private @Nullable Runnable entry;

        @Override
        public void run() {
            if (entry != null) {
                entry.run();
            }
        }
    }

    /** All that wait, oldest first. */
    List<LoopPromise<?>> waiting() {
        List<LoopPromise<?>> waiting = new ArrayList<>();
        lock.lock();
        try {
            for (Entry entry = ends.after; entry != ends; entry = entry.after) {
                LoopPromise<?> promise = entry.get();
                if (promise != null) {
                    waiting.add(promise);
                }
            }
        } finally {
            lock.unlock();
        }
        return waiting;
    }
}
