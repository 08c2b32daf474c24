// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.uring;

import io.jvloop.io.IoFailure;
import io.jvloop.io.IoStream;
import io.jvloop.io.Memory;
import io.jvloop.io.ReceiveMode;
import io.jvloop.io.Receiver;
import io.jvloop.io.Target;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether this kernel's incremental buffers do what they promise: several sockets receive through one small ring of them,
 * so that buffers are shared, crossed and used again, and every byte is compared.
 */
public final class SelfCheck {
    private static final int SOCKETS = 4;
    private static final int ROUNDS = 6;
    private static final int BUFFERS = 4;
    private static final int BUFFER_BYTES = 4096;
    private static final int POLLS_MAX = 1000;
    private static final long POLL_NANOS = 1_000_000;

    private SelfCheck() {}

    /**
     * What is wrong, or null when nothing is.
     *
     * @throws IoFailure when it cannot be found out now, for want of descriptors or memory
     */
    public static @Nullable String whatIsWrong() throws IoFailure {
        try (UringIo io = new UringIo(UringFeatures.ALL, BUFFERS, BUFFER_BYTES);
                Arena arena = Arena.ofConfined()) {
            io.attach();
            List<Pair> pairs = new ArrayList<>();
            try {
                for (int i = 0; i < SOCKETS; i++) {
                    pairs.add(new Pair(io, i));
                }
                return exchange(io, pairs, arena);
            } finally {
                pairs.forEach(Pair::close);
                for (int i = 0; i < POLLS_MAX && !io.audit().isClean(); i++) {
                    io.poll(POLL_NANOS);
                }
            }
        } catch (IllegalStateException failure) { // what it takes at first is refused later, or not given back
            return "its self-check failed: " + failure.getMessage();
        }
    }

    private static @Nullable String exchange(UringIo io, List<Pair> pairs, Arena arena) {
        MemorySegment message = arena.allocate(BUFFER_BYTES);
        for (int round = 0; round < ROUNDS; round++) {
            for (Pair pair : pairs) {
                pair.send(message, 300 + 391 * pair.index + 97 * round);
            }
            for (int i = 0; !allReceived(pairs); i++) {
                if (i == POLLS_MAX) {
                    return "its self-check failed: bytes are missing";
                }
                io.poll(POLL_NANOS);
            }
        }
        for (Pair pair : pairs) {
            if (!pair.right) {
                return "its self-check failed: wrong bytes";
            }
        }
        return null;
    }

    private static boolean allReceived(List<Pair> pairs) {
        for (Pair pair : pairs) {
            if (!pair.hasAll()) {
                return false;
            }
        }
        return true;
    }

    /** Two connected sockets: one sends, the other receives and compares. */
    private static final class Pair implements Receiver {
        final int index;
        private final IoStream sender;
        private final IoStream receiver;
        private long sent;
        private long received;
        private boolean right = true;

        Pair(UringIo io, int index) throws IoFailure {
            this.index = index;
            List<IoStream> both = io.socketPair();
            sender = both.get(0);
            receiver = both.get(1);
            receiver.startReceiving(this, ReceiveMode.BACKEND_MEMORY);
        }

        private byte at(long position) {
            return (byte) (position * 31 + index * 101L);
        }

        void send(MemorySegment message, int length) {
            for (int i = 0; i < length; i++) {
                message.set(ValueLayout.JAVA_BYTE, i, at(sent + i));
            }
            int taken = sender.send(message, 0, length);
            right &= taken == length;
            sent += length;
        }

        boolean hasAll() {
            return received >= sent || !right;
        }

        @Override
        public void received(Memory memory, int offset, int length) {
            for (int i = 0; i < length; i++) {
                right &= memory.segment().get(ValueLayout.JAVA_BYTE, offset + i) == at(received++);
            }
        }

        @Override
        public @Nullable Target target() {
            return null;
        }

        @Override
        public void receivedIntoTarget(int length) {
            right = false;
        }

        @Override
        public void receivedEof() {
            right = false;
        }

        @Override
        public void receiveFailed(int result) {
            right = false;
        }

        void close() {
            sender.close(_ -> {});
            receiver.close(_ -> {});
        }
    }
}
