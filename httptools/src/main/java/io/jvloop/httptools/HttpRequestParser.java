// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

/**
 * Parses requests: what a server reads.
 *
 * <pre>{@code
 * var parser = new HttpRequestParser(new HttpEvents() {
 *     @Override public void url(HttpText url) { System.out.println(url); }
 * });
 * parser.feed("GET /hello HTTP/1.1\r\nHost: example.com\r\n\r\n".getBytes());
 * }</pre>
 *
 * <p>The target must be of the form that its method takes (RFC 9112 3.2): a path, {@code scheme://host...},
 * {@code host:port} for CONNECT, {@code *} for OPTIONS (and UPnP's M-SEARCH and NOTIFY). Percent escapes are not looked into. Whether there is a Host is the
 * server's business.
 *
 * <p>An upgrade that is asked for (Connection: upgrade, with an Upgrade, in HTTP/1.1; or CONNECT) stops the parser behind
 * the request, or behind its body if it has one: {@link State#UPGRADED}. A server that does not want it says
 * {@link #declineUpgrade}.
 */
public final class HttpRequestParser extends HttpParser {
    private static final int METHOD = 0,
            AFTER_METHOD = 1,
            URL = 2,
            PROTOCOL = 3,
            VERSION = 4,
            CR = 5,
            LF = 6,
            PREFACE = 7;
    private static final long HTTP_1_1 = Scan.longAt(Ascii.bytes("HTTP/1.1"), 0);
    private static final long HTTP_1_0 = Scan.longAt(Ascii.bytes("HTTP/1.0"), 0);
    private static final int GET = Scan.intAt(Ascii.bytes("GET "), 0);
    /** The length of {@code GET / HTTP/1.1} and its line end. */
    private static final int SHORTEST = 16;

    private static final byte[] REST_OF_PREFACE = Ascii.bytes("* HTTP/2.0\r\n\r\nSM\r\n\r\n");

    private final int targetKind;
    private HttpMethod method = HttpMethod.UNKNOWN;
    private int step;
    private int matched;

    /** Strict, with the default limits. */
    public HttpRequestParser(HttpEvents events) {
        this(events, HttpParserOptions.DEFAULT);
    }

    /** As strict as the options say. */
    public HttpRequestParser(HttpEvents events, HttpParserOptions options) {
        super(events, options, true);
        targetKind = lenient(HttpLeniency.URL_CHARACTERS) ? Scan.TARGET_RELAXED : Scan.TARGET;
    }

    /**
     * The method of this request, from {@link HttpEvents#method} on until the next; {@link HttpMethod#UNKNOWN} when it is
     * none that is known, or there is none yet.
     */
    public HttpMethod method() {
        return method;
    }

    /**
     * Goes on with HTTP/1 after this request, its body included, although an upgrade or a tunnel was asked for. Only in
     * {@link HttpEvents#headersComplete}.
     */
    public void declineUpgrade() {
        checkInHeadersComplete();
        upgrade(false);
    }

    @Override
    public boolean messageNeedsEof() {
        return framing.hasTransferEncoding() && !framing.isChunked();
    }

    @Override
    boolean asksForUpgrade() {
        return method == HttpMethod.CONNECT || (framing.saysUpgrade() && !(versionMajor() == 1 && versionMinor() == 0));
    }

    @Override
    int bodyKind() {
        if (shouldUpgrade() && method == HttpMethod.CONNECT) {
            return NOTHING_OF_OURS;
        }
        if (framing.isChunked()) {
            return CHUNKS;
        }
        if (framing.hasTransferEncoding()) {
            return TO_END;
        }
        return framing.contentLength() > 0 ? LENGTH : NO_BODY;
    }

    @Override
    void beginStartLine() {
        step = METHOD;
        matched = 0;
        method = HttpMethod.UNKNOWN;
    }

    @Override
    int startLine(byte[] a, int from, int end) throws HttpParserException {
        int stop = lineStop(end);
        if (step == METHOD && window.mark < 0) {
            int p = wholeLine(a, from, stop);
            if (p > from) {
                return p;
            }
        }
        return anyLine(a, from, stop, end);
    }

