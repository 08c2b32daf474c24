// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

/** {@code HTTP/1.1}, {@code HTTP/1.0}, and with leniency any two digits. */
final class VersionWord {
    private static final byte[] WORD = Ascii.bytes("HTTP/1.1");

    private VersionWord() {}

    /** The index of the first byte that cannot be; -1 when all of them, eight at most, can. */
    static int check(byte[] a, int from, int to, boolean any) {
        for (int p = from; p < to; p++) {
            int i = p - from;
            boolean fine;
            if (any && (i == 5 || i == 7)) {
                fine = Ascii.isDigit(a[p]);
            } else {
                fine = a[p] == WORD[i] || (i == 7 && a[p] == '0');
            }
            if (!fine) {
                return p;
            }
        }
        return -1;
    }
}
