// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import io.jvloop.httptools.HttpStatus;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The lines of a response's head, put into a buffer that has room for them. */
final class ResponseHead {
    static final byte[] CHUNKED = bytes("Transfer-Encoding: chunked\r\n");
    static final byte[] CLOSE = bytes("Connection: close\r\n");
    static final byte[] KEEP_ALIVE = bytes("Connection: keep-alive\r\n");
    static final byte[] LINE_END = bytes("\r\n");

    private static final byte[] CONTENT_LENGTH = bytes("Content-Length: ");

    private ResponseHead() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static void contentLength(ByteBuffer to, long length) {
        to.put(CONTENT_LENGTH);
        int digits = 1;
        for (long rest = length / 10; rest > 0; rest /= 10) {
            digits++;
        }
        int end = to.position() + digits;
        long rest = length;
        for (int at = end - 1; at >= end - digits; at--) {
            to.put(at, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        to.position(end).put(LINE_END);
    }

    /** A whole response, after which the connection ends; ready to be written, in the scratch. */
    static void refusal(ServerContext context, Refusal refusal, boolean toHead) {
        byte[] text = bytes(
                refusal.status() + " " + HttpStatus.reason(refusal.status()) + ": " + refusal.getMessage() + "\n");
        ByteBuffer to = context.scratch.clear();
        context.dateLine.put(to, refusal.status(), true);
        to.put(HttpFields.TEXT.bytes());
        contentLength(to, text.length);
        to.put(CLOSE).put(LINE_END);
        if (!toHead) {
            to.put(text);
        }
        to.flip();
    }
}
