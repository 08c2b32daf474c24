// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Strings that come again and again (targets, values of headers), so that asking for them costs no garbage. A table of
 * fixed size in which the newest wins. Thread: the loop's.
 */
final class Texts {
    private static final int SLOTS = 1024;
    private static final int LENGTH_MAX = 128;

    private final @Nullable String[] table = new @Nullable String[SLOTS];

    /** These bytes as ISO 8859-1. */
    String of(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length == 0) {
            return "";
        }
        if (length > LENGTH_MAX) {
            return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        }
        int hash = length;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        int slot = (hash ^ hash >>> 15) & SLOTS - 1;
        String kept = table[slot];
        if (kept == null || !isSame(kept, bytes, from, length)) {
            kept = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
            table[slot] = kept;
        }
        return kept;
    }

    private static boolean isSame(String text, byte[] bytes, int from, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != (bytes[from + i] & 0xff)) {
                return false;
            }
        }
        return true;
    }
}
