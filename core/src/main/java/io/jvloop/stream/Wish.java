// SPDX-License-Identifier: Apache-2.0
package io.jvloop.stream;

import io.jvloop.io.Memory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the task that reads waits for. It looks at bytes as they come, so that the task runs only when there is what it
 * wants, and takes from them what it can without another copy. One of each kind serves a reader for its whole life.
 */
abstract sealed class Wish {
    /** Takes what is wanted from bytes that have just come, with no others before them in the buffer; returns how many it took. */
    abstract int take(Memory memory, int offset, int length);

    /** Whether the task has to run. */
    abstract boolean isMet(ReadBuffer buffer);

    /**
     * Asked before the callback returns in which {@link #take} was called: whether those bytes were only shown to the task, which
     * has not run to look at them, so that they have to be copied.
     */
    boolean missed() {
        return false;
    }

    /** The wish for any bytes, into the caller's buffer. */
    static final class Into extends Wish {
        private @Nullable ByteBuffer target;
        private int count;

        Into into(ByteBuffer buffer) {
            target = buffer;
            count = 0;
            return this;
        }

        /** Lets go of the caller's buffer, and returns how many bytes were put there. */
        int taken() {
            target = null;
            return count;
        }

        @Override
        int take(Memory memory, int offset, int length) {
            ByteBuffer to = target;
            if (to == null || count > 0) {
                return 0;
            }
            int some = Math.min(length, to.remaining());
            try {
                memory.copyTo(to, offset, some);
            } catch (WrongThreadException confined) {
                return 0; // a buffer of a confined arena: only the task's own thread may fill it
            }
            count = some;
            return some;
        }

        @Override
        boolean isMet(ReadBuffer buffer) {
            return count > 0 || !buffer.isEmpty();
        }
    }

    /** The wish to look at any bytes where they are, which works until the callback returns that has brought them. */
    static final class Slice extends Wish {
        private @Nullable ByteBuffer offered;

        /** The bytes that were shown to it; null if there were none. */
        @Nullable
        ByteBuffer taken() {
            ByteBuffer taken = offered;
            offered = null;
            return taken;
        }

        @Override
        int take(Memory memory, int offset, int length) {
            if (offered != null) {
                return 0;
            }
            offered = memory.view(offset, length);
            return length;
        }

        @Override
        boolean isMet(ReadBuffer buffer) {
            return offered != null || !buffer.isEmpty();
        }

        /** The task has not run: those bytes have to be kept after all. */
        @Override
        boolean missed() {
            boolean missed = offered != null;
            offered = null;
            return missed;
        }
    }

    /** The wish for any bytes, in an array of their own. */
    static final class Some extends Wish {
        private int max;
        private byte @Nullable [] bytes;

        Some atMost(int count) {
            max = count;
            bytes = null;
            return this;
        }

        /** The array with what has come; null if nothing has. */
        byte @Nullable [] taken() {
            byte[] taken = bytes;
            bytes = null;
            return taken;
        }

        @Override
        int take(Memory memory, int offset, int length) {
            if (bytes != null) {
                return 0;
            }
            byte[] taken = new byte[Math.min(max, length)];
            memory.copyTo(taken, 0, offset, taken.length);
            bytes = taken;
            return taken.length;
        }

        @Override
        boolean isMet(ReadBuffer buffer) {
            return bytes != null || !buffer.isEmpty();
        }
    }

    /**
     * The wish for a number of bytes, in an array that grows with what has come: a large number, which the peer may have sent,
     * costs no memory by itself.
     */
    static final class Exactly extends Wish {
        private static final int FIRST_BYTES = 64 * 1024;

        private int wanted;
        private int count;
        private byte[] bytes = new byte[0];

        /** Begins with all bytes of the buffer, which are fewer than this number. */
        Exactly count(int number, ReadBuffer buffer) {
            wanted = number;
            count = buffer.size();
            bytes = new byte[Math.min(number, Math.max(FIRST_BYTES, count * 2))];
            buffer.moveTo(bytes, 0, count);
            return this;
        }

        /** Returns the bytes that have come, which may be fewer than were wanted. */
        byte[] taken() {
            byte[] taken = bytes.length == count ? bytes : Arrays.copyOf(bytes, count);
            bytes = new byte[0];
            return taken;
        }

        /** Puts the bytes that have come back into the buffer, when the call fails that wanted them. */
        void giveBackTo(ReadBuffer buffer) {
            buffer.putBack(bytes, count);
            bytes = new byte[0];
        }

        @Override
        int take(Memory memory, int offset, int length) {
            int more = Math.min(wanted - count, length);
            if (bytes.length - count < more) {
                long doubled = Math.max(bytes.length * 2L, count + (long) more);
                bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, doubled));
            }
            memory.copyTo(bytes, count, offset, more);
            count += more;
            return more;
        }

        @Override
        boolean isMet(ReadBuffer buffer) {
            return count == wanted;
        }
    }

    /** The wish for everything up to the first end of one of several separators. */
    static final class Until extends Wish {
        private final int limit;
        private byte[][] separators = {};
        private int longest;

        /** No separator begins before this. */
        private int from;

        /** Where the first separator begins, and below where it ends; -1 while none was found. */
        private int matchStart;

        private int matchEnd;

        Until(int limit) {
            this.limit = limit;
        }

        Until separator(byte[][] any, int longestLength) {
            separators = any;
            longest = longestLength;
            from = 0;
            matchStart = -1;
            matchEnd = -1;
            return this;
        }

        boolean isFound() {
            return matchEnd >= 0;
        }

        int matchEnd() {
            return matchEnd;
        }

        /** The length of the longest of these; refuses what nothing could end with. */
        static int longest(byte[][] separators) {
            int longest = 0;
            for (byte[] separator : separators) {
                if (separator.length == 0) {
                    throw new IllegalArgumentException("an empty separator");
                }
                longest = Math.max(longest, separator.length);
            }
            if (longest == 0) {
                throw new IllegalArgumentException("readUntil() without a separator");
            }
            return longest;
        }

        void checkLimit() throws LimitOverrunException {
            int before = before();
            if (before > limit) {
                String what = isFound() ? "a separator was found after " : "no separator was found in ";
                throw new LimitOverrunException(what + before + " bytes; the limit is " + limit, before);
            }
        }

        /** How many bytes come before the first separator, as far as is known. */
        private int before() {
            return isFound() ? matchStart : from;
        }

        @Override
        int take(Memory memory, int offset, int length) {
            return 0;
        }

        @Override
        boolean isMet(ReadBuffer buffer) {
            if (isFound() || before() > limit) {
                return true;
            }
            for (byte[] separator : separators) {
                int start = buffer.find(separator, from);
                if (start >= 0 && (matchEnd < 0 || start + separator.length < matchEnd)) {
                    matchStart = start;
                    matchEnd = start + separator.length;
                }
            }
            if (!isFound()) {
                from = Math.max(from, buffer.size() + 1 - longest);
            }
            return isFound() || before() > limit;
        }
    }
}
