// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

/**
 * Header lines and trailers, up to the empty line behind them.
 *
 * <pre>
 * LINE --CR--> EMPTY_LF --LF--> complete
 *   |
 * NAME --:--> OWS --> VALUE --CR--> VALUE_LF --LF--> header --> LINE
 *   |          ^                                 |
 *   NAME_OWS --+ (leniency HEADERS)              FOLD --SP, HTAB--> VALUE, or OWS when it is empty (leniency HEADERS)
 * </pre>
 */
final class HeaderLines {
    private static final int LINE = 0, NAME = 1, NAME_OWS = 2, OWS = 3, VALUE = 4, VALUE_LF = 5, FOLD = 6, EMPTY_LF = 7;

    private final HttpParser parser;
    private final Window window;
    private final Calls calls;
    private final Framing framing;
    private final HttpLimits limits;
    private final boolean lenient;

    private int step;
    private int count;
    private boolean trailing;
    private boolean complete;
    private long blockClip;
    private long lineClip;
    // of the line that we are in, relative to window.mark
    private int nameLength;
    private int valueStart;
    private int valueEnd;
    private int field;
    private boolean folded;
    private byte[] unfolded = new byte[0];

    HeaderLines(HttpParser parser) {
        this.parser = parser;
        window = parser.window;
        calls = parser.calls;
        framing = parser.framing;
        limits = parser.limits;
        lenient = parser.lenient(HttpLeniency.HEADERS);
    }

    /** Headers come next; {@code position} is that of their first byte. */
    void begin(long position) {
        count = 0;
        block(position, false, limits.headersBytes());
    }

    /** Trailers come next. */
    void beginTrailers(long position) {
        block(position, true, limits.trailersBytes());
    }

    private void block(long position, boolean trailers, int bytes) {
        step = LINE;
        trailing = trailers;
        complete = false;
        folded = false;
        blockClip = position + bytes;
    }

    /** Whether the empty line has been seen. */
    boolean isComplete() {
        return complete;
    }

    int run(byte[] a, int from, int end) throws HttpParserException {
        int p = from;
        if (step == LINE && !lenient) {
            p = wholeLines(a, from, end);
            if (complete || parser.halted()) {
                return p;
            }
        }
        return anyLines(a, p, end);
    }

