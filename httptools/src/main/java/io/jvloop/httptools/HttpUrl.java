// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import org.jspecify.annotations.Nullable;

/**
 * A URL taken apart, without decoding anything: what httptools' {@code parse_url} does, for a URL of any length.
 *
 * <pre>{@code
 * HttpUrl url = HttpUrl.parse("http://user@example.com:8080/a/b?c=d#e");
 * url.schema()    // "http"            url.path()      // "/a/b"
 * url.userinfo()  // "user"            url.query()     // "c=d"
 * url.host()      // "example.com"     url.fragment()  // "e"
 * url.port()      // 8080
 * }</pre>
 *
 * <p>It begins with a path, {@code *} or {@code schema://}; after a schema there must be a host, of letters, digits, minus
 * and dot, or an IPv6 address in brackets, which its host is without; a zone stays with it, as it is written ({@code
 * fe80::1%25eth0}). What is not there, or is empty, is null. Refused: nothing at all, control bytes, spaces, bytes above 127,
 * an empty or too large port, a second {@code @}.
 */
public final class HttpUrl {
    /** Where in the URL a part stands: from {@code start}, up to but without {@code end}. */
    public record Range(int start, int end) {}

    private static final int PORT_MAX = 65_535;

    private final byte[] url;
    private @Nullable Range schema;
    private @Nullable Range userinfo;
    private @Nullable Range host;
    private @Nullable Range portRange;
    private @Nullable Range path;
    private @Nullable Range query;
    private @Nullable Range fragment;
    private int port = -1;

    private HttpUrl(byte[] url) {
        this.url = url;
    }

    /** Takes a URL apart. A character above 255 is as wrong as any above 127. */
    public static HttpUrl parse(CharSequence url) throws HttpParserException {
        return parse(bytes(url));
    }

    /** Takes a URL apart. Keeps the array. */
    public static HttpUrl parse(byte[] url) throws HttpParserException {
        HttpUrl parsed = new HttpUrl(url);
        parsed.parseAny();
        return parsed;
    }

    /** Takes the target of CONNECT apart: {@code host:port} and nothing else. */
    public static HttpUrl parseAuthority(CharSequence authority) throws HttpParserException {
        HttpUrl parsed = new HttpUrl(bytes(authority));
        parsed.hostAndPort(0, parsed.url.length);
        if (parsed.portRange == null) {
            throw parsed.bad("no port", parsed.url.length);
        }
        return parsed;
    }

    /** {@code http}, or null. */
    public @Nullable String schema() {
        return text(schema);
    }

    /** What stands before the {@code @}, or null. */
    public @Nullable String userinfo() {
        return text(userinfo);
    }

    /** The host, an IPv6 address without its brackets, or null. */
    public @Nullable String host() {
        return text(host);
    }

    /** The port, or -1. */
    public int port() {
        return port;
    }

    /** The path with its first slash, or null. */
    public @Nullable String path() {
        return text(path);
    }

    /** What stands behind the question mark, or null. */
    public @Nullable String query() {
        return text(query);
    }

    /** What stands behind the {@code #}, or null. */
    public @Nullable String fragment() {
        return text(fragment);
    }

    /** Where the {@link #schema} stands. */
    public @Nullable Range schemaRange() {
        return schema;
    }

    /** Where the {@link #userinfo} stands. */
    public @Nullable Range userinfoRange() {
        return userinfo;
    }

    /** Where the {@link #host} stands. */
    public @Nullable Range hostRange() {
        return host;
    }

    /** Where the {@link #port} stands. */
    public @Nullable Range portRange() {
        return portRange;
    }

    /** Where the {@link #path} stands. */
    public @Nullable Range pathRange() {
        return path;
    }

    /** Where the {@link #query} stands. */
    public @Nullable Range queryRange() {
        return query;
    }

    /** Where the {@link #fragment} stands. */
    public @Nullable Range fragmentRange() {
        return fragment;
    }

    /** The URL as it was given. */
    @Override
    public String toString() {
        return Ascii.text(url, 0, url.length);
    }

