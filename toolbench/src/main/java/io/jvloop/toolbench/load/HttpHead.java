// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.jvloop.cli.Failed;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Status line and headers of an answer, gathered until they are complete: RFC 9112, as strict as a load has to be. */
final class HttpHead {
    private static final int BYTES_MAX = 16 * 1024;
    private static final byte[] VERSION = "HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LENGTH = "\ncontent-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[512];
    private int length;
    private int ofEnd;
    private int status;
    private long contentLength;

    void clear() {
        length = 0;
        ofEnd = 0;
    }

    /** Takes what belongs to it, and says where that ends. */
    int read(MemorySegment buffer, int from, int to) throws Failed {
        int at = from;
        while (at < to && ofEnd < END.length) {
            byte next = buffer.get(JAVA_BYTE, at++);
            if (length == bytes.length) {
                grow();
            }
            bytes[length++] = next;
            ofEnd = next == END[ofEnd] ? ofEnd + 1 : next == '\r' ? 1 : 0;
        }
        if (isComplete()) {
            status = readStatus();
            contentLength = readContentLength();
        }
        return at;
    }

    private void grow() throws Failed {
        if (length >= BYTES_MAX) {
            throw new Failed("the server sent a head of more than " + BYTES_MAX + " bytes");
        }
        bytes = java.util.Arrays.copyOf(bytes, 2 * length);
    }

    boolean isComplete() {
        return ofEnd == END.length;
    }

    int status() {
        return status;
    }

    /** -1 if there is none. */
    long contentLength() {
        return contentLength;
    }

    private int readStatus() throws Failed {
        boolean isHttp = java.util.Arrays.equals(bytes, 0, VERSION.length, VERSION, 0, VERSION.length);
        long code = isHttp ? number(VERSION.length) : -1;
        if (code < 100 || code > 999) {
            int end = Math.min(length, 40);
            throw new Failed("the server sent what is no HTTP/1.1 answer: "
                    + new String(bytes, 0, end, StandardCharsets.US_ASCII)
                            .strip()
                            .replaceAll("\\s+", " "));
        }
        return (int) code;
    }

    private long readContentLength() {
        for (int at = 0; at + LENGTH.length < length; at++) {
            if (bytes[at] == '\n' && isLengthAt(at)) {
                return number(at + LENGTH.length);
            }
        }
        return -1;
    }

    private boolean isLengthAt(int at) {
        for (int i = 1; i < LENGTH.length; i++) {
            byte lower = (byte) (bytes[at + i] >= 'A' && bytes[at + i] <= 'Z' ? bytes[at + i] + 32 : bytes[at + i]);
            if (lower != LENGTH[i]) {
                return false;
            }
        }
        return true;
    }

    /** The number that begins here, behind spaces; -1 if there is none. */
    private long number(int from) {
        int at = from;
        while (bytes[at] == ' ' || bytes[at] == '\t') {
            at++;
        }
        long number = -1;
        for (int digits = 0; bytes[at] >= '0' && bytes[at] <= '9' && digits < 18; digits++, at++) {
            number = Math.max(0, number) * 10 + bytes[at] - '0';
        }
        return bytes[at] == ' ' || bytes[at] == '\r' || bytes[at] == '\t' ? number : -1;
    }
}
