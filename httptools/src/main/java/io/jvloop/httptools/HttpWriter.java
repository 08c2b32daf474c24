// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/**
 * Writes the parts of a message into a buffer, from its position on, without garbage.
 *
 * <p>What would change the message's structure is refused with {@link IllegalArgumentException}: CR, LF, NUL and other
 * control characters (tabs are allowed in a value), characters above 255, white space where none may be. When the buffer is
 * too small, {@link BufferOverflowException}. In both cases the buffer's position has not moved. One character is one byte
 * (ISO 8859-1).
 */
public final class HttpWriter {
    private static final byte[] HTTP_1_1 = Ascii.bytes("HTTP/1.1 ");
    private static final byte[] REQUEST_END = Ascii.bytes(" HTTP/1.1\r\n");
    private static final byte[] LAST_CHUNK = Ascii.bytes("0\r\n");
    private static final byte[] DIGITS = Ascii.bytes("0123456789abcdef");

    private HttpWriter() {}

    /** {@code GET /target HTTP/1.1} and its line end. */
    public static void requestLine(ByteBuffer to, CharSequence method, CharSequence target) {
        check(method, Scan.TOKEN, "method");
        check(target, Scan.TARGET_RELAXED, "target");
        room(to, method.length() + 1L + target.length() + REQUEST_END.length);
        put(to, method);
        to.put((byte) ' ');
        put(to, target);
        to.put(REQUEST_END);
    }

    /** {@code HTTP/1.1 200 OK} and its line end, with the reason that RFC 9110 has for this status, if it has one. */
    public static void statusLine(ByteBuffer to, int status) {
        statusLine(to, status, HttpStatus.reason(status));
    }

    /** The same with another reason. */
    public static void statusLine(ByteBuffer to, int status, CharSequence reason) {
        if (status < 100 || status > 999) {
            throw new IllegalArgumentException("status " + status);
        }
        checkValue(reason, "reason");
        room(to, HTTP_1_1.length + 4L + reason.length() + 2);
        to.put(HTTP_1_1);
        to.put(DIGITS[status / 100])
                .put(DIGITS[status / 10 % 10])
                .put(DIGITS[status % 10])
                .put((byte) ' ');
        put(to, reason);
        lineEnd(to);
    }

    /** {@code name: value} and its line end. The value may be empty, but not begin or end with white space. */
    public static void header(ByteBuffer to, CharSequence name, CharSequence value) {
        check(name, Scan.TOKEN, "name");
        checkValue(value, "value");
        room(to, name.length() + 4L + value.length());
        put(to, name);
        to.put((byte) ':').put((byte) ' ');
        put(to, value);
        lineEnd(to);
    }

    /** {@code name: 123} and its line end: Content-Length, Age, Max-Forwards. */
    public static void header(ByteBuffer to, CharSequence name, long value) {
        check(name, Scan.TOKEN, "name");
        if (value < 0) {
            throw new IllegalArgumentException("value " + value);
        }
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        room(to, name.length() + 4L + digits);
        put(to, name);
        to.put((byte) ':').put((byte) ' ');
        int end = to.position() + digits;
        long rest = value;
        for (int i = end - 1; i >= end - digits; i--) {
            to.put(i, DIGITS[(int) (rest % 10)]);
            rest /= 10;
        }
        to.position(end);
        lineEnd(to);
    }

    /** {@code Date: Sun, 06 Nov 1994 08:49:37 GMT} and its line end, for a second since 1970. */
    public static void date(ByteBuffer to, long epochSecond) {
        HttpDate.check(epochSecond);
        room(to, 6 + HttpDate.LENGTH + 2);
        put(to, "Date: ");
        HttpDate.put(to, epochSecond);
        lineEnd(to);
    }

    /** The empty line behind headers or trailers. */
    public static void endOfHeaders(ByteBuffer to) {
        room(to, 2);
        lineEnd(to);
    }

    /** What stands before the bytes of a chunk; at least one. {@link #chunkEnd} stands behind them. */
    public static void chunkHeader(ByteBuffer to, long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("a chunk of " + bytes + " bytes");
        }
        int digits = (67 - Long.numberOfLeadingZeros(bytes)) / 4;
        room(to, digits + 2);
        for (int i = digits - 1; i >= 0; i--) {
            to.put(DIGITS[(int) (bytes >>> (4 * i)) & 15]);
        }
        lineEnd(to);
    }

    /** What stands behind the bytes of a chunk. */
    public static void chunkEnd(ByteBuffer to) {
        room(to, 2);
        lineEnd(to);
    }

    /** The chunk that is the last. Behind it trailers may stand, by {@link #header}; then {@link #endOfHeaders}. */
    public static void lastChunk(ByteBuffer to) {
        room(to, LAST_CHUNK.length);
        to.put(LAST_CHUNK);
    }

    private static void room(ByteBuffer to, long bytes) {
        if (to.remaining() < bytes) {
            throw new BufferOverflowException();
        }
    }

    private static void put(ByteBuffer to, CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            to.put((byte) text.charAt(i));
        }
    }

    private static void lineEnd(ByteBuffer to) {
        to.put((byte) '\r').put((byte) '\n');
    }

    private static void check(CharSequence text, int kind, String what) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("an empty " + what);
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x7f || !Scan.is(kind, (byte) c)) {
                throw bad(what, c, i);
            }
        }
    }

    private static void checkValue(CharSequence text, String what) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            boolean blank = c == ' ' || c == '\t';
            if (c > 0xff || c == 0x7f || (c < ' ' && c != '\t') || (blank && (i == 0 || i == length - 1))) {
                throw bad(what, c, i);
            }
        }
    }

    private static IllegalArgumentException bad(String what, char c, int index) {
        return new IllegalArgumentException(String.format("character 0x%02x at %d of a %s", (int) c, index, what));
    }
}
