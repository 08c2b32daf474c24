// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import org.jspecify.annotations.Nullable;

/** Names and values that nearly every message has, found by their bytes, so that no String is made of them. */
final class Common {
    private static final String[] NAMES = {
        "Accept",
        "Accept-Charset",
        "Accept-Encoding",
        "Accept-Language",
        "Accept-Ranges",
        "Access-Control-Allow-Headers",
        "Access-Control-Allow-Methods",
        "Access-Control-Allow-Origin",
        "Access-Control-Request-Headers",
        "Access-Control-Request-Method",
        "Age",
        "Allow",
        "Authorization",
        "Cache-Control",
        "Connection",
        "Content-Disposition",
        "Content-Encoding",
        "Content-Language",
        "Content-Length",
        "Content-Location",
        "Content-Range",
        "Content-Security-Policy",
        "Content-Type",
        "Cookie",
        "DNT",
        "Date",
        "ETag",
        "Expect",
        "Expires",
        "Forwarded",
        "From",
        "Host",
        "If-Match",
        "If-Modified-Since",
        "If-None-Match",
        "If-Range",
        "If-Unmodified-Since",
        "Keep-Alive",
        "Last-Modified",
        "Link",
        "Location",
        "Max-Forwards",
        "Origin",
        "Pragma",
        "Priority",
        "Proxy-Authenticate",
        "Proxy-Authorization",
        "Proxy-Connection",
        "Range",
        "Referer",
        "Retry-After",
        "Sec-CH-UA",
        "Sec-CH-UA-Mobile",
        "Sec-CH-UA-Platform",
        "Sec-Fetch-Dest",
        "Sec-Fetch-Mode",
        "Sec-Fetch-Site",
        "Sec-Fetch-User",
        "Sec-WebSocket-Accept",
        "Sec-WebSocket-Extensions",
        "Sec-WebSocket-Key",
        "Sec-WebSocket-Protocol",
        "Sec-WebSocket-Version",
        "Server",
        "Set-Cookie",
        "Strict-Transport-Security",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
        "Upgrade-Insecure-Requests",
        "User-Agent",
        "Vary",
        "Via",
        "WWW-Authenticate",
        "X-Content-Type-Options",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-Frame-Options",
        "X-Real-IP",
        "X-Request-ID",
        "X-Requested-With"
    };
    private static final String[] VALUES = {
        "",
        "/",
        "*",
        "0",
        "1",
        "?0",
        "?1",
        "1.0",
        "1.1",
        "HTTP",
        "OK",
        "100-continue",
        "13",
        "*/*",
        "Not Found",
        "No Content",
        "Not Modified",
        "Found",
        "Created",
        "application/json",
        "application/octet-stream",
        "application/x-www-form-urlencoded",
        "bytes",
        "chunked",
        "close",
        "cors",
        "document",
        "empty",
        "en-US,en;q=0.9",
        "gzip",
        "gzip, deflate",
        "gzip, deflate, br",
        "gzip, deflate, br, zstd",
        "h2c",
        "identity",
        "image",
        "keep-alive",
        "Keep-Alive",
        "localhost",
        "max-age=0",
        "navigate",
        "no-cache",
        "no-cors",
        "no-store",
        "none",
        "same-origin",
        "same-site",
        "cross-site",
        "script",
        "style",
        "text/css",
        "text/html",
        "text/html; charset=utf-8",
        "text/plain",
        "text/plain; charset=utf-8",
        "trailers",
        "upgrade",
        "Upgrade",
        "websocket"
    };
    /** A power of two, thinly filled. */
    private static final int SIZE = 1024;

    private static final String[] TABLE = new String[SIZE];
    private static final byte[][] BYTES = new byte[SIZE][];
    private static final String[] LOWER = new String[SIZE];

    static {
        for (HttpMethod method : HttpMethod.values()) {
            add(method.toString());
        }
        for (String name : NAMES) {
            add(name);
            addLower(name);
        }
        for (String value : VALUES) {
            add(value);
        }
    }

    private Common() {}

    static @Nullable String find(byte[] array, int offset, int length) {
        for (int slot = slot(array, offset, length); TABLE[slot] != null; slot = (slot + 1) & (SIZE - 1)) {
            if (Ascii.equals(array, offset, length, BYTES[slot])) {
                return TABLE[slot];
            }
        }
        return null;
    }

    static @Nullable String findLower(byte[] array, int offset, int length) {
        for (int slot = slot(array, offset, length); LOWER[slot] != null; slot = (slot + 1) & (SIZE - 1)) {
            String candidate = LOWER[slot];
            if (candidate.length() == length && same(array, offset, candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean same(byte[] array, int offset, String lower) {
        for (int i = 0; i < lower.length(); i++) {
            if (Ascii.lower(array[offset + i]) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static void add(String text) {
        for (String each : new String[] {text, text.toLowerCase(java.util.Locale.ROOT)}) {
            byte[] bytes = Ascii.bytes(each);
            if (find(bytes, 0, bytes.length) == null) {
                int slot = slot(bytes, 0, bytes.length);
                while (TABLE[slot] != null) {
                    slot = (slot + 1) & (SIZE - 1);
                }
                TABLE[slot] = each;
                BYTES[slot] = bytes;
            }
        }
    }

    private static void addLower(String name) {
        byte[] bytes = Ascii.bytes(name);
        int slot = slot(bytes, 0, bytes.length);
        while (LOWER[slot] != null) {
            slot = (slot + 1) & (SIZE - 1);
        }
        LOWER[slot] = name.toLowerCase(java.util.Locale.ROOT);
    }

    /** The same in upper and lower case: the first, the middle and the last byte without the bit that tells them. */
    private static int slot(byte[] array, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        int first = array[offset] & ~0x20;
        int middle = array[offset + (length >> 1)] & ~0x20;
        int last = array[offset + length - 1] & ~0x20;
        return (first * 31 + middle * 37 + last * 131 + length * 17) & (SIZE - 1);
    }
}
