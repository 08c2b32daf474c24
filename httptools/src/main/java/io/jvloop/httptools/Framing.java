// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

/**
 * What the headers say about where the message ends and what follows it: Content-Length, Transfer-Encoding, Connection,
 * Upgrade. RFC 9112 6 and 9.
 */
final class Framing {
    static final int OTHER = 0, CONNECTION = 1, CONTENT_LENGTH = 2, TRANSFER_ENCODING = 3, UPGRADE = 4;

    private static final byte[] NAME_CONNECTION = Ascii.bytes("connection");
    private static final byte[] NAME_CONTENT_LENGTH = Ascii.bytes("content-length");
    private static final byte[] NAME_TRANSFER_ENCODING = Ascii.bytes("transfer-encoding");
    private static final byte[] NAME_UPGRADE = Ascii.bytes("upgrade");
    private static final byte[] CLOSE = Ascii.bytes("close");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("keep-alive");
    private static final byte[] CHUNKED = Ascii.bytes("chunked");

    private static final int F_CLOSE = 1, F_KEEP_ALIVE = 2, F_CONNECTION_UPGRADE = 4, F_UPGRADE = 8;
    private static final int F_TRANSFER_ENCODING = 16, F_CHUNKED = 32;

    private final HttpParser parser;
    private final boolean request;
    private int flags;
    private long contentLength = -1;

    Framing(HttpParser parser, boolean request) {
        this.parser = parser;
        this.request = request;
    }

    void clear() {
        flags = 0;
        contentLength = -1;
    }

    boolean isChunked() {
        return (flags & F_CHUNKED) != 0;
    }

    boolean hasTransferEncoding() {
        return (flags & F_TRANSFER_ENCODING) != 0;
    }

    /** -1 when there is none. */
    long contentLength() {
        return contentLength;
    }

    boolean saysClose() {
        return (flags & F_CLOSE) != 0;
    }

    boolean saysKeepAlive() {
        return (flags & F_KEEP_ALIVE) != 0;
    }

    /** Connection: upgrade, and an Upgrade that says to what. */
    boolean saysUpgrade() {
        return (flags & (F_CONNECTION_UPGRADE | F_UPGRADE)) == (F_CONNECTION_UPGRADE | F_UPGRADE);
    }

    /** Which of the four this name is. */
    static int field(byte[] a, int offset, int length) {
        return switch (length) {
            case 7 -> Ascii.isLower(a, offset, length, NAME_UPGRADE) ? UPGRADE : OTHER;
            case 10 -> Ascii.isLower(a, offset, length, NAME_CONNECTION) ? CONNECTION : OTHER;
            case 14 -> Ascii.isLower(a, offset, length, NAME_CONTENT_LENGTH) ? CONTENT_LENGTH : OTHER;
            case 17 -> Ascii.isLower(a, offset, length, NAME_TRANSFER_ENCODING) ? TRANSFER_ENCODING : OTHER;
            default -> OTHER;
        };
    }

    /** The name of such a field is there, its colon at {@code p}. */
    void begins(int field, boolean trailing, int p) throws HttpParserException {
        if (field == CONTENT_LENGTH) {
            if (trailing) {
                throw parser.error(HttpError.INVALID_CONTENT_LENGTH, "Content-Length as a trailer", p);
            }
            if (hasTransferEncoding() && !parser.lenient(HttpLeniency.CHUNKED_LENGTH)) {
                throw parser.error(HttpError.INVALID_CONTENT_LENGTH, "Content-Length beside Transfer-Encoding", p);
            }
            if (contentLength >= 0) {
                throw parser.error(HttpError.UNEXPECTED_CONTENT_LENGTH, "a second Content-Length", p);
            }
        } else if (field == TRANSFER_ENCODING) {
            if (trailing) {
                throw parser.error(HttpError.INVALID_TRANSFER_ENCODING, "Transfer-Encoding as a trailer", p);
            }
            if (contentLength >= 0 && !parser.lenient(HttpLeniency.CHUNKED_LENGTH)) {
                throw parser.error(HttpError.INVALID_TRANSFER_ENCODING, "Transfer-Encoding beside Content-Length", p);
            }
            if (!parser.lenient(HttpLeniency.TRANSFER_ENCODING)) {
                if (hasTransferEncoding()) {
                    throw parser.error(HttpError.INVALID_TRANSFER_ENCODING, "a second Transfer-Encoding", p);
                }
                if (parser.versionMajor() == 1 && parser.versionMinor() == 0) {
                    throw parser.error(HttpError.INVALID_TRANSFER_ENCODING, "Transfer-Encoding in HTTP/1.0", p);
                }
            }
        }
    }

