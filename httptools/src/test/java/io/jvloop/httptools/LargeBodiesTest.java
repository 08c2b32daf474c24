// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Six gigabytes: no number on the way is an int. */
class LargeBodiesTest {
    private static final int PIECE = 1 << 20;
    private static final long LARGE = 6L << 30;

    private static final class Counting implements HttpEvents {
        long bytes;
        int complete;

        @Override
        public void body(ByteBuffer data) {
            bytes += data.remaining();
        }

        @Override
        public void messageComplete() {
            complete++;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBodyWithALengthIsCountedAndWhatFollowsIsRead(boolean direct) throws HttpParserException {
        Counting counting = new Counting();
        HttpRequestParser parser = new HttpRequestParser(counting);
        byte[] head = Ascii.bytes("POST / HTTP/1.1\r\nContent-Length: " + LARGE + "\r\n\r\n");
        parser.feed(head);
        feedLarge(parser, direct);
        assertEquals(LARGE, counting.bytes);
        assertEquals(1, counting.complete);
        assertEquals(head.length + LARGE, parser.position());
        after(parser, head.length + LARGE);
        assertEquals(2, counting.complete);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aChunkIsCountedAndWhatFollowsIsRead(boolean direct) throws HttpParserException {
        Counting counting = new Counting();
        HttpRequestParser parser = new HttpRequestParser(counting);
        byte[] head =
                Ascii.bytes("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + Long.toHexString(LARGE) + "\r\n");
        parser.feed(head);
        feedLarge(parser, direct);
        assertEquals(LARGE, counting.bytes);
        assertEquals(0, counting.complete);
        byte[] end = Ascii.bytes("\r\n3;a=b\r\nabc\r\n0\r\nc: d\r\n\r\n");
        parser.feed(end);
        assertEquals(LARGE + 3, counting.bytes);
        after(parser, head.length + LARGE + end.length);
        assertEquals(2, counting.complete);
    }

    private static void feedLarge(HttpParser parser, boolean direct) throws HttpParserException {
        ByteBuffer piece = direct ? ByteBuffer.allocateDirect(PIECE) : ByteBuffer.allocate(PIECE);
        for (long fed = 0; fed < LARGE; fed += PIECE) {
            assertEquals(PIECE, parser.feed(piece.clear()));
        }
    }

    /** A request with a header, then a byte that is wrong. */
    private static void after(HttpParser parser, long position) throws HttpParserException {
        byte[] next = Ascii.bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        for (byte b : next) {
            parser.feed(new byte[] {b});
        }
        HttpParserException refused =
                assertThrows(HttpParserException.class, () -> parser.feed(Ascii.bytes("GET / HTTP/1.1\r\n : b\r\n")));
        assertEquals(position + next.length + 16, refused.position());
    }
}
