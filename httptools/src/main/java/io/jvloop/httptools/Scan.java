// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * How far a run of bytes of one kind goes: eight at a time where a kind is nearly a range, else by a table.
 *
 * <p>Each returns the index of the first byte from {@code p} on, and before {@code stop}, that is not of the kind; or
 * {@code stop}. Nothing is read at or behind {@code stop}.
 */
final class Scan {
    /** RFC 9110 5.6.2: what names and methods are made of. */
    static final int TOKEN = 1;
    /** RFC 3986: everything that may stand in a URI. */
    static final int TARGET = 2;
    /** The same, and what browsers send: printable and not a space. */
    static final int TARGET_RELAXED = 4;
    /** RFC 9110 5.6.4: inside quotes, but the backslash. */
    static final int QUOTED = 8;
    /** Letters, digits, plus, minus, dot. */
    static final int SCHEME = 16;
    /** RFC 3986 3.2.2: a name or an address, without brackets. */
    static final int HOST = 32;
    /** RFC 3986 3.2.1. */
    static final int USERINFO = 64;

    /** CR, LF, as {@link #shortAt} has it. */
    static final short CR_LF = '\n' << 8 | '\r';

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    private static final byte[] KINDS = kinds();
    private static final byte[] HEX = hex();

    private Scan() {}

    static long longAt(byte[] a, int i) {
        return (long) LONG.get(a, i);
    }

    static int intAt(byte[] a, int i) {
        return (int) INT.get(a, i);
    }

    static short shortAt(byte[] a, int i) {
        return (short) SHORT.get(a, i);
    }

    static boolean is(int kind, byte b) {
        return (KINDS[b & 0xff] & kind) != 0;
    }

    static int run(int kind, byte[] a, int p, int stop) {
        while (p < stop && (KINDS[a[p] & 0xff] & kind) != 0) {
            p++;
        }
        return p;
    }

    /** The same for {@link #TOKEN}, made for header names: letters and hyphens eight at a time. */
    static int name(byte[] a, int from, int stop) {
        int p = from;
        while (p <= stop - 8) {
            long w = (long) LONG.get(a, p);
            long low = (w | 0x20 * ONES) & ~HIGH;
            long letters = (low + (0x80 - 'a') * ONES) & ~(low + (0x80 - '{') * ONES);
            long hyphens = ((w ^ '-' * ONES) & ~HIGH) + 0x7f * ONES;
            long others = ~((letters | ~hyphens) & ~w) & HIGH;
            if (others != 0) {
                p += Long.numberOfTrailingZeros(others) >>> 3;
                break;
            }
            p += 8;
        }
        while (p < stop && (KINDS[a[p] & 0xff] & TOKEN) != 0) {
            p++;
        }
        return p;
    }

    /** What may stand in a header value: everything but control bytes, of which HTAB is allowed. */
    static int value(byte[] a, int p, int stop) {
        for (; ; ) {
            while (p <= stop - 8) {
                long w = (long) LONG.get(a, p);
                // the lowest flagged byte is exact: a borrow only reaches upwards
                long control = (w - 0x20 * ONES) & ~w;
                long delete = ((w ^ (0x7f * ONES)) - ONES) & ~(w ^ (0x7f * ONES));
                long found = (control | delete) & HIGH;
                if (found != 0) {
                    p += Long.numberOfTrailingZeros(found) >>> 3;
                    break;
                }
                p += 8;
            }
            while (p < stop) {
                byte b = a[p];
                if ((b >= 0 && b < ' ' && b != '\t') || b == 0x7f) {
                    return p;
                }
                p++;
                if (b == '\t') {
                    break;
                }
            }
            if (p >= stop) {
                return p;
            }
        }
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hex(byte b) {
        return HEX[b & 0xff];
    }

    private static byte[] kinds() {
        byte[] kinds = new byte[256];
        for (int b = 0; b < 256; b++) {
            boolean letter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
            boolean alnum = letter || Ascii.isDigit(b);
            boolean printable = b > ' ' && b < 0x7f;
            boolean unreserved = alnum || "-._~".indexOf(b) >= 0;
            boolean subDelim = "!$&'()*+,;=".indexOf(b) >= 0;
            int kind = 0;
            kind |= alnum || "!#$%&'*+-.^_`|~".indexOf(b) >= 0 ? TOKEN : 0;
            kind |= printable && "\"#<>\\^`{|}".indexOf(b) < 0 ? TARGET : 0;
            kind |= printable ? TARGET_RELAXED : 0;
            kind |= b == '\t' || (b >= ' ' && b != 0x7f && b != '"' && b != '\\') ? QUOTED : 0;
            kind |= alnum || "+-.".indexOf(b) >= 0 ? SCHEME : 0;
            kind |= unreserved || subDelim || b == '%' ? HOST | USERINFO : 0;
            kind |= b == ':' ? USERINFO : 0;
            kinds[b] = (byte) kind;
        }
        return kinds;
    }

    private static byte[] hex() {
        byte[] hex = new byte[256];
        for (int b = 0; b < 256; b++) {
            hex[b] = (byte) (b < 128 ? Character.digit(b, 16) : -1);
        }
        return hex;
    }
}
