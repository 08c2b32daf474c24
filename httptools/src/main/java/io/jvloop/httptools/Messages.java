// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

/**
 * One message after the other, step by step: what calls what, and what comes next.
 *
 * <pre>
 * IDLE --> BEGIN --> START_LINE --> HEADERS --> HEAD_COMPLETE --> BODY_KIND --+--> LENGTH --> COMPLETE
 *  ^                                                                          +--> CHUNKS --> COMPLETE
 *  |                                                                          +--> TO_END, until finish()
 *  |                                                                          '--> COMPLETE
 *  +--- CLEAN_UP <--- COMPLETE
 * CLOSED <-'   (the message closes the connection)
 * </pre>
 *
 * <p>A step is left before its callback is called: when that pauses the parser, the next step is what resuming goes on with.
 */
final class Messages {
    private static final int IDLE = 0, IDLE_LF = 1, BEGIN = 2, START_LINE = 3, HEADERS = 4, HEAD_COMPLETE = 5;
    private static final int BODY_KIND = 6, LENGTH = 7, CHUNKS = 8, TO_END = 9, COMPLETE = 10, CLEAN_UP = 11;
    private static final int CLOSED = 12, CLOSED_LF = 13;

    private final HttpParser parser;
    private final Window window;
    private final Calls calls;
    private final HttpLimits limits;
    private final HeaderLines lines;
    private final Body body;
    private final Chunks chunks;
    private final boolean request;

    private int step = IDLE;
    private boolean later; // not the first message
    private long lineClip;
    private long emptyClip;

    Messages(HttpParser parser, boolean request) {
        this.parser = parser;
        this.request = request;
        window = parser.window;
        calls = parser.calls;
        limits = parser.limits;
        lines = new HeaderLines(parser);
        body = new Body(parser);
        chunks = new Chunks(parser, body, lines);
        reset();
    }

    /** As new. */
    void reset() {
        step = IDLE;
        later = false;
        emptyClip = limits.requestLineBytes();
        parser.clear();
    }

    boolean isFirst() {
        return !later;
    }

    /** Whether {@link HttpEvents#headersComplete} is being called. */
    boolean isBodyOpen() {
        return step == BODY_KIND;
    }

    /** Whether only the end of the input completes this message. */
    boolean isBodyToEnd() {
        return step == TO_END;
    }

    /** Whether the input may end here. */
    boolean isBetween() {
        return step == IDLE || step == CLOSED;
    }

    /** The end of the input is that of the body. */
    void endOfBody() throws HttpParserException {
        step = CLEAN_UP;
        calls.messageComplete(0);
    }

    /** The first line is complete; headers follow. */
    void startLineComplete(int p) {
        step = HEADERS;
        lines.begin(window.origin + p);
    }

    /** What follows is not HTTP/1. */
    void preface() {
        step = IDLE;
        later = true;
    }

    /** The end of what may be looked at of the first line. */
    int lineStop(int end) {
        return window.index(lineClip, end);
    }

