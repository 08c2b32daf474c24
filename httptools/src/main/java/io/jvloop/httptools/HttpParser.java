// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the two parsers share: they are fed with bytes, cut anywhere, and call {@link HttpEvents}.
 *
 * <p>Strict: what RFC 9110, RFC 9112 or llhttp refuse is refused, see {@link HttpLeniency} for the exceptions that one may
 * ask for. HTTP/1.0 and HTTP/1.1 only.
 *
 * <pre>
 * RUNNING --pause()--> PAUSED --resume()--> RUNNING
 *    | '--a message after which something else than HTTP/1 comes--> UPGRADED, HTTP2 --resume()--> RUNNING
 *    +--bad input, a callback throws--> FAILED        for ever
 *    +--stop()--> STOPPED                             for ever
 *    '--finish()--> FINISHED                          for ever; reset() ends each of the three
 * </pre>
 *
 * <p>Thread: one at a time; a parser belongs to one connection. Memory: a head that arrives in one piece in a heap buffer
 * is parsed where it is, all others in one array of the parser's, which it uses again; bodies are never copied. Once that
 * array is large enough nothing is allocated.
 */
public abstract sealed class HttpParser permits HttpRequestParser, HttpResponseParser {
    /** What a parser does with the next byte. */
    public enum State {
        /** It takes input. */
        RUNNING,
        /** {@link #pause} was called; it takes nothing until {@link #resume}. */
        PAUSED,
        /** The next byte is of the protocol that the message upgraded to, or goes through the tunnel that it opened. */
        UPGRADED,
        /** The HTTP/2 connection preface has been taken, all its 24 bytes; HTTP/2 frames follow. */
        HTTP2,
        /** {@link #stop} was called. */
        STOPPED,
        /** {@link #finish} was called and the input may end here. */
        FINISHED,
        /** The input is malformed, or a callback threw; see {@link #failure}. */
        FAILED
    }

    /** How much of a direct or read-only buffer is copied at a time, to be parsed in an array. */
    private static final int WINDOW = 2048;

    private static final int IDLE = 0, IDLE_LF = 1, BEGIN = 3, START_LINE = 4, HEADERS = 5, HEAD_COMPLETE = 6;
    private static final int BODY_KIND = 7, BODY = 8, BODY_TO_END = 9, CHUNK_LINE = 10, CHUNK_HEADER = 11;
    private static final int CHUNK_DATA = 12, CHUNK_CR = 13, CHUNK_LF = 14, CHUNK_COMPLETE = 15, TRAILERS = 16;
    private static final int LAST_CHUNK_COMPLETE = 17, COMPLETE = 18, CLEAN_UP = 19, CLOSED = 20, CLOSED_LF = 21;

    private static final byte[] NONE = {};

    /** What follows a head. */
    static final int NO_BODY = 0, LENGTH = 1, CHUNKS = 2, TO_END = 3, NOTHING_OF_OURS = 4;

    final Calls calls;
    final Framing framing;
    final HttpLimits limits;
    private final HeaderLines lines;
    private final ChunkLines chunks;
    private final int leniencies;
    private final boolean request;

    private State state = State.RUNNING;
    private @Nullable HttpParserException failure;
    private boolean busy;

    private int step = IDLE;
    private boolean later; // not the first message
    private long lineClip;
    private long emptyClip;
    private long bodyLeft;
    private long bodyTaken;
    private boolean upgrade;
    private int major;
    private int minor;

    /** How many bytes were taken before the one at index 0 of the window. */
    long origin;
    /** Where in the window what must arrive complete begins, or -1. */
    int mark = -1;

    private long position;
    private long fedOrigin;
    private int windowLimit;
    private @Nullable ByteBuffer fed;
    private byte[] fedArray = NONE;
    private byte[] wrapped = NONE;
    private @Nullable ByteBuffer wrapper;
    private byte[] gathered = new byte[WINDOW];
    private int carried;