    private static byte[] bytes(CharSequence text) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = text.charAt(i);
            bytes[i] = c < 128 ? (byte) c : (byte) 0x80;
        }
        return bytes;
    }

    private @Nullable String text(@Nullable Range range) {
        return range == null ? null : Ascii.text(url, range.start, range.end - range.start);
    }

    private void parseAny() throws HttpParserException {
        if (url.length == 0) {
            throw bad("an empty URL", 0);
        }
        int p = 0;
        if (url[0] != '/' && url[0] != '*') {
            p = parseSchema();
            int end = p;
            while (end < url.length && url[end] != '/' && url[end] != '?') {
                end++;
            }
            parseAuthority(p, end);
            p = end;
        }
        if (p < url.length && url[p] != '?') {
            int end = run(p, '?', '#');
            path = new Range(p, end);
            p = end;
        }
        if (p < url.length && url[p] == '?') {
            int end = run(p + 1, '#', '#');
            query = range(p + 1, end);
            p = end;
        }
        if (p < url.length) {
            do {
                p++;
            } while (p < url.length && url[p] == '#');
            fragment = range(p, run(p, ' ', ' '));
        }
    }

    /** Up to one of these, or the end; everything on the way must be printable. */
    private int run(int from, char stop, char otherStop) throws HttpParserException {
        int p = from;
        for (; p < url.length && url[p] != stop && url[p] != otherStop; p++) {
            if (!Scan.is(Scan.TARGET_RELAXED, url[p])) {
                throw badByte(p);
            }
        }
        if (p < url.length && url[p] == ' ') {
            throw badByte(p);
        }
        return p;
    }

    private static @Nullable Range range(int start, int end) {
        return start < end ? new Range(start, end) : null;
    }

    /** Returns the index behind {@code ://}. */
    private int parseSchema() throws HttpParserException {
        int p = 0;
        while (p < url.length && Ascii.lower(url[p]) >= 'a' && Ascii.lower(url[p]) <= 'z') {
            p++;
        }
        if (p == 0) {
            throw badByte(0);
        }
        for (int i = 0; i < 3; i++) {
            if (p + i == url.length || url[p + i] != "://".charAt(i)) {
                throw bad("neither a path nor a schema", p + i);
            }
        }
        schema = new Range(0, p);
        return p + 3;
    }

    private void parseAuthority(int from, int to) throws HttpParserException {
        int at = from;
        while (at < to && url[at] != '@') {
            at++;
        }
        if (at == to) {
            hostAndPort(from, to);
            return;
        }
        for (int p = from; p < at; p++) {
            if (!isUserinfo(url[p])) {
                throw badByte(p);
            }
        }
        userinfo = range(from, at);
        hostAndPort(at + 1, to);
    }

    private static boolean isUserinfo(byte b) {
        return (Scan.is(Scan.USERINFO, b) || b == '%') && b != '@';
    }

    private void hostAndPort(int from, int to) throws HttpParserException {
        int p = from;
        if (p < to && url[p] == '[') {
            p = parseAddress(from + 1, to);
        } else {
            while (p < to && (Scan.is(Scan.SCHEME, url[p]) && url[p] != '+')) {
                p++;
            }
            host = range(from, p);
        }
        if (host == null) {
            throw p < to ? badByte(p) : bad("no host", p);
        }
        if (p == to) {
            return;
        }
        if (url[p] != ':') {
            throw badByte(p);
        }
        parsePort(p + 1, to);
    }

    private void parsePort(int from, int to) throws HttpParserException {
        int value = 0;
        for (int p = from; p < to; p++) {
            if (!Ascii.isDigit(url[p])) {
                throw badByte(p);
            }
            value = value * 10 + url[p] - '0';
            if (value > PORT_MAX) {
                throw bad("a port above 65535", p);
            }
        }
        if (from == to) {
            throw bad("an empty port", from);
        }
        portRange = new Range(from, to);
        port = value;
    }

    /** An IPv6 address, with a zone if there is one (RFC 6874). Returns the index behind its bracket. */
    private int parseAddress(int from, int to) throws HttpParserException {
        int p = from;
        while (p < to && (Scan.hex(url[p]) >= 0 || url[p] == ':' || url[p] == '.')) {
            p++;
        }
        if (p > from && p < to && url[p] == '%') {
            int zone = p + 1;
            for (p = zone; p < to && isZone(url[p]); ) {
                p++;
            }
            if (p == zone) {
                throw bad("an empty zone", p);
            }
        }
        if (p == to || url[p] != ']' || p == from) {
            throw p == to ? bad("no closing bracket", p) : badByte(p);
        }
        host = new Range(from, p);
        return p + 1;
    }

    private static boolean isZone(byte b) {
        int c = Ascii.lower(b);
        return (c >= 'a' && c <= 'z') || Ascii.isDigit(b) || "%.-_~".indexOf(b) >= 0;
    }

    private HttpParserException badByte(int p) {
        return bad("byte " + HttpParser.hex(url[p]) + " in a URL", p);
    }

    private HttpParserException bad(String reason, int p) {
        return new HttpParserException(HttpError.INVALID_URL, reason, p, null);
    }
}
