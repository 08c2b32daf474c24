// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

/** The methods that a parser knows: llhttp's, without those of RTSP. */
public enum HttpMethod {
    DELETE,
    GET,
    HEAD,
    POST,
    PUT,
    CONNECT,
    OPTIONS,
    TRACE,
    COPY,
    LOCK,
    MKCOL,
    MOVE,
    PROPFIND,
    PROPPATCH,
    SEARCH,
    UNLOCK,
    BIND,
    REBIND,
    UNBIND,
    ACL,
    REPORT,
    MKACTIVITY,
    CHECKOUT,
    MERGE,
    M_SEARCH,
    NOTIFY,
    SUBSCRIBE,
    UNSUBSCRIBE,
    PATCH,
    PURGE,
    MKCALENDAR,
    LINK,
    UNLINK,
    SOURCE,
    QUERY,
    /** The first word of the HTTP/2 connection preface; no request arrives with it. */
    PRI,
    /** Any other token, with {@link HttpLeniency#UNKNOWN_METHODS}. */
    UNKNOWN;

    /** The length of the longest name. */
    static final int LONGEST = 11;

    private static final HttpMethod[] TABLE = new HttpMethod[256];

    private final String token;

    @SuppressWarnings("ImmutableEnumChecker") // never written to
    private final byte[] bytes;

    HttpMethod() {
        token = name().replace('_', '-');
        bytes = Ascii.bytes(token);
    }

    static {
        for (HttpMethod method : values()) {
            if (method != UNKNOWN) {
                int slot = slot(method.bytes, 0, method.bytes.length);
                while (TABLE[slot] != null) {
                    slot = (slot + 1) & 255;
                }
                TABLE[slot] = method;
            }
        }
    }

    /** The method as it is written in a request: {@code M-SEARCH}. */
    @Override
    public String toString() {
        return token;
    }

    /** The method of exactly this name (they are case-sensitive), or {@link #UNKNOWN}. */
    public static HttpMethod of(String token) {
        byte[] bytes = Ascii.bytes(token);
        return of(bytes, 0, bytes.length);
    }

    /** Whether it is one that is known and asks for a path. */
    boolean takesPath() {
        return this != UNKNOWN && this != PRI && this != CONNECT;
    }

    static HttpMethod of(byte[] array, int offset, int length) {
        if (length == 0 || length > LONGEST) {
            return UNKNOWN;
        }
        for (int slot = slot(array, offset, length); ; slot = (slot + 1) & 255) {
            HttpMethod method = TABLE[slot];
            if (method == null) {
                return UNKNOWN;
            }
            if (Ascii.equals(array, offset, length, method.bytes)) {
                return method;
            }
        }
    }

    private static int slot(byte[] array, int offset, int length) {
        return (array[offset] * 5 + array[offset + length - 1] * 19 + length * 7) & 255;
    }
}