    HttpParser(HttpEvents events, HttpParserOptions options, boolean request) {
        this.request = request;
        limits = options.limits();
        leniencies = options.bits();
        calls = new Calls(this, events);
        framing = new Framing(this, request);
        lines = new HeaderLines(this, calls, framing, limits);
        chunks = new ChunkLines(this, calls, limits);
        emptyClip = limits.requestLineBytes();
    }

    // ---- what is fed

    /**
     * Takes the bytes from the buffer's position to its limit: all of them, unless the parser is paused, stopped,
     * upgraded or fails on the way. The position is then behind the last byte taken; the next feed must begin there. An
     * empty buffer goes on with callbacks that were left out when the parser was paused.
     *
     * @param input heap, direct or read-only; its position and limit move during callbacks, its mark is lost
     * @return how many bytes were taken; 0 when the parser takes none at all ({@link #state} says why)
     * @throws HttpParserException the input is malformed, over a limit, or a callback threw; the buffer's position is at
     *     that byte, and the parser throws the same again for all that it is fed
     * @throws IllegalStateException when called from a callback, or after {@link #finish}
     */
    public final int feed(ByteBuffer input) throws HttpParserException {
        int from = input.position();
        int limit = input.limit();
        if (!enter()) {
            return 0;
        }
        fed = input;
        fedOrigin = position - from;
        try {
            if (input.hasArray()) {
                take(input, input.array(), input.arrayOffset(), from, limit);
            } else {
                take(input, null, 0, from, limit);
            }
        } finally {
            busy = false;
            fed = null;
            input.limit(limit).position(Math.max(from, (int) (position - fedOrigin)));
        }
        return (int) (position - fedOrigin) - from;
    }

    /** The same for a range of an array. Body bytes are handed over in a buffer that wraps the array. */
    public final int feed(byte[] input, int offset, int length) throws HttpParserException {
        java.util.Objects.checkFromIndexSize(offset, length, input.length);
        if (!enter()) {
            return 0;
        }
        fedArray = input;
        fedOrigin = position - offset;
        try {
            take(null, input, 0, offset, offset + length);
        } finally {
            busy = false;
            fed = null;
            fedArray = NONE;
        }
        return (int) (position - fedOrigin) - offset;
    }

    /** The same for a whole array. */
    public final int feed(byte[] input) throws HttpParserException {
        return feed(input, 0, input.length);
    }

    /**
     * The input has ended. Fine between messages, and where the end is what completes a body, which then calls
     * {@link HttpEvents#messageComplete}; fine also when the parser is stopped or upgraded.
     *
     * @throws HttpParserException {@link HttpError#INVALID_EOF_STATE}: a message is not complete; or what failed before
     * @throws IllegalStateException when called from a callback, or while the parser is paused: there may be more to feed
     */
    public final void finish() throws HttpParserException {
        checkIdle();
        if (state == State.FAILED) {
            throw failed();
        }
        if (state == State.PAUSED) {
            throw new IllegalStateException("the parser is paused: resume it and feed the rest first");
        }
        if (state == State.RUNNING) {
            feed(NONE); // calls what a pause had left out
        }
        if (state != State.RUNNING) {
            state = state == State.STOPPED ? state : State.FINISHED;
            return;
        }
        if (step == BODY_TO_END) {
            busy = true;
            try {
                origin = position;
                step = CLEAN_UP;
                calls.messageComplete(0);
            } finally {
                busy = false;
            }
        } else if (step != IDLE && step != CLOSED) {
            origin = position;
            throw error(HttpError.INVALID_EOF_STATE, "the input ended inside a message", 0);
        }
        if (state == State.RUNNING || state == State.PAUSED) {
            state = State.FINISHED;
        }
    }

    // ---- steering, also from callbacks

    /** Takes nothing more until {@link #resume}: from a callback, not even the byte behind what the callback is about. */
    public final void pause() {
        if (state == State.RUNNING) {
            state = State.PAUSED;
        }
    }

    /**
     * Goes on after {@link #pause}, or with a further HTTP/1 message after an upgrade. The bytes that were not taken must
     * be fed again, if there are any; when there are none, an empty buffer calls what is still to be called.
     */
    public final void resume() {
        if (state == State.PAUSED || state == State.UPGRADED || state == State.HTTP2) {
            state = State.RUNNING;
        }
    }

