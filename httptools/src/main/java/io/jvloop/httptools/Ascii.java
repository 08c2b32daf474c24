// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text of one byte a character, compared without making a String of it. */
final class Ascii {
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

    /** Whether the range is this text, in whatever case; {@code lower} is in lower case. */
    static boolean isLower(byte[] array, int offset, int length, byte[] lower) {
        if (length != lower.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (lower(array[offset + i]) != lower[i]) {
                return false;
            }
        }
        return true;
    }

    static int lower(int b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }

    static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }
}
