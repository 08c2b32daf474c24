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

    /** What follows a head. */
    static final int NO_BODY = 0, LENGTH = 1, CHUNKS = 2, TO_END = 3, NOTHING_OF_OURS = 4;

    private static final byte[] NONE = {};

    final Window window = new Window();
    final Calls calls;
    final Framing framing;
    final HttpLimits limits;
    private final Messages messages;
    private final int leniencies;

    private State state = State.RUNNING;
    private @Nullable HttpParserException failure;
    private boolean busy;
    private boolean upgrade;

    /** Moved when feeding ends. The window's own moves before that, by as much as it opens onto at a time. */
    private long position;

    private int major;
    private int minor;

    HttpParser(HttpEvents events, HttpParserOptions options, boolean request) {
        limits = options.limits();
        leniencies = options.bits();
        calls = new Calls(this, events);
        framing = new Framing(this, request);
        messages = new Messages(this, request);
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
        window.began(input, NONE, from);
        try {
            if (input.hasArray()) {
                take(input, input.array(), input.arrayOffset(), from, limit);
            } else {
                take(input, null, 0, from, limit);
            }
        } finally {
            leave();
            Window.bound(input, Math.max(from, window.taken()), limit);
        }
        return window.taken() - from;
    }

    /** The same for a range of an array. Body bytes are handed over in a buffer that wraps the array. */
    public final int feed(byte[] input, int offset, int length) throws HttpParserException {
        java.util.Objects.checkFromIndexSize(offset, length, input.length);
        if (!enter()) {
            return 0;
        }
        window.began(null, input, offset);
        try {
            take(null, input, 0, offset, offset + length);
        } finally {
            leave();
        }
        return window.taken() - offset;
    }

    /** The same for a whole array. */
    public final int feed(byte[] input) throws HttpParserException {
        return feed(input, 0, input.length);
    }

    /**
     * The input has ended. Fine between messages, and where the end is what completes a body, which then calls
     * {@link HttpEvents#messageComplete}; fine also when the parser is stopped or upgraded. A callback that pauses the
     * parser leaves it {@link State#PAUSED}: resume it, and say so again.
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
        if (state == State.RUNNING && messages.isBodyToEnd()) {
            endOfBody();
        }
        if (state == State.RUNNING && !messages.isBetween()) {
            window.origin = window.position;
            throw error(HttpError.INVALID_EOF_STATE, "the input ended inside a message", 0);
        }
        if (state != State.PAUSED && state != State.STOPPED) {
            state = State.FINISHED;
        }
    }

    private void endOfBody() throws HttpParserException {
        busy = true;
        try {
            window.origin = window.position;
            messages.endOfBody();
        } finally {
            busy = false;
        }
        if (state == State.RUNNING) {
            feed(NONE);
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
        if (state != State.FAILED && state != State.FINISHED) {
            state = State.STOPPED;
        }
    }

    /** As new: for another connection, with the same callbacks and options. */
    public final void reset() {
        checkIdle();
        state = State.RUNNING;
        failure = null;
        position = 0;
        window.reset();
        messages.reset();
        beginStartLine();
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

    /** Whether all messages are complete that have begun: the input may end here. */
    public final boolean isBetweenMessages() {
        return messages.isBetween();
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

    /** Nothing is known of the first line. */
    abstract void beginStartLine();

    /** Whether the head, now complete, asks for something else than HTTP/1 to follow. */
    abstract boolean asksForUpgrade();

    /** Which of {@link #NO_BODY} and its neighbours. */
    abstract int bodyKind();

    final void startLineComplete(int p) {
        messages.startLineComplete(p);
    }

    final boolean isFirstMessage() {
        return messages.isFirst();
    }

    /** Nothing is known of the message that begins. */
    final void clear() {
        framing.clear();
        upgrade = false;
        major = 0;
        minor = 0;
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
        if (!busy || !messages.isBodyOpen()) {
            throw new IllegalStateException("only in headersComplete");
        }
    }

    /** The preface is complete, its last byte taken. */
    final void http2() {
        state = State.HTTP2;
        messages.preface();
    }

    /** The message is complete, and what follows is of another protocol. */
    final void upgraded() {
        state = State.UPGRADED;
    }

    final boolean lenient(HttpLeniency leniency) {
        return (leniencies & leniency.bit()) != 0;
    }

    final boolean halted() {
        return state != State.RUNNING;
    }

    /** The end of what may be looked at of the first line. */
    final int lineStop(int end) {
        return messages.lineStop(end);
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
        return fail(new HttpParserException(code, reason, window.origin + index, null));
    }

    /** A callback threw, when all bytes before this index of the window had been taken. */
    final HttpParserException thrown(HttpError code, int index, Throwable thrown) {
        HttpParserException wrapped =
                fail(new HttpParserException(code, "a callback threw " + thrown, window.origin + index, thrown));
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
        window.position = exception.position();
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

    private void leave() {
        busy = false;
        position = window.position;
        window.ended();
    }

    private void take(@Nullable ByteBuffer buffer, byte @Nullable [] array, int offset, int from, int limit)
            throws HttpParserException {
        int at = from;
        do {
            byte[] a = window.open(buffer, array, offset, at, limit);
            int p = messages.run(a, window.start, window.end);
            at += window.close(a, p);
        } while (at < limit && state == State.RUNNING);
    }
}
