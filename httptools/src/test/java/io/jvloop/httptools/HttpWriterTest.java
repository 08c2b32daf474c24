// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpWriterTest {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static String written(Consumer<ByteBuffer> writing) {
        ByteBuffer buffer = ByteBuffer.allocate(1000);
        writing.accept(buffer);
        String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
        ByteBuffer direct = ByteBuffer.allocateDirect(text.length());
        writing.accept(direct);
        assertEquals(0, direct.remaining(), "in a buffer of exactly this size");
        ByteBuffer small = ByteBuffer.allocate(text.length() - 1);
        assertThrows(BufferOverflowException.class, () -> writing.accept(small));
        assertEquals(0, small.position(), "in a buffer too small by one");
        return text;
    }

    @Test
    void theLinesOfAMessage() {
        assertEquals("GET /a?b HTTP/1.1\r\n", written(to -> HttpWriter.requestLine(to, "GET", "/a?b")));
        assertEquals("HTTP/1.1 200 OK\r\n", written(to -> HttpWriter.statusLine(to, 200)));
        assertEquals("HTTP/1.1 799 \r\n", written(to -> HttpWriter.statusLine(to, 799)));
        assertEquals("HTTP/1.1 404 Gone fishing\r\n", written(to -> HttpWriter.statusLine(to, 404, "Gone fishing")));
        assertEquals("Host: a\r\n", written(to -> HttpWriter.header(to, "Host", "a")));
        assertEquals("a: \u00e4\tb\r\n", written(to -> HttpWriter.header(to, "a", "\u00e4\tb")));
        assertEquals("a: \r\n", written(to -> HttpWriter.header(to, "a", "")));
        assertEquals("\r\n", written(HttpWriter::endOfHeaders));
        assertEquals("\r\n", written(HttpWriter::chunkEnd));
        assertEquals("0\r\n", written(HttpWriter::lastChunk));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 99, 100, 1_000_000_007L, Long.MAX_VALUE})
    void numbers(long value) {
        assertEquals(
                "Content-Length: " + value + "\r\n", written(to -> HttpWriter.header(to, "Content-Length", value)));
        if (value > 0) {
            assertEquals(Long.toHexString(value) + "\r\n", written(to -> HttpWriter.chunkHeader(to, value)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {15, 16, 255, 256, 4095, 4096, 65_536})
    void chunkSizesAtTheEdgeOfADigit(long value) {
        assertEquals(Long.toHexString(value) + "\r\n", written(to -> HttpWriter.chunkHeader(to, value)));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 784_111_777L, 951_782_399L, 951_782_400L, 951_868_800L, 4_107_542_400L, 253_402_300_799L})
    void dates(long second) {
        assertEquals(
                "Date: " + DATE.format(Instant.ofEpochSecond(second)) + "\r\n",
                written(to -> HttpWriter.date(to, second)));
    }

    @Test
    void anyDate() {
        long seed = Long.getLong("seed", 11);
        Random random = new Random(seed);
        ByteBuffer to = ByteBuffer.allocate(HttpDate.LENGTH);
        for (int i = 0; i < 20_000; i++) {
            long second = random.nextLong(253_402_300_800L);
            HttpDate.put(to.clear(), second);
            String expected = DATE.format(Instant.ofEpochSecond(second));
            assertEquals(expected, new String(to.array(), StandardCharsets.US_ASCII), "seed " + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\rb",
                "a\nb",
                "a\0b",
                "a\r\nSet-Cookie: x",
                "\u007f",
                "a\u0001",
                "\u010a",
                " a",
                "a ",
                "\ta",
                "a\t"
            })
    void aValueThatWouldBeSomethingElseIsRefused(String value) {
        ByteBuffer to = ByteBuffer.allocate(100);
        assertThrows(IllegalArgumentException.class, () -> HttpWriter.header(to, "a", value));
        assertThrows(IllegalArgumentException.class, () -> HttpWriter.statusLine(to, 200, value));
        assertEquals(0, to.position());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a:", "a b", "a\r", "a\n", "a\0", "a\u00e4", "a\u0141", "(a)"})
    void aNameThatIsNoTokenIsRefused(String name) {
        ByteBuffer to = ByteBuffer.allocate(100);
        assertThrows(IllegalArgumentException.class, () -> HttpWriter.header(to, name, "a"));
        assertThrows(IllegalArgumentException.class, () -> HttpWriter.header(to, name, 1));
        assertThrows(IllegalArgumentException.class, () -> HttpWriter.requestLine(to, name, "/"));
        assertEquals(0, to.position());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a b", "/\r\n", "/\u00e4", "/\0"})
    void aTargetThatWouldEndTheLineIsRefused(String target) {
        ByteBuffer to = ByteBuffer.allocate(100);
        assertThrows(IllegalArgumentException.class, () -> HttpWriter.requestLine(to, "GET", target));
    }

    @Test
    void numbersThatAreNoneAreRefused() {
        ByteBuffer to = ByteBuffer.allocate(100);
        assertThrows(IllegalArgumentException.class, () -> HttpWriter.header(to, "a", -1));
        assertThrows(IllegalArgumentException.class, () -> HttpWriter.chunkHeader(to, 0));
        assertThrows(IllegalArgumentException.class, () -> HttpWriter.statusLine(to, 99));
        assertThrows(IllegalArgumentException.class, () -> HttpWriter.statusLine(to, 1000));
        assertThrows(IllegalArgumentException.class, () -> HttpWriter.date(to, -1));
        assertThrows(IllegalArgumentException.class, () -> HttpWriter.date(to, 253_402_300_800L));
        assertEquals(0, to.position());
    }
}
