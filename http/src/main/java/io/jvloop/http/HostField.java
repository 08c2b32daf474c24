// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

/** The value of Host: {@code uri-host [":" port]}, RFC 9110 7.2, RFC 3986 3.2.2, as far as bytes go. */
final class HostField {
    private static final int NAME = 1, LITERAL = 2, DIGIT = 4;
    private static final byte[] KINDS = new byte[128];

    static {
        set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=", NAME | LITERAL);
        set("%", NAME);
        set(":", LITERAL);
        set("0123456789", DIGIT);
    }

    private HostField() {}

    private static void set(String characters, int kind) {
        for (int i = 0; i < characters.length(); i++) {
            KINDS[characters.charAt(i)] |= (byte) kind;
        }
    }

    /** Whether it can be a host; it may be empty. */
    static boolean isValid(CharSequence value) {
        int length = value.length();
        int at;
        if (length > 0 && value.charAt(0) == '[') {
            at = run(LITERAL, value, 1);
            if (at == 1 || at == length || value.charAt(at) != ']') {
                return false;
            }
            at++;
        } else {
            at = run(NAME, value, 0);
        }
        return at == length || (value.charAt(at) == ':' && run(DIGIT, value, at + 1) == length);
    }

    private static int run(int kind, CharSequence value, int from) {
        int at = from;
        while (at < value.length() && value.charAt(at) < KINDS.length && (KINDS[value.charAt(at)] & kind) != 0) {
            at++;
        }
        return at;
    }
}