    /** Goes through the window. Returns the index of the first byte not taken, which a body may put behind the window. */
    @SuppressWarnings({"StatementSwitchToExpressionSwitch", "fallthrough"})
    int run(byte[] a, int from, int end) throws HttpParserException {
        int p = from;
        for (; ; ) {
            switch (step) {
                case IDLE:
                    if (p >= end) {
                        return p;
                    }
                    if (a[p] <= '\r' && emptyLine(a[p], p)) {
                        p++;
                        continue;
                    }
                    lineClip = window.origin + p + limits.requestLineBytes();
                    body.clear();
                    parser.clear();
                    parser.beginStartLine();
                    step = BEGIN;
                    if (later) {
                        calls.reset(p);
                        if (parser.halted()) {
                            return p;
                        }
                    }
                // fall through
                case BEGIN:
                    step = START_LINE;
                    calls.messageBegin(p);
                    if (parser.halted()) {
                        return p;
                    }
                // fall through
                case START_LINE:
                    p = parser.startLine(a, p, end);
                    if (step == START_LINE || parser.halted()) {
                        return p;
                    }
                // fall through
                case HEADERS:
                    p = lines.run(a, p, end);
                    if (!lines.isComplete()) {
                        return p;
                    }
                    step = HEAD_COMPLETE;
                    if (parser.halted()) {
                        return p;
                    }
                // fall through
                case HEAD_COMPLETE:
                    parser.upgrade(parser.asksForUpgrade());
                    step = BODY_KIND;
                    calls.headersComplete(p);
                    if (parser.halted()) {
                        return p;
                    }
                // fall through
                case BODY_KIND:
                    bodyBegins(p);
                    continue;
                case LENGTH:
                    if (body.left() == 0) {
                        step = COMPLETE;
                        continue;
                    }
                    if (p >= window.bodyEnd) {
                        return p;
                    }
                    p = body.take(p);
                    if (parser.halted()) {
                        return p;
                    }
                    continue;
                case TO_END:
                    if (p >= window.bodyEnd) {
                        return p;
                    }
                    p = body.takeAny(p);
                    if (parser.halted()) {
                        return p;
                    }
                    continue;
                case CHUNKS:
                    p = chunks.run(a, p, end);
                    if (!chunks.isComplete()) {
                        return p;
                    }
                    step = COMPLETE;
                    if (parser.halted()) {
                        return p;
                    }
                    continue;
                case IDLE_LF:
                    if (p >= end) {
                        return p;
                    }
                    if (a[p] == '\n') {
                        p++;
                    } else if (!parser.lenient(HttpLeniency.OPTIONAL_LF_AFTER_CR)) {
                        throw parser.error(HttpError.LF_EXPECTED, "a CR before the message is not followed by LF", p);
                    }
                    step = IDLE;
                    continue;
                case COMPLETE:
                    step = CLEAN_UP;
                    calls.messageComplete(p);
                    if (parser.halted()) {
                        return p;
                    }
                // fall through
                case CLEAN_UP:
                    cleanUp(p);
                    if (parser.halted()) {
                        return p;
                    }
                    continue;
                case CLOSED:
                    if (p >= end) {
                        return p;
                    }
                    p = closed(a[p], p, end);
                    continue;
                default:
                    if (p >= end) {
                        return p;
                    }
                    p += closedLf(a[p], p);
                    step = CLOSED;
            }
        }
    }

    /** Empty lines before a request are skipped (RFC 9112 2.2), though not for ever. Returns whether the byte is one. */
    private boolean emptyLine(byte b, int p) throws HttpParserException {
        if (!request || (b != '\r' && b != '\n')) {
            return false;
        }
        if (b == '\n' && !parser.lenient(HttpLeniency.OPTIONAL_CR_BEFORE_LF)) {
            throw parser.error(HttpError.CR_EXPECTED, "an LF without CR before the request", p);
        }
        if (window.origin + p >= emptyClip) {
            throw parser.error(
                    HttpError.LIMIT_REQUEST_LINE,
                    "more than " + limits.requestLineBytes() + " bytes of empty lines before the request",
                    p);
        }
        if (b == '\r') {
            step = IDLE_LF;
        }
        return true;
    }

    private void bodyBegins(int p) throws HttpParserException {
        switch (parser.bodyKind()) {
            case HttpParser.LENGTH -> {
                body.expect(parser.contentLength(), p);
                step = LENGTH;
            }
            case HttpParser.CHUNKS -> {
                chunks.begin();
                step = CHUNKS;
            }
            case HttpParser.TO_END -> step = TO_END;
            case HttpParser.NOTHING_OF_OURS -> {
                parser.upgrade(true);
                step = COMPLETE;
            }
            default -> step = COMPLETE;
        }
    }

    private void cleanUp(int p) {
        later = true;
        emptyClip = window.origin + p + limits.requestLineBytes();
        if (parser.shouldUpgrade()) {
            parser.upgraded();
            step = IDLE;
        } else {
            step = parser.shouldKeepAlive() || parser.lenient(HttpLeniency.KEEP_ALIVE) ? IDLE : CLOSED;
        }
    }

    private int closed(byte b, int p, int end) throws HttpParserException {
        if (parser.lenient(HttpLeniency.DATA_AFTER_CLOSE)) {
            return end;
        }
        if (request && b == '\r') {
            step = CLOSED_LF;
            return p + 1;
        }
        if (request && b == '\n' && parser.lenient(HttpLeniency.OPTIONAL_CR_BEFORE_LF)) {
            return p + 1;
        }
        throw parser.error(HttpError.CLOSED_CONNECTION, "bytes after a message that closes", p);
    }

    /** Behind a CR behind a message that closes. Returns how many bytes to take. */
    private int closedLf(byte b, int p) throws HttpParserException {
        if (b == '\n') {
            return 1;
        }
        if (parser.lenient(HttpLeniency.OPTIONAL_LF_AFTER_CR)) {
            return 0;
        }
        throw parser.error(HttpError.CLOSED_CONNECTION, "bytes after a message that closes", p);
    }
}
