// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import java.nio.MappedByteBuffer;

/** The bytes of a body: how many are left, how many there may be, and handing them over. */
final class Body {
    private final HttpParser parser;
    private final Window window;
    private final Calls calls;
    private final long limit;

    private long left;
    private long most;

    Body(HttpParser parser) {
        this.parser = parser;
        window = parser.window;
        calls = parser.calls;
        limit = parser.limits.bodyBytes();
    }

    /** A message begins. */
    void clear() {
        most = limit;
    }

    /** So many come next; {@code p} is where that is known. */
    void expect(long bytes, int p) throws HttpParserException {
        if (bytes > most) {
            throw overLimit(p);
        }
        left = bytes;
    }

    /** How many of those that are expected have not come. */
    long left() {
        return left;
    }

    /** Hands over what is there of those that are expected. Returns the index behind it. */
    int take(int p) throws HttpParserException {
        int length = (int) Math.min(left, window.bodyEnd - p);
        left -= length;
        return handOver(p, length);
    }

    /** Hands over all that is there. */
    int takeAny(int p) throws HttpParserException {
        if (most == 0) {
            throw overLimit(p);
        }
        return handOver(p, (int) Math.min(most, window.bodyEnd - p));
    }

    /** How many more are within the limit. */
    long most() {
        return most;
    }

    /** So many of those within the limit are handed over. */
    void took(int length) {
        most -= length;
    }

    private int handOver(int p, int length) throws HttpParserException {
        took(length);
        MappedByteBuffer direct = window.directRange(p, length);
        if (direct != null) {
            calls.body(direct, p + length);
        } else {
            calls.body(window.heapRange(p, length), p + length);
        }
        return p + length;
    }

    private HttpParserException overLimit(int p) {
        return parser.error(HttpError.LIMIT_BODY, "a body of more than " + limit + " bytes", p);
    }
}
