// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What a kernel owes: streams and listeners that are open, operations that have not completed, and among those the ones
 * whose end the system knows nothing of, which complete in the next poll.
 */
public final class Outstanding {
    private final ArrayDeque<Due> due = new ArrayDeque<>();
    private int streams;
    private int listeners;
    private int operations;

    private record Due(Completion completion, int result) {}

    /** A stream is opened. */
    public void streamOpened() {
        streams++;
    }

    /** A stream is closed. */
    public void streamClosed() {
        streams--;
    }

    /** A listener is opened. */
    public void listenerOpened() {
        listeners++;
    }

    /** A listener is closed. */
    public void listenerClosed() {
        listeners--;
    }

    /** An operation is asked for. */
    public void operationStarted() {
        operations++;
    }

    /** An operation is about to complete, or will by {@link #complete}. */
    public void operationEnded() {
        operations--;
    }

    /** Completes in the next poll. */
    public void complete(Completion completion, int result) {
        operations++;
        due.add(new Due(completion, result));
    }

    /** Whether the next poll has something to tell, and must not wait. */
    public boolean hasDue() {
        return !due.isEmpty();
    }

    /** How much the next poll has to tell. */
    public int due() {
        return due.size();
    }

    /** Completes what was asked for before, each followed by this hook; what is asked for meanwhile is for the next time. */
    public void tellDue(@Nullable Runnable eventHook) {
        tellDue(due.size(), eventHook);
    }

    /** As {@link #tellDue(Runnable)}, but the first so many only. */
    public void tellDue(int count, @Nullable Runnable eventHook) {
        for (int left = count; left > 0; left--) {
            Due next = due.remove();
            operations--;
            next.completion.completed(next.result);
            if (eventHook != null) {
                eventHook.run();
            }
        }
    }

    /** How much of it all there is. */
    public Io.Audit audit() {
        return new Io.Audit(streams, listeners, operations);
    }
}
