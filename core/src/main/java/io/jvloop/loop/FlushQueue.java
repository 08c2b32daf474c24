// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What has to be sent before the turn ends. Thread: the loop's. */
public final class FlushQueue implements Runnable {
    /** Something with bytes to send. */
    public interface Flushable {
        /** Sends them. Called once for each time that it was added. May add others, and itself. */
        void flush();
    }

    private @Nullable Flushable[] queue = new @Nullable Flushable[64];
    private int size;
    private @Nullable Flushable own;

    /** Has it flushed when the turn ends. */
    public void add(Flushable flushable) {
        if (size == queue.length) {
            queue = Arrays.copyOf(queue, size * 2);
        }
        queue[size++] = flushable;
    }

    /**
     * Has it flushed when the event is over to which its own callback belonged. Not right there: what is called from the
     * callback is so deep in the stack that the compiler no longer inlines the call of the kernel.
     */
    public void addOwn(Flushable flushable) {
        run();
        own = flushable;
    }

    /** An event is over. */
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

    /** The turn ends. What is added meanwhile, by protocols that may write again, waits for the end of the next one. */
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