    /** Takes nothing more, until {@link #reset}. */
    public final void stop() {
        if (state != State.FAILED) {
            state = State.STOPPED;
        }
    }

    /** As new: for another connection, with the same callbacks and options. */
    public final void reset() {
        checkIdle();
        state = State.RUNNING;
        failure = null;
        step = IDLE;
        later = false;
        emptyClip = limits.requestLineBytes();
        mark = -1;
        carried = 0;
        position = 0;
        wrapper = null;
        wrapped = NONE;
        clear();
    }

    // ---- what it knows

    /** Whether it takes input, and if not, why. */
    public final State state() {
        return state;
    }

    /** What {@link #feed} threw, and throws. */
    public final @Nullable HttpParserException failure() {
        return failure;
    }

    /** How many bytes were taken since the parser was made or reset. During a callback: when feeding began. */
    public final long position() {
        return position;
    }

    /** The 1 of HTTP/1.0, from {@link HttpEvents#version} on. */
    public final int versionMajor() {
        return major;
    }

    /** The 0 of HTTP/1.0, from {@link HttpEvents#version} on. */
    public final int versionMinor() {
        return minor;
    }

    /** The Content-Length of this message, or -1. Holds from {@link HttpEvents#headersComplete} to the next message. */
    public final long contentLength() {
        return framing.contentLength();
    }

    /** Whether the body comes in chunks. Holds as {@link #contentLength} does. */
    public final boolean isChunked() {
        return framing.isChunked();
    }

    /** Whether this message ends only with the input, so that {@link #finish} completes it. Holds likewise. */
    public abstract boolean messageNeedsEof();

    /** Whether another message may follow on this connection. Holds likewise. */
    public final boolean shouldKeepAlive() {
        if (framing.saysClose()) {
            return false;
        }
        if (!(major > 0 && minor > 0) && !framing.saysKeepAlive()) {
            return false;
        }
        return !messageNeedsEof();
    }

    /** Whether something else than HTTP/1 follows this message, unless that is declined. Holds likewise. */
    public final boolean shouldUpgrade() {
        return upgrade;
    }

    // ---- for the two parsers and their parts

    /** Goes on in the first line. Calls {@link #startLineComplete} at its end. */
    abstract int startLine(byte[] a, int p, int end) throws HttpParserException;

    abstract void beginStartLine();

    /** Whether the head, now complete, asks for something else than HTTP/1 to follow. */
    abstract boolean asksForUpgrade();

    /** Which of {@link #NO_BODY} and its neighbours. */
    abstract int bodyKind();

    final void startLineComplete(int p) {
        step = HEADERS;
        lines.begin(origin + p);
    }

    final boolean isFirstMessage() {
        return !later;
    }

    final void version(int newMajor, int newMinor) {
        major = newMajor;
        minor = newMinor;
    }

    final void upgrade(boolean value) {
        upgrade = value;
    }

    /** Only while {@link HttpEvents#headersComplete} runs may it be said what follows the head. */
    final void checkInHeadersComplete() {
        if (!busy || step != BODY_KIND) {
            throw new IllegalStateException("only in headersComplete");
        }
    }

    /** The preface is complete, its last byte taken. */
    final void http2() {
        state = State.HTTP2;
        step = IDLE;
        later = true;
    }

    final boolean lenient(HttpLeniency leniency) {
        return (leniencies & leniency.bit()) != 0;
    }

    final boolean halted() {
        return state != State.RUNNING;
    }

    /** Where in the window to stop: at its end, or where a limit is reached before that. */
    final int index(long clip, int end) {
        return clip - origin < end ? (int) (clip - origin) : end;
    }

    /** The end of what may be looked at of the first line. */
    final int lineStop(int end) {
        return index(lineClip, end);
    }

    /** All of the first line that may be looked at has been. Returns {@code p}, to go on from with more input. */
    final int incomplete(int p, int end) throws HttpParserException {
        if (p < end) {
            throw error(
                    HttpError.LIMIT_REQUEST_LINE,
                    "a first line of more than " + limits.requestLineBytes() + " bytes",
                    p);
        }
        return p;
    }

