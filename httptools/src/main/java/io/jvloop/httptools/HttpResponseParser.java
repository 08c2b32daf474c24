// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

/**
 * Parses responses: what a client reads.
 *
 * <p>The parser does not know what was asked. In {@link HttpEvents#headersComplete} a client says {@link #noBody} for the
 * answer to HEAD, and {@link #tunnel} for the 2xx answer to CONNECT. Answers 1xx, 204 and 304 never have a body; 101 stops
 * the parser behind its head: {@link State#UPGRADED}.
 */
public final class HttpResponseParser extends HttpParser {
    private static final int PROTOCOL = 0, VERSION = 1, SPACE = 2, DIGITS = 3, AFTER_DIGITS = 4, REASON = 5, CR_LF = 6;
    private static final int LF = 7;
    private static final long HTTP_1_1 = Scan.longAt(Ascii.bytes("HTTP/1.1"), 0);
    private static final long HTTP_1_0 = Scan.longAt(Ascii.bytes("HTTP/1.0"), 0);

    /** The length of {@code HTTP/1.1 200} and the space behind it. */
    private static final int REASON_AT = 13;

    private int step;
    private int status;
    private int digits;
    private boolean noBody;
    private boolean tunnel;

    /** Strict, with the default limits. */
    public HttpResponseParser(HttpEvents events) {
        this(events, HttpParserOptions.DEFAULT);
    }

    /** As strict as the options say. */
    public HttpResponseParser(HttpEvents events, HttpParserOptions options) {
        super(events, options, false);
    }

    /** The status, from {@link HttpEvents#status} on until the next response; 0 before. */
    public int status() {
        return status;
    }

    /** This response has no body, whatever its headers say: it answers HEAD. Only in headersComplete. */
    public void noBody() {
        checkInHeadersComplete();
        noBody = true;
    }

    /** What follows the head is not HTTP: this answers CONNECT with 2xx. Only in headersComplete. */
    public void tunnel() {
        checkInHeadersComplete();
        tunnel = true;
        upgrade(true);
    }

    @Override
    public boolean messageNeedsEof() {
        if (hasNoBody() || isLastOfOurs()) {
            return false;
        }
        return !framing.isChunked() && (framing.hasTransferEncoding() || framing.contentLength() < 0);
    }

    private boolean hasNoBody() {
        return status / 100 == 1 || status == 204 || status == 304 || noBody;
    }

    private boolean isLastOfOurs() {
        return status == 101 || tunnel;
    }

    @Override
    boolean asksForUpgrade() {
        return status == 101;
    }

    @Override
    int bodyKind() {
        if (isLastOfOurs()) {
            return NOTHING_OF_OURS;
        }
        if (hasNoBody()) {
            return NO_BODY;
        }
        if (framing.isChunked()) {
            return CHUNKS;
        }
        if (messageNeedsEof()) {
            return TO_END;
        }
        return framing.contentLength() > 0 ? LENGTH : NO_BODY;
    }

    @Override
    void beginStartLine() {
        step = PROTOCOL;
        status = 0;
        digits = 0;
        noBody = false;
        tunnel = false;
    }

    @Override
    int startLine(byte[] a, int from, int end) throws HttpParserException {
        int stop = lineStop(end);
        if (step == PROTOCOL && window.mark < 0) {
            int p = wholeLine(a, from, stop);
            if (p > from) {
                return p;
            }
        }
        return anyLine(a, from, stop, end);
    }

    /** A line that is there to its end and has nothing odd. Returns {@code from} for any other. */
    private int wholeLine(byte[] a, int from, int stop) throws HttpParserException {
        int reason = from + REASON_AT;
        if (reason > stop - 2) {
            return from;
        }
        long protocol = Scan.longAt(a, from);
        int hundreds = a[from + 9] - '0';
        int tens = a[from + 10] - '0';
        int ones = a[from + 11] - '0';
        if ((protocol != HTTP_1_1 && protocol != HTTP_1_0) || a[from + 8] != ' ' || a[reason - 1] != ' ') {
            return from;
        }
        if (hundreds < 1 || hundreds > 9 || tens < 0 || tens > 9 || ones < 0 || ones > 9) {
            return from;
        }
        int line = Scan.value(a, reason, stop);
        if (line > stop - 2 || Scan.shortAt(a, line) != Scan.CR_LF) {
            return from;
        }
        version(1, protocol == HTTP_1_1 ? 1 : 0);
        step = VERSION;
        calls.protocol(a, from, from + 4, from + 8);
        if (halted()) {
            window.mark = from;
            return from + 8;
        }
        step = SPACE;
        calls.version(a, from + 5, from + 8, from + 8);
        if (halted()) {
            return from + 8;
        }
        status = hundreds * 100 + tens * 10 + ones;
        step = CR_LF;
        calls.status(a, reason, line, line);
        if (halted()) {
            return line;
        }
        startLineComplete(line + 2);
        return line + 2;
    }

