// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

/**
 * Upper bounds for what may queue up in a loop. Like asyncio, a loop has none unless they are set.
 *
 * @param readyMax callbacks of {@link EventLoop#callSoon}: one more throws {@link IllegalStateException}
 * @param inboxMax callbacks of {@link EventLoop#callSoonThreadsafe} that the loop has not taken in yet: one more throws
 *     {@link java.util.concurrent.RejectedExecutionException}
 * @param writeBufferMax bytes that one transport may hold back: a write that leaves more aborts the connection
 */
public record LoopLimits(int readyMax, int inboxMax, long writeBufferMax) {
    /** No bounds. */
    public static final LoopLimits NONE = new LoopLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);

    /** Checks that each lets something through. */
    public LoopLimits {
        if (readyMax < 1 || inboxMax < 1 || writeBufferMax < 1) {
            throw new IllegalArgumentException("limits must be 1 or more, not readyMax " + readyMax + ", inboxMax "
                    + inboxMax + ", writeBufferMax " + writeBufferMax);
        }
    }

    /** With this many callbacks in the ready queue. */
    public LoopLimits withReadyMax(int value) {
        return new LoopLimits(value, inboxMax, writeBufferMax);
    }

    /** With this many callbacks on their way from other threads. */
    public LoopLimits withInboxMax(int value) {
        return new LoopLimits(readyMax, value, writeBufferMax);
    }

    /** With this many bytes held back by one transport. */
    public LoopLimits withWriteBufferMax(long value) {
        return new LoopLimits(readyMax, inboxMax, value);
    }
}