    /** The input is refused because of the byte at this index of the window. */
    final HttpParserException error(HttpError code, String reason, int index) {
        return fail(new HttpParserException(code, reason, origin + index, null));
    }

    /** A callback threw, when all bytes before this index of the window had been taken. */
    final HttpParserException thrown(HttpError code, int index, Throwable thrown) {
        HttpParserException wrapped =
                fail(new HttpParserException(code, "a callback threw " + thrown, origin + index, thrown));
        if (thrown instanceof Error error) {
            throw error;
        }
        return wrapped;
    }

    static String hex(byte b) {
        return "0x" + Character.forDigit(b >> 4 & 15, 16) + Character.forDigit(b & 15, 16);
    }

    // ---- inside

    private HttpParserException fail(HttpParserException exception) {
        failure = exception;
        state = State.FAILED;
        position = exception.position();
        return exception;
    }

    private HttpParserException failed() {
        return java.util.Objects.requireNonNull(failure);
    }

    private void checkIdle() {
        if (busy) {
            throw new IllegalStateException("the parser is in a callback");
        }
    }

    private boolean enter() throws HttpParserException {
        checkIdle();
        if (state != State.RUNNING) {
            if (state == State.FAILED) {
                throw failed();
            }
            if (state == State.FINISHED) {
                throw new IllegalStateException("the parser is finished");
            }
            return false;
        }
        busy = true;
        return true;
    }

    /**
     * Parses window after window: the caller's array where there is one and nothing is carried over, else
     * {@link #gathered}, with what is carried over in front.
     */
    private void take(@Nullable ByteBuffer buffer, byte @Nullable [] array, int arrayOffset, int from, int limit)
            throws HttpParserException {
        int at = from;
        do {
            byte[] window;
            int p;
            int end;
            if (array != null && carried == 0) {
                window = array;
                p = arrayOffset + at;
                end = arrayOffset + limit;
            } else {
                int length = Math.min(limit - at, WINDOW);
                window = gathered(carried + length);
                p = carried;
                end = p + length;
                if (array != null) {
                    System.arraycopy(array, arrayOffset + at, window, p, length);
                } else if (buffer != null) {
                    buffer.get(at, window, p, length);
                }
            }
            origin = position - p;
            windowLimit = p + (limit - at);
            int q = run(window, p, end);
            position += q - p;
            at += q - p;
            carry(window, q);
        } while (at < limit && state == State.RUNNING);
    }

    private byte[] gathered(int length) {
        if (gathered.length < length) {
            gathered = java.util.Arrays.copyOf(gathered, Math.max(length, 2 * gathered.length));
        }
        return gathered;
    }

    private void carry(byte[] window, int q) {
        if (mark < 0 || mark == q) {
            mark = -1;
            carried = 0;
            return;
        }
        carried = q - mark;
        byte[] target = gathered(carried);
        if (window != target || mark != 0) {
            System.arraycopy(window, mark, target, 0, carried);
        }
        mark = 0;
    }

    private void clear() {
        framing.clear();
        upgrade = false;
        major = 0;
        minor = 0;
        bodyTaken = 0;
    }

