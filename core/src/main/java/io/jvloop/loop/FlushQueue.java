// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The connections that have bytes to send before the turn ends. Thread: the loop's. */
public final class FlushQueue implements Runnable {
    /** A connection that has bytes to send. */
    public interface Flushable {
        /** Sends the bytes. Called once for each time that the connection was added. It may add others, and itself. */
        void flush();
    }

    private @Nullable Flushable[] queue = new @Nullable Flushable[64];
    private int size;
    private @Nullable Flushable own;

    /** Has this connection flushed when the turn ends. */
    public void add(Flushable flushable) {
        if (size == queue.length) {
            queue = Arrays.copyOf(queue, size * 2);
        }
        queue[size++] = flushable;
    }

    /**
     * Has this connection flushed when the event is over that its own callback was called for. It is not flushed in the callback:
     * that is so deep in the stack that the compiler no longer inlines the call of the kernel.
     */
    public void addOwn(Flushable flushable) {
        run();
        own = flushable;
    }

    /** Called by the kernel's backend when an event is over: flushes the connection that the event belonged to. */
    @Override
    public void run() {
        Flushable due = own;
        if (due != null) {
            own = null;
            due.flush();
        }
    }

    boolean isEmpty() {
        return size == 0 && own == null;
    }

    /** Flushes all at the end of a turn. What protocols add meanwhile, by writing again, waits for the end of the next turn. */
    void flush() {
        run();
        int due = size;
        for (int i = 0; i < due; i++) {
            Flushable next = queue[i];
            if (next != null) {
                next.flush();
            }
        }
        int left = size - due;
        System.arraycopy(queue, due, queue, 0, left);
        Arrays.fill(queue, left, size, null);
        size = left;
    }
}