    /** The lines that are there to their end and have nothing odd: nearly all. Returns where another one begins. */
    private int wholeLines(byte[] a, int from, int end) throws HttpParserException {
        int p = from;
        int blockStop = window.index(blockClip, end);
        for (; ; ) {
            int stop = blockStop - p > limits.headerLineBytes() ? p + limits.headerLineBytes() : blockStop;
            int colon = Scan.name(a, p, stop);
            if (colon >= stop - 1) {
                return p;
            }
            if (a[colon] != ':' || colon == p || count >= limits.headerCount()) {
                if (colon == p && Scan.shortAt(a, p) == Scan.CR_LF) {
                    complete = true;
                    return p + 2;
                }
                return p;
            }
            int value = a[colon + 1] == ' ' ? colon + 2 : colon + 1;
            int cr = Scan.value(a, value, stop);
            if (cr >= stop - 1 || Scan.shortAt(a, cr) != Scan.CR_LF || isBlank(a[value]) || isBlank(a[cr - 1])) {
                return p;
            }
            count++;
            calls.first.set(a, p, colon - p);
            calls.second.set(a, value, cr - value);
            int known = Framing.field(a, p, colon - p);
            if (known != Framing.OTHER) {
                framing.begins(known, trailing, colon);
                framing.value(known, trailing, a, value, cr, value);
            }
            p = cr + 2;
            if (trailing) {
                calls.trailer(p);
            } else {
                calls.header(p);
            }
            if (parser.halted()) {
                return p;
            }
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** The same byte by byte, from wherever the input was cut. */
    @SuppressWarnings("fallthrough")
    private int anyLines(byte[] a, int from, int end) throws HttpParserException {
        int p = from;
        int at = step;
        int mark = window.mark;
        int stop = window.index(lineClip, end);
        more:
        for (; ; ) {
            switch (at) {
                case LINE:
                    lineClip = Math.min(window.origin + p + limits.headerLineBytes(), blockClip);
                    stop = window.index(lineClip, end);
                    if (p >= stop) {
                        break more;
                    }
                    if (a[p] == '\r') {
                        p++;
                        at = EMPTY_LF;
                        continue;
                    }
                    if (a[p] <= ' ') {
                        p = oddStart(a[p], p);
                        if (complete) {
                            step = LINE;
                            return p;
                        }
                        continue;
                    }
                    if (count >= limits.headerCount()) {
                        throw parser.error(HttpError.LIMIT_HEADER_COUNT, "more than " + count + " headers", p);
                    }
                    count++;
                    mark = p;
                    at = NAME;
                // fall through
                case NAME:
                    p = Scan.run(Scan.TOKEN, a, p, stop);
                    if (p == stop) {
                        break more;
                    }
                    nameLength = p - mark;
                    if (a[p] != ':' || nameLength == 0) {
                        if (lenient && nameLength > 0 && a[p] == ' ') {
                            at = NAME_OWS;
                            continue;
                        }
                        throw badName(a[p], p);
                    }
                    p = colon(a, mark, p);
                    at = OWS;
                // fall through
                case OWS:
                    while (p < stop && (a[p] == ' ' || a[p] == '\t')) {
                        p++;
                    }
                    if (p == stop) {
                        break more;
                    }
                    valueStart = p - mark;
                    at = VALUE;
                // fall through
                case VALUE:
                    p = Scan.value(a, p, stop);
                    if (p == stop) {
                        break more;
                    }
                    if (a[p] != '\r') {
                        if (a[p] != '\n') {
                            checkOdd(a[p], p);
                            p++;
                            continue;
                        }
                        if (!parser.lenient(HttpLeniency.OPTIONAL_CR_BEFORE_LF)) {
                            throw parser.error(HttpError.CR_EXPECTED, "a header line ends in LF without CR", p);
                        }
                        valueEnd = p - mark;
                    } else {
                        valueEnd = p - mark;
                        p++;
                    }
                    at = VALUE_LF;
                // fall through
                case VALUE_LF:
                    if (p == stop) {
                        break more;
                    }
                    if (a[p] != '\n') {
                        throw parser.error(HttpError.LF_EXPECTED, "a CR in a header line is not followed by LF", p);
                    }
                    p++;
                    if (lenient) {
                        at = FOLD;
                        continue;
                    }
                    break;
                case NAME_OWS:
                    while (p < stop && a[p] == ' ') {
                        p++;
                    }
                    if (p == stop) {
                        break more;
                    }
                    if (a[p] != ':') {
                        throw badName(a[p], p);
                    }
                    p = colon(a, mark, p);
                    at = OWS;
                    continue;
                case FOLD:
                    if (p == end) {
                        break more;
                    }
                    if (a[p] == ' ' || a[p] == '\t') {
                        if (p == stop) {
                            break more; // a line may be as long as its limit, and goes on behind it
                        }
                        at = fold(p);
                        continue;
                    }
                    break;
                default:
                    if (p == stop) {
                        break more;
                    }
                    if (a[p] == '\n') {
                        p++;
                    } else if (!parser.lenient(HttpLeniency.OPTIONAL_LF_AFTER_CR)) {
                        throw parser.error(HttpError.STRICT, "the CR of the empty line is not followed by LF", p);
                    }
                    complete = true;
                    step = LINE;
                    return p;
            }
            at = LINE;
            step = LINE;
            window.mark = -1;
            deliver(a, mark, p);
            mark = -1;
            if (parser.halted()) {
                return p;
            }
        }
        step = at;
        window.mark = mark;
        if (p < end) {
            throw overLimit(p);
        }
        return p;
    }

    /** The name ends at a colon. Returns the index behind it. */
    private int colon(byte[] a, int mark, int p) throws HttpParserException {
        field = Framing.field(a, mark, nameLength);
        if (field != Framing.OTHER) {
            framing.begins(field, trailing, p);
        }
        return p + 1;
    }

    /** A line goes on behind its end. Returns the step to go on with. What says where a body ends is not folded, as in llhttp. */
    private int fold(int p) throws HttpParserException {
        if (valueEnd == valueStart) {
            return OWS;
        }
        if (field == Framing.CONTENT_LENGTH) {
            throw parser.error(HttpError.INVALID_CONTENT_LENGTH, "a folded Content-Length", p);
        }
        if (field == Framing.TRANSFER_ENCODING) {
            throw parser.error(HttpError.INVALID_TRANSFER_ENCODING, "a folded Transfer-Encoding", p);
        }
        folded = true;
        return VALUE;
    }

    private void deliver(byte[] a, int mark, int p) throws HttpParserException {
        byte[] text = a;
        int start = mark + valueStart;
        int end = mark + valueEnd;
        if (folded) {
            folded = false;
            end = unfold(a, start, end);
            text = unfolded;
            start = 0;
        }
        while (end > start && (text[end - 1] == ' ' || text[end - 1] == '\t')) {
            end--;
            if (text[end] == '\t') {
                framing.tabBehind(field, end);
            }
        }
        if (field != Framing.OTHER) {
            framing.value(field, trailing, text, start, end, start);
        }
        calls.first.set(a, mark, nameLength);
        calls.second.set(text, start, end - start);
        if (trailing) {
            calls.trailer(p);
        } else {
            calls.header(p);
        }
    }

    /** Leaves out the line breaks, not the white space behind them, which parts the words. Returns the length. */
    private int unfold(byte[] a, int start, int end) {
        if (unfolded.length < end - start) {
            unfolded = new byte[Math.max(end - start, 256)];
        }
        int length = 0;
        for (int i = start; i < end; i++) {
            if (a[i] != '\r' && a[i] != '\n') {
                unfolded[length++] = a[i];
            }
        }
        return length;
    }

    /** A line that begins with white space or a control byte. */
    private int oddStart(byte b, int p) throws HttpParserException {
        if (b == '\n') {
            if (!parser.lenient(HttpLeniency.OPTIONAL_CR_BEFORE_LF)) {
                throw parser.error(HttpError.INVALID_HEADER_TOKEN, "the empty line is LF without CR", p);
            }
            complete = true;
            return p + 1;
        }
        if (b == ' ' || b == '\t') {
            if (lenient && b == ' ' && !trailing && window.origin + p == blockClip - limits.headersBytes()) {
                return p + 1; // the first byte of all, and no more
            }
            throw count == 0
                    ? parser.error(HttpError.UNEXPECTED_SPACE, "white space before the first header", p)
                    : parser.error(HttpError.INVALID_HEADER_TOKEN, "a folded header line", p);
        }
        throw badName(b, p);
    }

    private HttpParserException badName(byte b, int p) {
        String what = switch (b) {
            case ':' -> "a header without a name";
            case ' ', '\t' -> "white space between a header's name and its colon";
            case '\r', '\n' -> "a header line without a colon";
            default -> "byte " + HttpParser.hex(b) + " in a header's name";
        };
        return parser.error(HttpError.INVALID_HEADER_TOKEN, what, p);
    }

    private void checkOdd(byte b, int p) throws HttpParserException {
        if (!lenient && (b == 0 || !parser.lenient(HttpLeniency.HEADER_VALUE_RELAXED))) {
            throw parser.error(HttpError.INVALID_HEADER_TOKEN, "byte " + HttpParser.hex(b) + " in a header's value", p);
        }
    }

    private HttpParserException overLimit(int p) {
        if (lineClip < blockClip) {
            return parser.error(
                    HttpError.LIMIT_HEADER_LINE,
                    "a header line of more than " + limits.headerLineBytes() + " bytes",
                    p);
        }
        return trailing
                ? parser.error(
                        HttpError.LIMIT_TRAILERS, "more than " + limits.trailersBytes() + " bytes of trailers", p)
                : parser.error(HttpError.LIMIT_HEADERS, "more than " + limits.headersBytes() + " bytes of headers", p);
    }
}
