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
    /** Takes what it wants from bytes that have just come; nothing waits before them. Answers how many it has taken. */
    abstract int take(Memory memory, int offset, int length);

    /** Whether the task has to run. */
    abstract boolean isMet(ReadBuffer buffer);

    /** The callback is about to return in which bytes were taken: whether they were only looked at, and nobody came for them. */
    boolean missed() {
        return false;
    }

    /** Any bytes, into the caller's buffer. */
    static final class Into extends Wish {
        private @Nullable ByteBuffer target;
        private int count;

        Into into(ByteBuffer buffer) {
            target = buffer;
            count = 0;
            return this;
        }

        /** How many; lets go of the buffer. */
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
                return 0; // to the task's thread, which will copy it itself
            }
            count = some;
            return some;
        }

        @Override
        boolean isMet(ReadBuffer buffer) {
            return count > 0 || !buffer.isEmpty();
        }
    }

    /** Any bytes, where they are: until the callback returns that has brought them, they need not be copied. */
    static final class Slice extends Wish {
        private @Nullable ByteBuffer offered;

        /** What it got, if it got it. */
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

    /** Any bytes, in an array of their own. */
    static final class Some extends Wish {
        private int max;
        private byte @Nullable [] bytes;

        Some atMost(int count) {
            max = count;
            bytes = null;
            return this;
        }

        /** What it got, if it got it. */
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

    /** So many bytes, in an array that grows with what has come: a number that the peer has sent costs no memory yet. */
    static final class Exactly extends Wish {
        private static final int FIRST_BYTES = 64 * 1024;

        private int wanted;
        private int count;
        private byte[] bytes = new byte[0];

        /** Beginning with all that there is, which is not enough. */
        Exactly count(int number, ReadBuffer buffer) {
            wanted = number;
            count = buffer.size();
            bytes = new byte[Math.min(number, Math.max(FIRST_BYTES, count * 2))];
            buffer.moveTo(bytes, 0, count);
            return this;
        }

        /** What it got; all of it or not. */
        byte[] taken() {
            byte[] taken = bytes.length == count ? bytes : Arrays.copyOf(bytes, count);
            bytes = new byte[0];
            return taken;
        }

        /** All comes to nothing: what it has, it gives back. */
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

    /** Everything up to the first end of one of these. */
    static final class Until extends Wish {
        private final int limit;
        private byte[][] separators = {};
        private int longest;

        /** No separator begins before this. */
        private int from;

        /** Where the first one begins and ends; -1 as long as there is none. */
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

        /** So many bytes belong to no separator, and are too many; -1 if they are not. */
        int overrun() {
            int before = isFound() ? matchStart : from;
            return before > limit ? before : -1;
        }

        @Override
        int take(Memory memory, int offset, int length) {
            return 0;
        }

        @Override
        boolean isMet(ReadBuffer buffer) {
            if (isFound() || overrun() >= 0) {
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
            return isFound() || overrun() >= 0;
        }
    }
}
