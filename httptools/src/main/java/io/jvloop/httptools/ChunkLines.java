// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

/**
 * The line before a chunk: its size and its extensions, RFC 9112 7.1. White space is allowed nowhere in it.
 *
 * <pre>
 * SIZE_FIRST --hex--> SIZE --CR--> LF --LF--> complete
 *                      |            ^
 *                      ;           CR
 *                      v            |
 *              ;---> NAME_FIRST --> NAME --=--> VALUE_FIRST --token--> VALUE --+
 *              |                                     |                         |
 *              |                                     +--"--> QUOTED --"--> AFTER_QUOTED
 * </pre>
 */
final class ChunkLines {
    private static final int SIZE_FIRST = 0, SIZE = 1, SIZE_END = 2, NAME_FIRST = 3, NAME = 4, VALUE_FIRST = 5;
    private static final int VALUE = 6, QUOTED = 7, QUOTED_PAIR = 8, AFTER_QUOTED = 9, LF = 10;
    /** Hexadecimal digits of the largest long; more zeros in front of them serve nobody. */
    private static final int DIGITS = 16;

    /** Half of the largest: it must stay positive when an origin below zero is taken off. */
    private static final long NO_CLIP = Long.MAX_VALUE >> 1;

    private final HttpParser parser;
    private final Window window;
    private final Calls calls;
    private final HttpLimits limits;

    private int step;
    private int digits;
    private long size;
    private long clip;
    // relative to window.mark
    private int nameLength;
    private int valueStart;

    ChunkLines(HttpParser parser) {
        this.parser = parser;
        window = parser.window;
        calls = parser.calls;
        limits = parser.limits;
    }

    void begin() {
        step = SIZE_FIRST;
        digits = 0;
        size = 0;
        clip = NO_CLIP;
    }

    /** Whether nothing of the line has been seen. */
    boolean isAtStart() {
        return step == SIZE_FIRST && digits == 0;
    }

    /** Whether the line is complete. */
    boolean isComplete() {
        return step == SIZE_FIRST && digits > 0;
    }

    /** The size, once the line is complete. */
    long size() {
        return size;
    }

    int run(byte[] a, int from, int end) throws HttpParserException {
        if (step == SIZE_FIRST) {
            int p = wholeLine(a, from, end);
            if (p > from) {
                return p;
            }
        }
        return anyLine(a, from, end);
    }

    /** A line that is there to its end and has a size alone. Returns the index behind it, or {@code from} for any other. */
    private int wholeLine(byte[] a, int from, int end) {
        int p = from;
        int stop = Math.min(end, from + DIGITS); // one more might be too large
        long value = 0;
        for (int digit; p < stop && (digit = Scan.hex(a[p])) >= 0; p++) {
            value = value << 4 | digit;
        }
        if (p == from || p >= stop - 1 || a[p] != '\r' || a[p + 1] != '\n') {
            return from;
        }
        digits = p - from;
        size = value;
        return p + 2;
    }