    /**
     * A tab stands behind the value of this field. RFC 9110 5.5 allows it; to llhttp {@code chunked} and a tab is another
     * coding: the stricter wins.
     */
    void tabBehind(int field, int p) throws HttpParserException {
        if (field == TRANSFER_ENCODING) {
            throw parser.error(HttpError.INVALID_TRANSFER_ENCODING, "a tab behind the value of Transfer-Encoding", p);
        }
    }

    /**
     * The value of such a field, without the white space around it.
     *
     * @param at where the value begins in the window, for errors
     */
    void value(int field, boolean trailing, byte[] a, int from, int to, int at) throws HttpParserException {
        switch (field) {
            case CONTENT_LENGTH -> contentLength(a, from, to, at);
            case TRANSFER_ENCODING -> transferEncoding(a, from, to, at);
            case CONNECTION -> {
                if (!trailing) {
                    connection(a, from, to);
                }
            }
            default -> {
                if (!trailing && from < to) {
                    flags |= F_UPGRADE;
                }
            }
        }
    }

    private void contentLength(byte[] a, int from, int to, int at) throws HttpParserException {
        if (from == to) {
            throw parser.error(HttpError.INVALID_CONTENT_LENGTH, "an empty Content-Length", at);
        }
        long length = 0;
        for (int i = from; i < to; i++) {
            if (!Ascii.isDigit(a[i])) {
                throw parser.error(HttpError.INVALID_CONTENT_LENGTH, "Content-Length is not one number", at + i - from);
            }
            int digit = a[i] - '0';
            if (length > (Long.MAX_VALUE - digit) / 10) {
                throw parser.error(HttpError.INVALID_CONTENT_LENGTH, "Content-Length is too large", at + i - from);
            }
            length = length * 10 + digit;
        }
        contentLength = length;
    }

    private void transferEncoding(byte[] a, int from, int to, int at) throws HttpParserException {
        boolean lenient = parser.lenient(HttpLeniency.TRANSFER_ENCODING);
        if (flags == 0 && Ascii.isLower(a, from, to - from, CHUNKED)) { // as nearly always
            flags = F_TRANSFER_ENCODING | F_CHUNKED;
            return;
        }
        boolean chunked = isChunked();
        flags |= F_TRANSFER_ENCODING;
        for (int i = from; i <= to; ) {
            int start = skipBlanks(a, i, to);
            int comma = start;
            while (comma < to && a[comma] != ',') {
                comma++;
            }
            int end = trimBlanks(a, start, comma);
            if (!lenient) {
                int nameEnd = Scan.run(Scan.TOKEN, a, start, end);
                if (nameEnd == start || (nameEnd < end && a[nameEnd] != ';')) {
                    throw parser.error(
                            HttpError.INVALID_TRANSFER_ENCODING, "Transfer-Encoding is no list of codings", at);
                }
                if (chunked) {
                    throw parser.error(
                            HttpError.INVALID_TRANSFER_ENCODING, "a transfer coding behind chunked", at + start - from);
                }
            }
            chunked = Ascii.isLower(a, start, end - start, CHUNKED);
            i = comma + 1;
        }
        flags = chunked ? flags | F_CHUNKED : flags & ~F_CHUNKED;
        if (request && !chunked && !lenient && !parser.lenient(HttpLeniency.CHUNKED_LENGTH)) {
            throw parser.error(
                    HttpError.INVALID_TRANSFER_ENCODING, "Transfer-Encoding of a request does not end in chunked", at);
        }
    }

    private void connection(byte[] a, int from, int to) {
        for (int i = from; i < to; ) {
            int start = skipBlanks(a, i, to);
            int comma = start;
            while (comma < to && a[comma] != ',') {
                comma++;
            }
            int end = trimBlanks(a, start, comma);
            int length = end - start;
            if (length == 10 && Ascii.isLower(a, start, length, KEEP_ALIVE)) {
                flags |= F_KEEP_ALIVE;
            } else if (length == 5 && Ascii.isLower(a, start, length, CLOSE)) {
                flags |= F_CLOSE;
            } else if (length == 7 && Ascii.isLower(a, start, length, NAME_UPGRADE)) {
                flags |= F_CONNECTION_UPGRADE;
            }
            i = comma + 1;
        }
    }

    private static int skipBlanks(byte[] a, int from, int to) {
        int i = from;
        while (i < to && (a[i] == ' ' || a[i] == '\t')) {
            i++;
        }
        return i;
    }

    private static int trimBlanks(byte[] a, int from, int to) {
        int i = to;
        while (i > from && (a[i - 1] == ' ' || a[i - 1] == '\t')) {
            i--;
        }
        return i;
    }
}
