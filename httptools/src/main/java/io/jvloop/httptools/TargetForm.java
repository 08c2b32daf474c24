// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

/** The two forms of a request target that are not simply a path: RFC 9112 3.2.2 and 3.2.3. */
final class TargetForm {
    private static final int PORT_MAX = 65_535;

    private TargetForm() {}

    /** {@code scheme://host...}. Returns the index of the first byte that does not fit, or -1. */
    static int absolute(byte[] a, int from, int to) {
        int p = from;
        while (p < to && isLetter(a[p])) { // no more than that in llhttp, and in HTTP there is no need for more
            p++;
        }
        if (p == from) {
            return from;
        }
        for (int i = 0; i < 3; i++, p++) {
            if (p == to || a[p] != "://".charAt(i)) {
                return Math.min(p, to - 1);
            }
        }
        int end = p;
        while (end < to && a[end] != '/' && a[end] != '?' && a[end] != '#') {
            end++;
        }
        return hostAndPort(a, p, end, to, false);
    }

    /** {@code host:port}. Returns the index of the first byte that does not fit, or -1. */
    static int authority(byte[] a, int from, int to) {
        return hostAndPort(a, from, to, to, true);
    }

    private static int hostAndPort(byte[] a, int from, int to, int last, boolean needsPort) {
        int p = host(a, from, to);
        if (p < 0) {
            return Math.min(from, last - 1);
        }
        if (p == to) {
            return needsPort ? last - 1 : -1;
        }
        if (a[p] != ':') {
            return p;
        }
        p++;
        int port = 0;
        int digits = p;
        for (; p < to; p++) {
            if (!Ascii.isDigit(a[p])) {
                return p;
            }
            port = port * 10 + a[p] - '0';
            if (port > PORT_MAX) {
                return p;
            }
        }
        return needsPort && p == digits ? last - 1 : -1;
    }

    /** The index behind the host, or -1. */
    private static int host(byte[] a, int from, int to) {
        if (from < to && a[from] == '[') {
            int p = from + 1;
            while (p < to && (Scan.hex(a[p]) >= 0 || a[p] == ':' || a[p] == '.')) {
                p++;
            }
            return p < to && a[p] == ']' && p > from + 2 ? p + 1 : -1;
        }
        int p = Scan.run(Scan.HOST, a, from, to);
        return p > from ? p : -1;
    }

    private static boolean isLetter(byte b) {
        return Ascii.lower(b) >= 'a' && Ascii.lower(b) <= 'z';
    }
}
