// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import java.nio.MappedByteBuffer;

/**
 * A body in chunks, up to the end of its trailers. RFC 9112 7.1.
 *
 * <pre>
 * SIZE --> HEADER --+--> DATA --> CR --> LF --> COMPLETE --> SIZE
 *                   '--> TRAILERS --> LAST_COMPLETE --> complete       (a size of 0)
 * </pre>
 */
final class Chunks {
    private static final int SIZE = 0, HEADER = 1, DATA = 2, CR = 3, LF = 4, COMPLETE = 5, TRAILERS = 6;
    private static final int LAST_COMPLETE = 7, DONE = 8;

    /** So many hexadecimal digits and CR, LF before and behind them are eight bytes. */
    private static final int SMALL_DIGITS = 4;

    /** 0, CR, LF, CR, LF in the upper bytes of a word, and how far they are from the lower ones. */
    private static final long LAST = 0x0a0d0a0d_30000000L;

    private static final int LAST_SHIFT = 24;

    private final HttpParser parser;
    private final Window window;
    private final Calls calls;
    private final Body body;
    private final ChunkLines sizes;
    private final HeaderLines trailers;
    /** Whether the limit of the trailers has room for the empty line behind them. */
    private final boolean mayEnd;

    private int step;

    Chunks(HttpParser parser, Body body, HeaderLines trailers) {
        this.parser = parser;
        this.body = body;
        this.trailers = trailers;
        window = parser.window;
        calls = parser.calls;
        sizes = new ChunkLines(parser);
        mayEnd = parser.limits.trailersBytes() >= 2;
    }

    /** The first chunk comes next. */
    void begin() {
        step = SIZE;
        sizes.begin();
    }

    /** Whether all are there. */
    boolean isComplete() {
        return step == DONE;
    }

    /** Goes on. Returns the index of the first byte not taken. */
    @SuppressWarnings({"StatementSwitchToExpressionSwitch", "fallthrough"})
    int run(byte[] a, int from, int end) throws HttpParserException {
        int p = from;
        for (; ; ) {
            switch (step) {
                case SIZE:
                    if (sizes.isAtStart()) {
                        p = wholeChunks(a, p);
                        if (step != SIZE || parser.halted()) {
                            return p;
                        }
                    }
                    p = sizes.run(a, p, end);
                    if (!sizes.isComplete() || parser.halted()) {
                        return p;
                    }
                    step = HEADER;
                // fall through
                case HEADER:
                    long size = sizes.size();
                    body.expect(size, p);
                    if (size == 0) {
                        trailers.beginTrailers(window.origin + p);
                        step = TRAILERS;
                    } else {
                        step = DATA;
                    }
                    calls.chunkHeader(size, p);
                    if (parser.halted()) {
                        return p;
                    }
                    if (size == 0) {
                        continue;
                    }
                // fall through
                case DATA:
                    while (body.left() > 0) {
                        if (p >= window.bodyEnd) {
                            return p;
                        }
                        p = body.take(p);
                        if (parser.halted()) {
                            return p;
                        }
                    }
                    step = CR;
                // fall through
                case CR:
                    if (p >= end) {
                        return p;
                    }
                    if (a[p] == '\r') {
                        p++;
                        step = LF;
                    } else {
                        p += oddEnd(a[p], p);
                        step = COMPLETE;
                        continue;
                    }
                // fall through
                case LF:
                    if (p >= end) {
                        return p;
                    }
                    if (a[p] != '\n') {
                        throw parser.error(HttpError.STRICT, "the CR behind a chunk is not followed by LF", p);
                    }
                    p++;
                    step = COMPLETE;
                // fall through
                case COMPLETE:
                    begin();
                    calls.chunkComplete(p);
                    if (parser.halted()) {
                        return p;
                    }
                    continue;
                case TRAILERS:
                    p = trailers.run(a, p, end);
                    if (!trailers.isComplete()) {
                        return p;
                    }
                    step = LAST_COMPLETE;
                    if (parser.halted()) {
                        return p;
                    }
                // fall through
                default:
                    step = DONE;
                    calls.chunkComplete(p);
                    return p;
            }
        }
    }

    /**
     * The chunks that are there to their end and have nothing odd, each by the eight bytes between the one before and its
     * own: CR, LF, size, CR, LF. Returns where another one begins, which may be behind the window.
     */
    private int wholeChunks(byte[] a, int from) throws HttpParserException {
        int p = from;
        long word = window.word(a, p);
        for (; ; ) {
            if (word << LAST_SHIFT == LAST && mayEnd) {
                return lastChunk(p);
            }
            int size = 0;
            int digits = 0;
            for (int digit; digits < SMALL_DIGITS && (digit = Scan.hex((byte) word)) >= 0; digits++) {
                size = size << 4 | digit;
                word >>>= 8;
            }
            int data = p + digits + 2;
            int behind = data + size;
            if (size == 0 || (short) word != Scan.CR_LF || size > window.bodyEnd - data || size > body.most()) {
                return p;
            }
            word = window.word(a, behind);
            if ((short) word != Scan.CR_LF) {
                return p;
            }
            word >>>= 16;
            calls.chunkHeader(size, data);
            if (parser.halted()) {
                body.expect(size, data);
                step = DATA;
                return data;
            }
            body.took(size);
            // as in Body, but here a call counts as hot, and is inlined, however seldom its kind of memory comes
            MappedByteBuffer direct = window.directRange(data, size);
            if (direct != null) {
                calls.body(direct, behind);
            } else {
                calls.body(window.heapRange(data, size), behind);
            }
            if (parser.halted()) {
                step = CR;
                return behind;
            }
            p = behind + 2;
            calls.chunkComplete(p);
            if (parser.halted()) {
                return p;
            }
        }
    }

    /** The last chunk, without trailers. Returns the index behind it. */
    private int lastChunk(int from) throws HttpParserException {
        int p = from + 3;
        trailers.beginTrailers(window.origin + p);
        step = TRAILERS;
        calls.chunkHeader(0, p);
        if (parser.halted()) {
            return p;
        }
        step = DONE;
        calls.chunkComplete(p + 2);
        return p + 2;
    }

    /** What stands behind a chunk is not CR. Returns how many bytes of it to take. */
    private int oddEnd(byte b, int p) throws HttpParserException {
        if (b == '\n' && parser.lenient(HttpLeniency.OPTIONAL_CR_BEFORE_LF)) {
            return 1;
        }
        if (parser.lenient(HttpLeniency.OPTIONAL_CRLF_AFTER_CHUNK)) {
            return 0;
        }
        throw b == '\n'
                ? parser.error(HttpError.CR_EXPECTED, "a chunk ends in LF without CR", p)
                : parser.error(HttpError.STRICT, "a chunk does not end in CR, LF", p);
    }
}