    /** A line that is there to its end and has nothing odd. Returns {@code from} for any other. */
    private int wholeLine(byte[] a, int from, int stop) throws HttpParserException {
        int methodEnd;
        HttpMethod known;
        if (stop - from >= SHORTEST && Scan.intAt(a, from) == GET) {
            methodEnd = from + 3;
            known = HttpMethod.GET;
        } else {
            methodEnd = Scan.run(Scan.TOKEN, a, from, stop);
            known = HttpMethod.of(a, from, methodEnd - from);
            if (!known.takesPath() || methodEnd == stop || a[methodEnd] != ' ') {
                return from;
            }
        }
        int url = methodEnd + 1;
        int urlEnd = Scan.run(targetKind, a, url, stop);
        int word = urlEnd + 1;
        int line = word + 8;
        if (line > stop - 2 || a[url] != '/' || a[urlEnd] != ' ' || Scan.shortAt(a, line) != Scan.CR_LF) {
            return from;
        }
        long protocol = Scan.longAt(a, word);
        if (protocol != HTTP_1_1 && protocol != HTTP_1_0) {
            return from;
        }
        method = known;
        step = AFTER_METHOD;
        calls.method(a, from, methodEnd, url);
        if (halted()) {
            return url;
        }
        step = PROTOCOL;
        calls.url(a, url, urlEnd, word);
        if (halted()) {
            return word;
        }
        version(1, protocol == HTTP_1_1 ? 1 : 0);
        step = VERSION;
        calls.protocol(a, word, word + 4, line);
        if (halted()) {
            window.mark = word;
            return line;
        }
        step = CR;
        calls.version(a, word + 5, line, line);
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
            case METHOD:
                if (window.mark < 0) {
                    window.mark = p;
                }
                p = Scan.run(Scan.TOKEN, a, p, stop);
                checkMethod(a, p, stop);
                if (p == stop) {
                    return incomplete(p, end);
                }
                int methodFrom = window.mark;
                window.mark = -1;
                p++;
                if (method == HttpMethod.PRI) {
                    step = PREFACE;
                    p = preface(a, p, stop);
                    return halted() ? p : incomplete(p, end);
                }
                step = AFTER_METHOD;
                calls.method(a, methodFrom, p - 1, p);
                if (halted()) {
                    return p;
                }
            // fall through
            case AFTER_METHOD:
                if (p >= stop) {
                    return incomplete(p, end);
                }
                if (a[p] == ' ') {
                    throw error(HttpError.UNEXPECTED_SPACE, "a second space behind the method", p);
                }
                window.mark = p;
                step = URL;
            // fall through
            case URL:
                p = Scan.run(targetKind, a, p, stop);
                if (p == stop) {
                    return incomplete(p, end);
                }
                if (a[p] != ' ' || p == window.mark) {
                    throw badTarget(a[p], p);
                }
                int urlFrom = window.mark;
                if (a[urlFrom] != '/' || method == HttpMethod.CONNECT) {
                    checkForm(a, urlFrom, p);
                }
                window.mark = -1;
                p++;
                step = PROTOCOL;
                calls.url(a, urlFrom, p - 1, p);
                if (halted()) {
                    return p;
                }
            // fall through
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
                int protocolFrom = window.mark;
                p = window.mark + 8;
                step = VERSION;
                calls.protocol(a, protocolFrom, protocolFrom + 4, p);
                if (halted()) {
                    return p;
                }
            // fall through
            case VERSION:
                int versionFrom = window.mark + 5;
                window.mark = -1;
                step = CR;
                calls.version(a, versionFrom, versionFrom + 3, p);
                if (halted()) {
                    return p;
                }
            // fall through
            case CR:
                if (p >= stop) {
                    return incomplete(p, end);
                }
                if (a[p] == '\r') {
                    p++;
                } else if (a[p] != '\n' || !lenient(HttpLeniency.OPTIONAL_CR_BEFORE_LF)) {
                    throw error(HttpError.INVALID_VERSION, "the version is not followed by CR, LF", p);
                }
                step = LF;
            // fall through
            case LF:
                if (p >= stop) {
                    return incomplete(p, end);
                }
                if (a[p] == '\n') {
                    p++;
                } else if (!lenient(HttpLeniency.OPTIONAL_LF_AFTER_CR)) {
                    throw error(HttpError.STRICT, "the CR behind the version is not followed by LF", p);
                }
                startLineComplete(p);
                return p;
            default:
                p = preface(a, p, stop);
                return halted() ? p : incomplete(p, end);
        }
    }

    /** The token that begins at the mark has got as far as {@code p}. */
    private void checkMethod(byte[] a, int p, int stop) throws HttpParserException {
        boolean anyToken = lenient(HttpLeniency.UNKNOWN_METHODS);
        if (p - window.mark > HttpMethod.LONGEST && !anyToken) {
            throw error(HttpError.INVALID_METHOD, "an unknown method", window.mark);
        }
        if (p == stop) {
            return;
        }
        if (a[p] != ' ' || p == window.mark) {
            throw error(HttpError.INVALID_METHOD, "byte " + hex(a[p]) + " in the method", p);
        }
        method = HttpMethod.of(a, window.mark, p - window.mark);
        if ((method == HttpMethod.UNKNOWN && !anyToken) || (method == HttpMethod.PRI && !isFirstMessage())) {
            throw error(HttpError.INVALID_METHOD, "an unknown method", window.mark);
        }
    }

    private HttpParserException badTarget(byte b, int p) {
        if (b == ' ') {
            return error(HttpError.UNEXPECTED_SPACE, "a second space behind the method", p);
        }
        if (b == '\r' || b == '\n') {
            return error(HttpError.INVALID_VERSION, "a request without a version (HTTP/0.9)", p);
        }
        return error(HttpError.INVALID_URL, "byte " + hex(b) + " in the request target", p);
    }

    private void checkForm(byte[] a, int from, int to) throws HttpParserException {
        if (a[from] == '*' && method != HttpMethod.CONNECT) {
            boolean relaxed = lenient(HttpLeniency.URL_CHARACTERS);
            if (!relaxed && (to - from != 1 || !takesAsterisk())) {
                throw error(HttpError.INVALID_URL, "the target * is not for this method, or not all", from);
            }
            return;
        }
        int bad = method == HttpMethod.CONNECT ? TargetForm.authority(a, from, to) : TargetForm.absolute(a, from, to);
        if (bad >= 0) {
            String wanted = method == HttpMethod.CONNECT ? "host:port" : "a path or scheme://host";
            throw error(HttpError.INVALID_URL, "the request target is not " + wanted, bad);
        }
    }

    /** RFC 9112 3.2.4 has it for OPTIONS, UPnP for the two methods that it sends to everybody. */
    private boolean takesAsterisk() {
        return method == HttpMethod.OPTIONS || method == HttpMethod.M_SEARCH || method == HttpMethod.NOTIFY;
    }

    /** What is there of {@code HTTP/1.1}, if it can still become that or something else that is allowed. */
    private void checkVersion(byte[] a, int from, int to) throws HttpParserException {
        boolean any = lenient(HttpLeniency.VERSION);
        int p = VersionWord.check(a, from, to, any);
        if (p < 0) {
            return;
        }
        if (p - from < 5) {
            throw a[p] == ' '
                    ? error(HttpError.UNEXPECTED_SPACE, "a second space behind the target", p)
                    : error(HttpError.INVALID_CONSTANT, "the protocol is not HTTP", p);
        }
        throw error(HttpError.INVALID_VERSION, "the version is not 1.0 or 1.1", p);
    }

    /** RFC 9113 3.4: what a client sends that knows that the server speaks HTTP/2. */
    private int preface(byte[] a, int from, int stop) throws HttpParserException {
        int p = from;
        while (p < stop) {
            if (a[p] != REST_OF_PREFACE[matched]) {
                throw error(HttpError.INVALID_VERSION, "not the HTTP/2 connection preface", p);
            }
            p++;
            if (++matched == REST_OF_PREFACE.length) {
                http2();
                return p;
            }
        }
        return p;
    }
}