    /** The same byte by byte, from wherever the input was cut. */
    @SuppressWarnings("fallthrough")
    private int anyLine(byte[] a, int from, int stop, int end) throws HttpParserException {
        int p = from;
        switch (step) {
            case PROTOCOL:
                if (window.mark < 0) {
                    window.mark = p;
                }
                if (stop - window.mark < 8) {
                    checkVersion(a, window.mark, stop);
                    p = stop;
                    return incomplete(p, end);
                }
                long word = Scan.longAt(a, window.mark);
                if (word == HTTP_1_1 || word == HTTP_1_0) {
                    version(1, word == HTTP_1_1 ? 1 : 0);
                } else {
                    checkVersion(a, window.mark, window.mark + 8);
                    version(a[window.mark + 5] - '0', a[window.mark + 7] - '0');
                }
                p = window.mark + 8;
                step = VERSION;
                calls.protocol(a, window.mark, window.mark + 4, p);
                if (halted()) {
                    return p;
                }
            // fall through
            case VERSION:
                int versionFrom = window.mark + 5;
                window.mark = -1;
                step = SPACE;
                calls.version(a, versionFrom, versionFrom + 3, p);
                if (halted()) {
                    return p;
                }
            // fall through
            case SPACE:
                if (p >= stop) {
                    return incomplete(p, end);
                }
                if (a[p] != ' ') {
                    throw error(HttpError.INVALID_VERSION, "the version is not followed by a space", p);
                }
                p++;
                step = DIGITS;
            // fall through
            case DIGITS:
                for (; digits < 3; digits++, p++) {
                    if (p >= stop) {
                        return incomplete(p, end);
                    }
                    if (!Ascii.isDigit(a[p]) || (digits == 0 && a[p] == '0')) {
                        throw error(HttpError.INVALID_STATUS, "the status is not three digits from 100 on", p);
                    }
                    status = status * 10 + a[p] - '0';
                }
                step = AFTER_DIGITS;
            // fall through
            case AFTER_DIGITS:
                if (p >= stop) {
                    return incomplete(p, end);
                }
                if (a[p] != ' ') {
                    throw error(HttpError.INVALID_STATUS, "the status is not followed by a space", p);
                }
                p++;
                step = REASON;
            // fall through
            case REASON:
                if (window.mark < 0) {
                    window.mark = p;
                }
                p = Scan.value(a, p, stop);
                if (p >= stop) {
                    return incomplete(p, end);
                }
                if (a[p] != '\r' && a[p] != '\n') {
                    throw error(HttpError.INVALID_STATUS, "byte " + hex(a[p]) + " in the reason phrase", p);
                }
                if (a[p] == '\n' && !lenient(HttpLeniency.OPTIONAL_CR_BEFORE_LF)) {
                    throw error(HttpError.CR_EXPECTED, "the status line ends in LF without CR", p);
                }
                int reasonFrom = window.mark;
                window.mark = -1;
                step = CR_LF;
                calls.status(a, reasonFrom, p, p);
                if (halted()) {
                    return p;
                }
            // fall through
            case CR_LF:
                if (p >= stop) {
                    return incomplete(p, end);
                }
                if (a[p] == '\r') {
                    p++;
                }
                step = LF;
            // fall through
            default:
                if (p >= stop) {
                    return incomplete(p, end);
                }
                if (a[p] == '\n') {
                    p++;
                } else if (!lenient(HttpLeniency.OPTIONAL_LF_AFTER_CR)) {
                    throw error(HttpError.STRICT, "the CR of the status line is not followed by LF", p);
                }
                startLineComplete(p);
                return p;
        }
    }

    /** What is there of {@code HTTP/1.1}, if it can still become that or something else that is allowed. */
    private void checkVersion(byte[] a, int from, int to) throws HttpParserException {
        int p = VersionWord.check(a, from, to, lenient(HttpLeniency.VERSION));
        if (p < 0) {
            return;
        }
        throw p - from < 5
                ? error(HttpError.INVALID_CONSTANT, "the protocol is not HTTP", p)
                : error(HttpError.INVALID_VERSION, "the version is not 1.0 or 1.1", p);
    }
}
