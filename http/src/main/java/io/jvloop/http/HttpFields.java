// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import io.jvloop.httptools.HttpWriter;
import java.nio.ByteBuffer;

/** Header lines that many responses have, checked and encoded once. Immutable. */
public final class HttpFields {
    /** What a client may show as text in UTF-8. */
    public static final HttpFields TEXT = of("Content-Type", "text/plain; charset=utf-8");

    /** What a client may show as a page in UTF-8. */
    public static final HttpFields HTML = of("Content-Type", "text/html; charset=utf-8");

    /** Bytes of which nothing is known. */
    public static final HttpFields BYTES = of("Content-Type", "application/octet-stream");

    private final byte[] bytes;

    private HttpFields(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Names and values, in turn.
     *
     * @throws IllegalArgumentException for a name or a value that HTTP does not allow, and for those names that the server
     *     writes itself: Connection, Content-Length, Date, Transfer-Encoding
     */
    public static HttpFields of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a name without a value");
        }
        int size = 0;
        for (String each : namesAndValues) {
            size += each.length() + 2;
        }
        ByteBuffer buffer = ByteBuffer.allocate(size);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (OwnField.of(namesAndValues[i]) != OwnField.NONE) {
                throw new IllegalArgumentException(namesAndValues[i] + " is the server's to write");
            }
            HttpWriter.header(buffer, namesAndValues[i], namesAndValues[i + 1]);
        }
        return new HttpFields(buffer.array());
    }

    /** Not to be changed. */
    byte[] bytes() {
        return bytes;
    }
}