    /** Goes through the window. Returns the index of the first byte not taken, which a body may put behind the window. */
    @SuppressWarnings("StatementSwitchToExpressionSwitch") // each case ends by going on or by returning
    private int run(byte[] a, int from, int end) throws HttpParserException {
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
                    lineClip = origin + p + limits.requestLineBytes();
                    clear();
                    beginStartLine();
                    step = BEGIN;
                    if (later) {
                        calls.reset(p);
                        if (halted()) {
                            return p;
                        }
                    }
                    continue;
                case IDLE_LF:
                    if (p >= end) {
                        return p;
                    }
                    if (a[p] == '\n') {
                        p++;
                    } else if (!lenient(HttpLeniency.OPTIONAL_LF_AFTER_CR)) {
                        throw error(HttpError.LF_EXPECTED, "a CR before the message is not followed by LF", p);
                    }
                    step = IDLE;
                    continue;
                case BEGIN:
                    step = START_LINE;
                    calls.messageBegin(p);
                    if (halted()) {
                        return p;
                    }
                    continue;
                case START_LINE:
                    p = startLine(a, p, end);
                    if (step == START_LINE || halted()) {
                        return p;
                    }
                    continue;
                case HEADERS:
                    p = lines.run(a, p, end);
                    if (!lines.isComplete()) {
                        return p;
                    }
                    step = HEAD_COMPLETE;
                    if (halted()) {
                        return p;
                    }
                    continue;
                case HEAD_COMPLETE:
                    upgrade = asksForUpgrade();
                    step = BODY_KIND;
                    calls.headersComplete(p);
                    if (halted()) {
                        return p;
                    }
                    continue;
                case BODY_KIND:
                    bodyBegins(p);
                    continue;
                case BODY:
                    if (bodyLeft == 0) {
                        step = COMPLETE;
                        continue;
                    }
                    if (p >= windowLimit) {
                        return p;
                    }
                    p = body(p, bodyLeft);
                    if (halted()) {
                        return p;
                    }
                    continue;
                case BODY_TO_END:
                    if (p >= windowLimit) {
                        return p;
                    }
                    if (bodyTaken == limits.bodyBytes()) {
                        throw overBody(p);
                    }
                    p = body(p, limits.bodyBytes() - bodyTaken);
                    if (halted()) {
                        return p;
                    }
                    continue;
                case CHUNK_LINE:
                    p = chunks.run(a, p, end);
                    if (chunks.size() < 0 || halted()) {
                        return p;
                    }
                    step = CHUNK_HEADER;
                    continue;
                case CHUNK_HEADER:
                    bodyLeft = chunks.size();
                    if (bodyLeft > limits.bodyBytes() - bodyTaken) {
                        throw overBody(p);
                    }
                    if (bodyLeft == 0) {
                        lines.beginTrailers(origin + p);
                        step = TRAILERS;
                    } else {
                        step = CHUNK_DATA;
                    }
                    calls.chunkHeader(bodyLeft, p);
                    if (halted()) {
                        return p;
                    }
                    continue;
                case CHUNK_DATA:
                    if (bodyLeft == 0) {
                        step = CHUNK_CR;
                        continue;
                    }
                    if (p >= windowLimit) {
                        return p;
                    }
                    p = body(p, bodyLeft);
                    if (halted()) {
                        return p;
                    }
                    continue;
                case CHUNK_CR:
                    if (p >= end) {
                        return p;
                    }
                    if (a[p] == '\r') {
                        p++;
                        step = CHUNK_LF;
                    } else {
                        p += chunkEnd(a[p], p);
                        step = CHUNK_COMPLETE;
                    }
                    continue;
                case CHUNK_LF:
                    if (p >= end) {
                        return p;
                    }
                    if (a[p] != '\n') {
                        throw error(HttpError.STRICT, "the CR behind a chunk is not followed by LF", p);
                    }
                    p++;
                    step = CHUNK_COMPLETE;
                    continue;
                case CHUNK_COMPLETE:
                    chunks.begin();
                    step = CHUNK_LINE;
                    calls.chunkComplete(p);
                    if (halted()) {
                        return p;
                    }
                    continue;
                case TRAILERS:
                    p = lines.run(a, p, end);
                    if (!lines.isComplete()) {
                        return p;
                    }
                    step = LAST_CHUNK_COMPLETE;
                    if (halted()) {
                        return p;
                    }
                    continue;
                case LAST_CHUNK_COMPLETE:
                    step = COMPLETE;
                    calls.chunkComplete(p);
                    if (halted()) {
                        return p;
                    }
                    continue;
                case COMPLETE:
                    step = CLEAN_UP;
                    calls.messageComplete(p);
                    if (halted()) {
                        return p;
                    }
                    continue;
                case CLEAN_UP:
                    cleanUp(p);
                    if (halted()) {
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
                    if (a[p] != '\n'
                            && !lenient(HttpLeniency.OPTIONAL_LF_AFTER_CR)
                            && !lenient(HttpLeniency.DATA_AFTER_CLOSE)) {
                        throw error(HttpError.CLOSED_CONNECTION, "bytes after a message that closes", p);
                    }
                    p += a[p] == '\n' ? 1 : 0;
                    step = CLOSED;
            }
        }
    }

    /** Empty lines before a request are skipped (RFC 9112 2.2), though not for ever. Returns whether the byte is one. */
    private boolean emptyLine(byte b, int p) throws HttpParserException {
        if (!request || (b != '\r' && b != '\n')) {
            return false;
        }
        if (b == '\n' && !lenient(HttpLeniency.OPTIONAL_CR_BEFORE_LF)) {
            throw error(HttpError.CR_EXPECTED, "an LF without CR before the request", p);
        }
        if (origin + p >= emptyClip) {
            throw error(
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
        switch (bodyKind()) {
            case LENGTH -> {
                bodyLeft = framing.contentLength();
                if (bodyLeft > limits.bodyBytes()) {
                    throw overBody(p);
                }
                step = BODY;
            }
            case CHUNKS -> {
                chunks.begin();
                step = CHUNK_LINE;
            }
            case TO_END -> step = BODY_TO_END;
            case NOTHING_OF_OURS -> {
                upgrade = true;
                step = COMPLETE;
            }
            default -> step = COMPLETE;
        }
    }

    private HttpParserException overBody(int p) {
        return error(HttpError.LIMIT_BODY, "a body of more than " + limits.bodyBytes() + " bytes", p);
    }

    /** Hands over what is there of the body, but not more than this. */
    private int body(int p, long most) throws HttpParserException {
        int length = (int) Math.min(most, windowLimit - p);
        ByteBuffer data = fed;
        if (data == null) {
            data = wrap(fedArray);
            fed = data;
        }
        int start = (int) (origin + p - fedOrigin);
        int limit = data.limit();
        data.limit(start + length).position(start);
        bodyLeft -= length;
        bodyTaken += length;
        calls.body(data, p + length);
        data.limit(limit);
        return p + length;
    }

    /** The fed array in a buffer, made once for an array that is fed again and again. */
    private ByteBuffer wrap(byte[] array) {
        ByteBuffer kept = wrapper;
        if (kept == null || wrapped != array) {
            kept = ByteBuffer.wrap(array);
            wrapper = kept;
            wrapped = array;
        }
        kept.clear();
        return kept;
    }

    /** What stands behind a chunk is not CR. Returns how many bytes of it to take. */
    private int chunkEnd(byte b, int p) throws HttpParserException {
        if (b == '\n' && lenient(HttpLeniency.OPTIONAL_CR_BEFORE_LF)) {
            return 1;
        }
        if (lenient(HttpLeniency.OPTIONAL_CRLF_AFTER_CHUNK)) {
            return 0;
        }
        throw b == '\n'
                ? error(HttpError.CR_EXPECTED, "a chunk ends in LF without CR", p)
                : error(HttpError.STRICT, "a chunk does not end in CR, LF", p);
    }

    private void cleanUp(int p) {
        later = true;
        emptyClip = origin + p + limits.requestLineBytes();
        boolean closes = !shouldKeepAlive() && !lenient(HttpLeniency.KEEP_ALIVE);
        if (upgrade) {
            state = State.UPGRADED;
            step = IDLE;
        } else {
            step = closes ? CLOSED : IDLE;
        }
    }

    private int closed(byte b, int p, int end) throws HttpParserException {
        if (request && b == '\r') {
            step = CLOSED_LF;
            return p + 1;
        }
        if (lenient(HttpLeniency.DATA_AFTER_CLOSE)) {
            return end;
        }
        if (request && b == '\n' && lenient(HttpLeniency.OPTIONAL_CR_BEFORE_LF)) {
            return p + 1;
        }
        throw error(HttpError.CLOSED_CONNECTION, "bytes after a message that closes", p);
    }
}
