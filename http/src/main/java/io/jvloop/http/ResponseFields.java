// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import io.jvloop.httptools.HttpWriter;
import java.nio.ByteBuffer;

/** The status and the headers that a handler sets, encoded as they come. */
final class ResponseFields {
    private static final int BYTES = 128;

    /** What is kept of a large one for the next response. */
    private static final int KEPT_MAX = 4096;

    private ByteBuffer lines = ByteBuffer.allocate(BYTES);
    private int status;
    private long contentLength;
    private boolean closeAfter;
    private boolean hasDate;

    void clear() {
        if (lines.capacity() > KEPT_MAX) {
            lines = ByteBuffer.allocate(BYTES);
        }
        lines.clear();
        status = 200;
        contentLength = -1;
        closeAfter = false;
        hasDate = false;
    }

    void status(int newStatus) {
        if (newStatus < 200 || newStatus > 999) {
            throw new IllegalArgumentException("status " + newStatus + ": expected 200 to 999");
        }
        status = newStatus;
    }

    void contentLength(long length) {
        if (length < 0) {
            throw new IllegalArgumentException("a Content-Length of " + length);
        }
        contentLength = length;
    }

    void closeAfter() {
        closeAfter = true;
    }

    void add(CharSequence name, CharSequence value) {
        switch (OwnField.of(name)) {
            case CONTENT_LENGTH -> contentLength(number(value));
            case CONNECTION -> connection(value);
            case TRANSFER_ENCODING -> throw new IllegalArgumentException("Transfer-Encoding is the server's to write");
            case DATE -> {
                addLine(name, value);
                hasDate = true;
            }
            case NONE -> addLine(name, value);
        }
    }

    void add(HttpFields encoded) {
        ensureRoom(encoded.bytes().length);
        lines.put(encoded.bytes());
    }

    private void addLine(CharSequence name, CharSequence value) {
        ensureRoom(name.length() + 4L + value.length());
        HttpWriter.header(lines, name, value);
    }

    private void ensureRoom(long bytes) {
        if (lines.remaining() < bytes) {
            long needed = lines.position() + bytes;
            if (needed > ServerContext.FIELDS_MAX) {
                throw new IllegalStateException(
                        "the headers of the response have more than " + ServerContext.FIELDS_MAX + " bytes");
            }
            int size = (int) Math.min(ServerContext.FIELDS_MAX, Math.max(needed, 2L * lines.capacity()));
            lines = ByteBuffer.allocate(size).put(lines.flip());
        }
    }

    private static long number(CharSequence value) {
        try {
            return Long.parseLong(value, 0, value.length(), 10);
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException("a Content-Length of " + value, noNumber);
        }
    }

    private void connection(CharSequence value) {
        if (value.toString().equalsIgnoreCase("close")) {
            closeAfter = true;
        } else if (!value.toString().equalsIgnoreCase("keep-alive")) {
            throw new IllegalArgumentException("Connection: " + value + " is not the handler's to say");
        }
    }

    int status() {
        return status;
    }

    /** -1 when none was announced. */
    long contentLength() {
        return contentLength;
    }

    boolean isCloseAfter() {
        return closeAfter;
    }

    boolean hasDate() {
        return hasDate;
    }

    /** Whether the status is one without a body: RFC 9110 15.3.5, 15.3.6, 15.4.5. */
    boolean hasNoBody() {
        return status == 204 || status == 205 || status == 304;
    }

    /**
     * Whether its length may be that of a body which is not sent: a client waits for none after these (RFC 9112 6.3), but it
     * does after 205.
     */
    boolean hasLengthOfAnother() {
        return status == 204 || status == 304;
    }

    /** Whether the head says nothing of a length. That of a 304 would be the one which a 200 would have had. */
    boolean hasNoLength() {
        return status == 204 || (status == 304 && contentLength < 0);
    }

    void putTo(ByteBuffer to) {
        to.put(lines.array(), 0, lines.position());
    }
}
