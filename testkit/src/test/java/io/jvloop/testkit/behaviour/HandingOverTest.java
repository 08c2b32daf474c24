// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import static io.jvloop.testkit.Call.BUFFER_UPDATED;
import static io.jvloop.testkit.Call.GET_BUFFER;
import static io.jvloop.testkit.SocketKind.TCP;
import static io.jvloop.testkit.SocketKind.UNIX;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jvloop.BaseProtocol;
import io.jvloop.BufferedProtocol;
import io.jvloop.Protocol;
import io.jvloop.Transport;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.RecordingBufferedProtocol;
import io.jvloop.testkit.Rig;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;

/** Protocols that hand their connection to another one, or want no more, when they are asked for a buffer. */
@Timeout(60)
class HandingOverTest {
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private @Nullable Transport transport;

    private String text() {
        return received.toString(StandardCharsets.UTF_8);
    }

    private void setProtocol(BaseProtocol next) {
        if (transport != null) {
            transport.setProtocol(next);
        }
    }

    /** Gives a buffer, but has gone when something could be put there. */
    private final class Leaving implements BufferedProtocol {
        private final ByteBuffer buffer;
        private final BaseProtocol next;
        private int asked;

        Leaving(ByteBuffer buffer, BaseProtocol next) {
            this.buffer = buffer;
            this.next = next;
        }

        @Override
        public void connectionMade(Transport made) {
            transport = made;
        }

        @Override
        public ByteBuffer getBuffer(int sizeHint) {
            asked++;
            setProtocol(next);
            return buffer.clear();
        }

        @Override
        public void bufferUpdated(int count) {
            throw new AssertionError("these bytes are another one's");
        }
    }

    private final class Plain implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            received.writeBytes(bytes);
        }
    }

    private final class Filled implements BufferedProtocol {
        private final ByteBuffer buffer = ByteBuffer.allocate(3);

        @Override
        public ByteBuffer getBuffer(int sizeHint) {
            return buffer.clear();
        }

        @Override
        public void bufferUpdated(int count) {
            received.write(buffer.array(), 0, count);
        }
    }

    private void handOver(Rig rig, BaseProtocol next) {
        for (ByteBuffer buffer : List.of(ByteBuffer.allocateDirect(100), ByteBuffer.allocate(100))) {
            received.reset();
            // kept here: a readiness that was none makes it leave before there are bytes
            Leaving leaving = new Leaving(buffer, next);
            var link = rig.<BaseProtocol>serve(() -> leaving).accept();
            link.peer().send("hello");
            rig.runUntil(() -> text().equals("hello"));
            link.peer().send(", and more");
            rig.runUntil(() -> text().equals("hello, and more"));
            assertEquals(1, leaving.asked);
        }
    }

    @EveryBackend
    void aPlainProtocolThatIsSetInGetBufferGetsWhatHasCome(Rig rig) {
        handOver(rig, new Plain());
    }

    @EveryBackend
    void aBufferedProtocolThatIsSetInGetBufferIsAskedForItsOwn(Rig rig) {
        handOver(rig, new Filled());
    }

    /** Also of bytes that were taken off the socket before the change. */
    @EveryBackend(sockets = {TCP, UNIX})
    void noByteIsLostHoweverOftenItIsHandedOver(Rig rig) {
        class Returning implements Protocol {
            private final Leaving leaving = new Leaving(ByteBuffer.allocateDirect(5000), this);

            @Override
            public void connectionMade(Transport made) {
                transport = made;
            }

            @Override
            public void dataReceived(ByteBuffer data) {
                new Plain().dataReceived(data);
                setProtocol(leaving);
            }
        }
        var link = rig.serve(Returning::new).accept();
        byte[] bytes = Bytes.random(1_000_000);
        link.peer().send(bytes);
        rig.runUntil(() -> received.size() >= bytes.length);
        assertArrayEquals(bytes, received.toByteArray());
    }

    /** Memory is only named as the protocol is asked for some: what comes waits until it resumes. */
    @EveryBackend(sockets = {TCP, UNIX})
    void aBufferedProtocolThatPausesWhenItIsAskedGetsNothing(Rig rig) {
        for (ByteBuffer spare : List.of(ByteBuffer.allocateDirect(100), ByteBuffer.allocate(100))) {
            var link = rig.serve(() -> new RecordingBufferedProtocol(spare)).accept();
            link.protocol().on(GET_BUFFER, link.transport()::pauseReading);
            link.peer().send("hello");
            rig.runUntil(() -> link.protocol().count(GET_BUFFER) > 0);
            rig.settle();
            assertEquals(0, link.protocol().count(BUFFER_UPDATED));
            assertFalse(link.transport().isReading());
            link.protocol().on(GET_BUFFER, () -> {});
            link.transport().resumeReading();
            rig.runUntil(() -> link.protocol().receivedText().equals("hello"));
        }
    }
}
