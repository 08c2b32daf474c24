// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit;

import static io.jvloop.testkit.Call.CONNECTION_LOST;
import static io.jvloop.testkit.Call.CONNECTION_MADE;
import static io.jvloop.testkit.Call.DATA_RECEIVED;
import static io.jvloop.testkit.Call.EOF_RECEIVED;
import static io.jvloop.testkit.Call.PAUSE_WRITING;
import static io.jvloop.testkit.Call.RESUME_WRITING;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.BaseProtocol;
import io.jvloop.BufferedProtocol;
import io.jvloop.ExceptionContext;
import io.jvloop.Protocol;
import io.jvloop.WriteBufferLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeTransportTest {
    private final ManualClock clock = new ManualClock();
    private final RecordingProtocol protocol = new RecordingProtocol();
    private final FakeTransport transport = FakeTransport.connect(clock.loop(), protocol);

    @AfterEach
    void close() {
        clock.close();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private void run() {
        clock.advance(Duration.ZERO);
    }

    @Test
    void whatArrivesIsHandedOverAndWhatIsWrittenArrives() {
        transport.receive("question");
        assertEquals("question", protocol.receivedText());
        ByteBuffer answer = bytes("answer");
        transport.write(answer);
        assertFalse(answer.hasRemaining());
        assertEquals("answer", transport.takeWrittenText());
        assertEquals("", transport.takeWrittenText());
    }

    @Test
    void aProtocolThatIsSetInGetBufferGetsWhatHasCome() {
        transport.setProtocol(new BufferedProtocol() {
            @Override
            public ByteBuffer getBuffer(int sizeHint) {
                transport.setProtocol(protocol);
                return ByteBuffer.allocate(100);
            }

            @Override
            public void bufferUpdated(int count) {
                throw new AssertionError("these bytes are another one's");
            }
        });
        transport.receive("hello");
        assertEquals("hello", protocol.receivedText());
    }

    @Test
    void aBufferedProtocolIsFilledBufferByBuffer() {
        var buffered = new RecordingBufferedProtocol(ByteBuffer.allocate(3));
        FakeTransport other = FakeTransport.connect(clock.loop(), buffered);
        other.receive("in four pieces");
        assertEquals("in four pieces", buffered.receivedText());
        assertEquals(5, buffered.count(Call.BUFFER_UPDATED));
    }

    @Test
    void nothingIsHandedOverWhileReadingIsPaused() {
        transport.pauseReading();
        transport.receive("one, ");
        transport.receive("two");
        transport.receiveEof();
        assertEquals(List.of(CONNECTION_MADE), protocol.order());
        transport.resumeReading();
        run();
        assertEquals("one, two", protocol.receivedText());
        assertEquals(List.of(CONNECTION_MADE, DATA_RECEIVED, EOF_RECEIVED, CONNECTION_LOST), protocol.order());
    }

    @Test
    void aPeerThatDoesNotReadPausesTheWriterUntilItReads() {
        transport.setWriteBufferLimits(new WriteBufferLimits(1, 4));
        transport.stopPeerReading();
        transport.write(bytes("1234"));
        assertFalse(transport.isWritingPaused());
        transport.write(bytes("5"));
        assertTrue(transport.isWritingPaused());
        assertEquals(5, transport.writeBufferSize());
        assertEquals("", transport.writtenText());
        transport.resumePeerReading();
        assertEquals("12345", transport.writtenText());
        assertEquals(List.of(CONNECTION_MADE, PAUSE_WRITING, RESUME_WRITING), protocol.order());
    }

    @Test
    void closeSendsWhatWasWrittenAndTellsLater() {
        transport.stopPeerReading();
        transport.write(bytes("last words"));
        transport.close();
        run();
        assertFalse(transport.isLost());
        transport.write(bytes("dropped"));
        transport.resumePeerReading();
        assertFalse(transport.isLost(), "told in a later turn");
        run();
        assertEquals("last words", transport.writtenText());
        assertTrue(transport.isEofWritten());
        assertEquals(1, protocol.lostCount());
        assertNull(protocol.cause());
        assertFalse(transport.isAborted());
    }

    @Test
    void abortDropsAndTellsOnce() {
        transport.stopPeerReading();
        transport.write(bytes("never sent"));
        transport.abort();
        transport.close();
        transport.receive("never heard");
        run();
        assertEquals("", transport.writtenText());
        assertEquals(List.of(CONNECTION_MADE, CONNECTION_LOST), protocol.order());
        assertTrue(transport.isAborted());
    }

    @Test
    void whatBreaksTheConnectionIsTheCause() {
        IOException broken = new IOException("cable pulled");
        transport.lose(broken);
        transport.lose(new IOException("too late"));
        run();
        assertSame(broken, protocol.cause());
    }

    @Test
    void whatACallbackThrowsIsReportedAndTheCause() {
        List<ExceptionContext> reports = new ArrayList<>();
        clock.loop().setExceptionHandler((_, report) -> reports.add(report));
        ArithmeticException thrown = new ArithmeticException("on purpose");
        protocol.on(DATA_RECEIVED, () -> {
            throw thrown;
        });
        transport.receive("x");
        run();
        assertSame(thrown, protocol.cause());
        assertSame(thrown, reports.getFirst().exception());
        assertEquals(1, reports.size());
    }

    @Test
    void mistakesAreSaidAsByARealOne() {
        transport.writeEof();
        assertTrue(transport.isEofWritten());
        assertThrows(IllegalStateException.class, () -> transport.write(bytes("x")));
        assertThrows(IllegalArgumentException.class, () -> transport.setProtocol(new BaseProtocol() {}));
        protocol.keepOpenAfterEof();
        transport.receiveEof();
        assertThrows(IllegalStateException.class, () -> transport.receive("after the end"));
        assertFalse(transport.isReading());
    }

    /** The same script on a real connection (on the fake kernel) and on a fake one. */
    @EveryBackend
    void itBehavesLikeARealOne(Rig rig) {
        RecordingProtocol real = rig.connect();
        script(real, real.peer()::send, real.peer()::shutdownOutput, rig::settle);
        rig.runUntil(() -> real.peer().isEof());
        script(protocol, transport::receive, transport::receiveEof, this::run);
        assertEquals(real.order(), protocol.order());
        assertEquals(real.receivedText(), protocol.receivedText());
        assertArrayEquals(real.peer().received(), transport.written());
        assertEquals(real.cause(), protocol.cause());
    }

    private interface Sender {
        void send(String text);
    }

    private static void script(RecordingProtocol protocol, Sender peer, Runnable end, Runnable settle) {
        var transport = protocol.transport();
        protocol.keepOpenAfterEof();
        protocol.on(DATA_RECEIVED, transport::pauseReading);
        protocol.on(EOF_RECEIVED, () -> transport.write(bytes("heard you")));
        transport.write(new ByteBuffer[] {bytes("he"), bytes("llo")});
        peer.send("first");
        settle.run();
        peer.send("second");
        settle.run();
        protocol.on(DATA_RECEIVED, () -> {});
        transport.resumeReading();
        settle.run();
        end.run();
        settle.run();
        transport.write(bytes(", bye"));
        transport.close();
        transport.write(bytes("dropped"));
        settle.run();
    }

    @Test
    void whatIsLeftForAPlainProtocolBeginsAtZero() {
        List<ByteBuffer> views = new ArrayList<>();
        RecordingBufferedProtocol first = new RecordingBufferedProtocol(ByteBuffer.allocate(3));
        FakeTransport fake = FakeTransport.connect(clock.loop(), first);
        first.on(Call.BUFFER_UPDATED, () -> fake.setProtocol((Protocol) data -> views.add(data.duplicate())));
        fake.receive("abcdef");
        assertEquals("abc", first.receivedText());
        assertEquals(List.of(bytes("def")), views);
        assertEquals(0, views.getFirst().position());
        assertEquals(3, views.getFirst().capacity());
    }

    @Test
    void aBufferedProtocolThatPausesWhenItIsAskedGetsNothing() {
        RecordingBufferedProtocol buffered = new RecordingBufferedProtocol();
        FakeTransport fake = FakeTransport.connect(clock.loop(), buffered);
        buffered.on(Call.GET_BUFFER, fake::pauseReading);
        fake.receive("later");
        assertEquals("", buffered.receivedText());
        buffered.on(Call.GET_BUFFER, () -> {});
        fake.resumeReading();
        run();
        assertEquals("later", buffered.receivedText());
    }
}
