// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text of one byte a character, compared without making a String of it. */
final class Ascii {
    private static final int CASES = 0x20202020;
    private static final long LONG_CASES = 0x2020202020202020L;

    private Ascii() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] array, int offset, int length) {
        return new String(array, offset, length, StandardCharsets.ISO_8859_1);
    }

    static boolean equals(byte[] array, int offset, int length, byte[] other) {
        return length == other.length && Arrays.equals(array, offset, offset + length, other, 0, length);
    }

    /**
     * Whether the range, which has no CR, is this text in whatever case. The text has four letters and hyphens at least, in
     * lower case: of all bytes but CR these alone become it when the bit is set that tells the cases apart.
     */
    static boolean isLower(byte[] array, int offset, int length, byte[] lower) {
        if (length != lower.length) {
            return false;
        }
        if (length < 8) {
            int last = length - 4;
            return (Scan.intAt(array, offset) | CASES) == Scan.intAt(lower, 0)
                    && (Scan.intAt(array, offset + last) | CASES) == Scan.intAt(lower, last);
        }
        int last = length - 8;
        for (int i = 0; i < last; i += 8) {
            if ((Scan.longAt(array, offset + i) | LONG_CASES) != Scan.longAt(lower, i)) {
                return false;
            }
        }
        return (Scan.longAt(array, offset + last) | LONG_CASES) == Scan.longAt(lower, last);
    }

    static int lower(int b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }

    static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }
}
