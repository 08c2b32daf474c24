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
    @SuppressWarnings("fallthrough")
    int startLine(byte[] a, int from, int end) throws HttpParserException {
        int p = from;
        int stop = lineStop(end);
        switch (step) {
            case PROTOCOL:
                if (mark < 0) {
                    mark = p;
                }
                if (stop - mark < 8) {
                    checkVersion(a, mark, stop);
                    p = stop;
                    return incomplete(p, end);
                }
                long word = Scan.longAt(a, mark);
                if (word == HTTP_1_1 || word == HTTP_1_0) {
                    version(1, word == HTTP_1_1 ? 1 : 0);
                } else {
                    checkVersion(a, mark, mark + 8);
                    version(a[mark + 5] - '0', a[mark + 7] - '0');
                }
                p = mark + 8;
                step = VERSION;
                calls.protocol(a, mark, mark + 4, p);
                if (halted()) {
                    return p;
                }
            // fall through
            case VERSION:
                int versionFrom = mark + 5;
                mark = -1;
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
                if (mark < 0) {
                    mark = p;
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
                int reasonFrom = mark;
                mark = -1;
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
