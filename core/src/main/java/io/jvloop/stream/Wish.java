// SPDX-License-Identifier: Apache-2.0
package io.jvloop.stream;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the task that reads waits for. It looks at bytes as they come, so that the task runs only when there is what it
 * wants, and takes from them what it can without another copy. One of each kind serves a reader for its whole life.
 */
abstract sealed class Wish {
    /** Takes what it wants from bytes that have just come; nothing waits before them. */
    abstract void take(ByteBuffer data);

    /** Whether the task has to run. */
    abstract boolean isMet(ReadBuffer buffer);

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
        void take(ByteBuffer data) {
            if (target != null && count == 0) {
                count = moveSome(data, target);
            }
        }

        private static int moveSome(ByteBuffer from, ByteBuffer to) {
            int limit = from.limit();
            int moved = Math.min(from.remaining(), to.remaining());
            from.limit(from.position() + moved);
            to.put(from);
            from.limit(limit);
            return moved;
        }

        @Override
        boolean isMet(ReadBuffer buffer) {
            return count > 0 || !buffer.isEmpty();
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
        void take(ByteBuffer data) {
            if (bytes == null) {
                bytes = new byte[Math.min(max, data.remaining())];
                data.get(bytes);
            }
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
        void take(ByteBuffer data) {
            int more = Math.min(wanted - count, data.remaining());
            if (bytes.length - count < more) {
                long doubled = Math.max(bytes.length * 2L, count + (long) more);
                bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, doubled));
            }
            data.get(bytes, count, more);
            count += more;
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
        void take(ByteBuffer data) {}

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
