// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.BaseProtocol;
import io.jvloop.BufferedProtocol;
import io.jvloop.Protocol;
import io.jvloop.Transport;
import io.jvloop.loop.Clock;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Rig;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Thousands of connections, a hundred at a time, of which both ends send random amounts at once, pause reading, change the
 * kind of their protocol and half close; what each end has got is what the other one gave. {@code -Dsoak.seconds=60} for
 * longer than a second on each backend.
 */
class SoakTest {
    private static final long NANOS = Long.getLong("soak.seconds", 1) * 1_000_000_000;
    private static final int CONNECTIONS_LEAST = 200;
    private static final int AT_A_TIME = 100;

    private final Random random = new Random(42);
    private final Map<Integer, Talker> waitingForOther = new HashMap<>();
    private int open;
    private int done;

    @EveryBackend(seeds = 0)
    void whateverGoesInAtOneEndComesOutAtTheOther(Rig rig) {
        var serving = rig.serve(() -> new Talker(false).protocol());
        long end = Clock.SYSTEM.nanoTime() + NANOS;
        rig.runUntil("all have talked", () -> {
            boolean more = done < CONNECTIONS_LEAST || Clock.SYSTEM.nanoTime() < end;
            while (more && open < AT_A_TIME) {
                open++;
                var _ = rig.connectTo(serving.address(), () -> new Talker(true).protocol());
            }
            return !more && open == 0;
        });
        assertTrue(done >= CONNECTIONS_LEAST);
        assertEquals(Map.of(), waitingForOther);
    }

    /** One end. */
    private final class Talker {
        private final boolean isClient;
        private final Plain plain = new Plain();
        private final Filled filled = new Filled();
        private final CRC32C given = new CRC32C();
        private final CRC32C got = new CRC32C();
        private int toGive = random.nextInt(1 << random.nextInt(1, 18));
        private boolean paused;
        private boolean eofWritten;
        private boolean eof;
        private boolean isLost;
        private @Nullable Transport transport;
        private @Nullable Talker other;

        Talker(boolean isClient) {
            this.isClient = isClient;
        }

        BaseProtocol protocol() {
            return random.nextBoolean() ? plain : filled;
        }

        private Transport transport() {
            return Objects.requireNonNull(transport);
        }

        private void give() {
            while (toGive > 0 && !paused) {
                byte[] bytes = new byte[Math.min(toGive, 1 + random.nextInt(40_000))];
                random.nextBytes(bytes);
                given.update(bytes);
                toGive -= bytes.length;
                transport().write(ByteBuffer.wrap(bytes));
            }
            if (toGive == 0 && !eofWritten) {
                eofWritten = true;
                transport().writeEof();
            }
            if (eof && eofWritten) {
                transport().close();
            }
        }

        private void data(ByteBuffer bytes) {
            got.update(bytes);
            if (random.nextInt(30) == 0) {
                transport().pauseReading();
                transport().loop().callSoon(transport()::resumeReading);
            }
            if (random.nextInt(30) == 0) {
                transport().setProtocol(transport().protocol() == plain ? filled : plain);
            }
        }

        private boolean ended() {
            eof = true;
            return !eofWritten;
        }

        private void lost(@Nullable Throwable cause) {
            assertNull(cause);
            assertTrue(eof && eofWritten, "lost in the middle");
            isLost = true;
            if (other().isLost) {
                assertEquals(given.getValue(), other().got.getValue());
                assertEquals(other().given.getValue(), got.getValue());
                done++;
                open--;
            }
        }

        /** When both have been made and not when they are lost: by then the system may have given the port to the next. */
        private void made(Transport connected) {
            transport = connected;
            SocketAddress client = isClient ? connected.localAddress() : connected.remoteAddress();
            int port = ((InetSocketAddress) Objects.requireNonNull(client)).getPort();
            Talker first = waitingForOther.remove(port);
            if (first == null) {
                waitingForOther.put(port, this);
            } else {
                other = first;
                first.other = this;
            }
            give();
        }

        private Talker other() {
            return Objects.requireNonNull(other);
        }

        /** The one kind of protocol. */
        private final class Plain implements Protocol {
            @Override
            public void connectionMade(Transport connected) {
                made(connected);
            }

            @Override
            public void dataReceived(ByteBuffer bytes) {
                data(bytes);
            }

            @Override
            public boolean eofReceived() {
                return ended();
            }

            @Override
            public void pauseWriting() {
                paused = true;
            }

            @Override
            public void resumeWriting() {
                paused = false;
                give();
            }

            @Override
            public void connectionLost(@Nullable Throwable cause) {
                lost(cause);
            }
        }

        /** The other kind. */
        private final class Filled implements BufferedProtocol {
            private final ByteBuffer memory =
                    random.nextBoolean() ? ByteBuffer.allocateDirect(9000) : ByteBuffer.allocate(9000);

            @Override
            public void connectionMade(Transport connected) {
                plain.connectionMade(connected);
            }

            @Override
            public ByteBuffer getBuffer(int sizeHint) {
                return memory.clear().limit(1 + random.nextInt(memory.capacity()));
            }

            @Override
            public void bufferUpdated(int count) {
                data(memory.duplicate().flip());
            }

            @Override
            public boolean eofReceived() {
                return ended();
            }

            @Override
            public void pauseWriting() {
                plain.pauseWriting();
            }

            @Override
            public void resumeWriting() {
                plain.resumeWriting();
            }

            @Override
            public void connectionLost(@Nullable Throwable cause) {
                lost(cause);
            }
        }
    }
}
