// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import java.nio.ByteBuffer;

/**
 * Some bytes of a message, one character each (ISO 8859-1), where the parser has them. Valid only while the callback runs
 * that was given it: the parser uses the object and the memory again. {@link #toString} is what may be kept.
 *
 * <p>Thread: that of the callback.
 */
public final class HttpText implements CharSequence {
    private byte[] array = new byte[0];
    private int offset;
    private int length;

    HttpText() {}

    void set(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** How many bytes. */
    @Override
    public int length() {
        return length;
    }

    /** One byte. */
    public byte byteAt(int index) {
        if (index < 0 || index >= length) {
            throw new IndexOutOfBoundsException(index + " of " + length);
        }
        return array[offset + index];
    }

    @Override
    public char charAt(int index) {
        return (char) (byteAt(index) & 0xff);
    }

    @Override
    public String subSequence(int start, int end) {
        if (start < 0 || end > length || start > end) {
            throw new IndexOutOfBoundsException(start + " to " + end + " of " + length);
        }
        return Ascii.text(array, offset + start, end - start);
    }

    /** A String with the same characters; the same one every time, and no garbage, for what is common in HTTP. */
    @Override
    public String toString() {
        String common = Common.find(array, offset, length);
        return common != null ? common : Ascii.text(array, offset, length);
    }

    /** The same as {@link #toString} in lower case: what header names are compared in. */
    public String toLowerCase() {
        String common = Common.findLower(array, offset, length);
        if (common != null) {
            return common;
        }
        byte[] lower = new byte[length];
        for (int i = 0; i < length; i++) {
            lower[i] = (byte) Ascii.lower(array[offset + i]);
        }
        return Ascii.text(lower, 0, length);
    }

    /** Whether it has exactly these characters. */
    public boolean is(CharSequence text) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if ((array[offset + i] & 0xff) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether it has these characters, letters from A to Z in whatever case. */
    public boolean isIgnoreCase(CharSequence text) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (Ascii.lower(array[offset + i] & 0xff) != Ascii.lower(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Puts the bytes into a buffer, at its position. */
    public void copyTo(ByteBuffer target) {
        target.put(array, offset, length);
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        byte[] copy = new byte[length];
        System.arraycopy(array, offset, copy, 0, length);
        return copy;
    }
}
