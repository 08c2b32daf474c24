// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which of all 256 bytes may stand where, by name of the place; each other is one error with its position. */
class ControlBytesTest {
    private static final String TCHAR = "!#$%&'*+.^_`|~0-9A-Za-z-";
    private static final String TEXT = "\\t -\\x7e\\x80-\\xff";
    private static final String GET = "GET / HTTP/1.1~~";
    private static final String OK = "Content-Length: 0~~~~";
    private static final String CHUNKED = "POST / HTTP/1.1~~Transfer-Encoding: chunked~~~~";

    /** What stands around the byte, line ends as ~~, and which bytes may be there. */
    record Place(String around, String allowed) {}

    static List<Place> places() {
        return List.of(
                new Place("GE@T / HTTP/1.1~~~~", ""),
                new Place("GET@/ HTTP/1.1~~~~", " "),
                new Place("GET /a@b HTTP/1.1~~~~", "!$-;=?-Z[]_a-z~"),
                new Place("GET / HT@TP/1.1~~~~", ""),
                new Place("GET / HTTP/1.@1~~~~", ""),
                new Place("GET / HTTP/1.1@~~~~", ""),
                new Place(GET + "a@b: c~~~~", TCHAR + ":"),
                new Place(GET + "a:b@c~~~~", TEXT),
                new Place(GET + "Content-Length: 1@~~~~", "\\t 0-9"),
                new Place("HTTP/1.1@ 200 OK~~" + OK, ""),
                new Place("HTTP/1.1 2@0 OK~~" + OK, "0-9"),
                new Place("HTTP/1.1 200@OK~~" + OK, " "),
                new Place("HTTP/1.1 200 O@K~~" + OK, TEXT),
                // a chunk of one byte would be a CR, and more are not there to be wrong
                new Place(CHUNKED + "0@~~~~", "02-9A-Fa-f"),
                new Place(CHUNKED + "0;a@b~~~~", TCHAR + ";="),
                new Place(CHUNKED + "0;a=b@c~~~~", TCHAR + ";"),
                new Place(CHUNKED + "0;a=\"b@c\"~~~~", "\\t -!#-\\x7e\\x80-\\xff"),
                new Place(CHUNKED + "0~~a@b: c~~~~", TCHAR + ":"),
                new Place(CHUNKED + "0~~a:b@c~~~~", TEXT));
    }

    @ParameterizedTest
    @MethodSource("places")
    void aByteThatMayNotStandThereIsRefused(Place place) {
        boolean[] fine = bytes(place.allowed);
        String[] halves = place.around.replace("~~", "\r\n").split("@", 2);
        for (int b = 0; b < 256; b++) {
            byte[] input = Ascii.bytes(halves[0] + (char) b + halves[1]);
            HttpParser parser = place.around.startsWith("HTTP")
                    ? new HttpResponseParser(new HttpEvents() {})
                    : new HttpRequestParser(new HttpEvents() {});
            String where = String.format("byte 0x%02x in %s", b, place.around);
            if (fine[b]) {
                try {
                    assertEquals(input.length, parser.feed(input), where);
                } catch (HttpParserException e) {
                    throw new AssertionError(where, e);
                }
            } else {
                HttpParserException refused = assertThrows(HttpParserException.class, () -> parser.feed(input), where);
                assertFalse(refused.reason().isBlank());
                // a word is judged as a whole; a CR, by what follows it
                int at = halves[0].length();
                assertTrue(refused.position() >= at - 3 && refused.position() <= at + 4, where + ": " + refused);
            }
        }
    }

    private static boolean[] bytes(String set) {

        boolean[] bytes = new boolean[256];
        int last = -1;
        boolean range = false;
        for (int i = 0; i < set.length(); i++) {
            int c = set.charAt(i);
            if (c == '\\') {
                i++;
                if (set.charAt(i) == 't') {
                    c = '\t';
                } else {
                    c = Integer.parseInt(set.substring(i + 1, i + 3), 16);
                    i += 2;
                }
            }
            if (c == '-' && last >= 0 && i + 1 < set.length() && !range) {
                range = true;
                continue;
            }
            for (int b = range ? last : c; b <= c; b++) {
                bytes[b] = true;
            }
            last = range ? -1 : c;
            range = false;
        }
        return bytes;
    }
}
