// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Chunks that are larger than what the parser copies at a time, from each kind of memory. */
class ChunksTest {
    private static final int[] SIZES = {1, 7, 15, 16, 255, 256, 2040, 2048, 100, 4095, 4096, 70_000, 3, 65_535, 9, 2};
    private static final byte[] MESSAGE = message();

    private static final class Recorder implements HttpEvents {
        final List<String> events = new ArrayList<>();
        private final StringBuilder body = new StringBuilder();

        @Override
        public void chunkHeader(long bytes) {
            events.add("header " + bytes);
        }

        @Override
        public void body(ByteBuffer data) {
            while (data.hasRemaining()) {
                body.append((char) data.get());
            }
        }

        @Override
        public void chunkComplete() {
            events.add("complete " + body);
            body.setLength(0);
        }

        @Override
        public void messageComplete() {
            events.add("end");
        }
    }

    @Test
    void areTheSameFromEveryKindOfMemoryInEveryByteOrder() throws Exception {
        Recorder one = new Recorder();
        HttpResponseParser byByte = new HttpResponseParser(one);
        for (byte b : MESSAGE) {
            assertEquals(1, byByte.feed(new byte[] {b}));
        }
        assertEquals(2 * (SIZES.length + 1) + 1, one.events.size());
        for (Map.Entry<String, Supplier<ByteBuffer>> kind : kinds().entrySet()) {
            for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
                Recorder whole = new Recorder();
                ByteBuffer input = kind.getValue().get().order(order);
                int end = input.limit();
                assertEquals(MESSAGE.length, new HttpResponseParser(whole).feed(input), kind.getKey());
                assertEquals(one.events, whole.events, kind.getKey() + ", " + order);
                assertEquals(end, input.position(), kind.getKey());
                assertEquals(end, input.limit(), kind.getKey());
            }
        }
    }

    @Test
    void aPauseInAnyCallbackLosesAndRepeatsNothing() throws Exception {
        Recorder expected = new Recorder();
        new HttpResponseParser(expected).feed(MESSAGE);
        for (Map.Entry<String, Supplier<ByteBuffer>> kind : kinds().entrySet()) {
            Recorder paused = new Recorder();
            HttpResponseParser[] parser = new HttpResponseParser[1];
            parser[0] = new HttpResponseParser(new HttpEvents() {
                @Override
                public void chunkHeader(long bytes) {
                    paused.chunkHeader(bytes);
                    parser[0].pause();
                }

                @Override
                public void body(ByteBuffer data) {
                    paused.body(data);
                    parser[0].pause();
                }

                @Override
                public void chunkComplete() {
                    paused.chunkComplete();
                    parser[0].pause();
                }

                @Override
                public void messageComplete() {
                    paused.messageComplete();
                }
            });
            ByteBuffer input = kind.getValue().get();
            int end = input.limit();
            for (int turn = 0; turn < 4 * SIZES.length + 4; turn++) {
                parser[0].feed(input);
                assertEquals(end, input.limit(), kind.getKey());
                parser[0].resume();
            }
            assertEquals(expected.events, paused.events, kind.getKey());
        }
    }

    @Test
    void theLastChunkIsWithinTheLimitOfTrailersOrRefused() throws Exception {
        byte[] message = Ascii.bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n");
        HttpParserOptions two = HttpParserOptions.DEFAULT.withLimits(HttpLimits.DEFAULT.withTrailersBytes(2));
        assertEquals(message.length, new HttpResponseParser(new Recorder(), two).feed(message));
        HttpParserOptions one = HttpParserOptions.DEFAULT.withLimits(HttpLimits.DEFAULT.withTrailersBytes(1));
        HttpResponseParser parser = new HttpResponseParser(new Recorder(), one);
        assertEquals(
                HttpError.LIMIT_TRAILERS,
                assertThrows(HttpParserException.class, () -> parser.feed(message))
                        .code());
    }

    private static Map<String, Supplier<ByteBuffer>> kinds() {
        int before = 3;
        byte[] larger = new byte[before + MESSAGE.length + 11];
        System.arraycopy(MESSAGE, 0, larger, before, MESSAGE.length);
        Map<String, Supplier<ByteBuffer>> kinds = new LinkedHashMap<>();
        kinds.put("heap", () -> ByteBuffer.wrap(larger, before, MESSAGE.length));
        kinds.put(
                "a slice", () -> ByteBuffer.wrap(larger, before, MESSAGE.length).slice());
        kinds.put(
                "read-only",
                () -> ByteBuffer.wrap(larger, before, MESSAGE.length).asReadOnlyBuffer());
        kinds.put(
                "direct",
                () -> ByteBuffer.allocateDirect(larger.length)
                        .put(larger)
                        .position(before)
                        .limit(before + MESSAGE.length));
        return kinds;
    }

    private static byte[] message() {
        StringBuilder text = new StringBuilder("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int size : SIZES) {
            text.append(Integer.toHexString(size)).append("\r\n");
            for (int i = 0; i < size; i++) {
                text.append("0\r\n1x".charAt(i % 5)); // looks like a chunk's head to a parser that is astray
            }
            text.append("\r\n");
        }
        return Ascii.bytes(text.append("0\r\n\r\n").toString());
    }
}