    /** The same byte by byte, from wherever the input was cut. */
    @SuppressWarnings("fallthrough")
    private int anyLine(byte[] a, int from, int end) throws HttpParserException {
        int p = from;
        int stop = window.index(clip, end);
        more:
        for (; ; ) {
            if (p >= stop) {
                break more;
            }
            byte b = a[p];
            switch (step) {
                case SIZE_FIRST:
                    if (Scan.hex(b) < 0) {
                        throw badSize(b, p);
                    }
                    step = SIZE;
                // fall through
                case SIZE:
                    for (int digit; p < stop && (digit = Scan.hex(a[p])) >= 0; p++) {
                        if (++digits > DIGITS || size > Long.MAX_VALUE >> 4) {
                            throw parser.error(HttpError.INVALID_CHUNK_SIZE, "a chunk size is too large", p);
                        }
                        size = size << 4 | digit;
                    }
                    if (p == stop) {
                        break more;
                    }
                    step = SIZE_END;
                    continue;
                case SIZE_END:
                    if (b == '\r') {
                        p++;
                        step = LF;
                    } else if (b == ';') {
                        clip = window.origin + p + limits.chunkExtensionBytes();
                        stop = window.index(clip, end);
                        p++;
                        step = NAME_FIRST;
                    } else if (b == '\n') {
                        bareLf(p);
                    } else if ((b == ' ' || b == '\t') && parser.lenient(HttpLeniency.SPACES_AFTER_CHUNK_SIZE)) {
                        p++;
                        if (clip == NO_CLIP) {
                            clip = window.origin + p + limits.chunkExtensionBytes();
                            stop = window.index(clip, end);
                        }
                    } else {
                        throw badSize(b, p);
                    }
                    continue;
                case NAME_FIRST:
                    window.mark = p;
                    if (!Scan.is(Scan.TOKEN, b)) {
                        throw badExtension(b, p);
                    }
                    step = NAME;
                // fall through
                case NAME:
                    p = Scan.run(Scan.TOKEN, a, p, stop);
                    if (p == stop) {
                        break more;
                    }
                    nameLength = p - window.mark;
                    if (a[p] == '=') {
                        p++;
                        valueStart = p - window.mark;
                        step = VALUE_FIRST;
                        continue;
                    }
                    valueStart = nameLength;
                    p = extension(a, p, p);
                    break;
                case VALUE_FIRST:
                    if (b == '"') {
                        p++;
                        step = QUOTED;
                        continue;
                    }
                    if (!Scan.is(Scan.TOKEN, b)) {
                        throw badExtension(b, p);
                    }
                    step = VALUE;
                // fall through
                case VALUE:
                    p = Scan.run(Scan.TOKEN, a, p, stop);
                    if (p == stop) {
                        break more;
                    }
                    p = extension(a, p, p);
                    break;
                case QUOTED:
                    p = Scan.run(Scan.QUOTED, a, p, stop);
                    if (p == stop) {
                        break more;
                    }
                    if (a[p] == '\\') {
                        p++;
                        step = QUOTED_PAIR;
                    } else if (a[p] == '"') {
                        p++;
                        step = AFTER_QUOTED;
                    } else {
                        throw badExtension(a[p], p);
                    }
                    continue;
                case QUOTED_PAIR:
                    if (b != '"' && b != '\\' && !Scan.is(Scan.QUOTED, b)) {
                        throw badExtension(b, p);
                    }
                    p++;
                    step = QUOTED;
                    continue;
                case AFTER_QUOTED:
                    p = extension(a, p, p);
                    break;
                default:
                    if (b == '\n') {
                        p++;
                    } else if (!parser.lenient(HttpLeniency.OPTIONAL_LF_AFTER_CR)) {
                        throw parser.error(HttpError.STRICT, "the CR behind a chunk size is not followed by LF", p);
                    }
                    step = SIZE_FIRST;
                    return p;
            }
            if (parser.halted()) {
                return p;
            }
        }
        if (p < end) {
            throw parser.error(
                    HttpError.LIMIT_CHUNK_EXTENSION,
                    "more than " + limits.chunkExtensionBytes() + " bytes of chunk extensions",
                    p);
        }
        return p;
    }

    /** An extension ends at {@code valueEnd}, and this byte says what comes. Returns the index from which to go on. */
    private int extension(byte[] a, int valueEnd, int p) throws HttpParserException {
        byte b = a[p];
        int next = p + 1;
        if (b == ';') {
            step = NAME_FIRST;
        } else if (b == '\r') {
            step = LF;
        } else if (b == '\n') {
            bareLf(p);
            next = p;
        } else {
            throw badExtension(b, p);
        }
        int mark = window.mark;
        window.mark = -1;
        calls.first.set(a, mark, nameLength);
        calls.second.set(a, mark + valueStart, valueEnd - mark - valueStart);
        calls.chunkExtension(next);
        return next;
    }

    private void bareLf(int p) throws HttpParserException {
        if (!parser.lenient(HttpLeniency.OPTIONAL_CR_BEFORE_LF)) {
            throw parser.error(HttpError.CR_EXPECTED, "the line of a chunk ends in LF without CR", p);
        }
        step = LF;
    }

    private HttpParserException badSize(byte b, int p) {
        return parser.error(HttpError.INVALID_CHUNK_SIZE, "byte " + HttpParser.hex(b) + " in a chunk size", p);
    }

    private HttpParserException badExtension(byte b, int p) {
        return parser.error(HttpError.STRICT, "byte " + HttpParser.hex(b) + " in a chunk extension", p);
    }
}
