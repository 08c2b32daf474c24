// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io;

/**
 * What an operation ends with: 0 or more is a count, below 0 is an {@link IoError} with, where the system has one, its
 * error number (the number in the lower 16 bits of the absolute value, what it means above).
 */
public final class Result {
    private static final IoError[] ERRORS = IoError.values();

    /** Taken back before it was done. */
    public static final int CANCELLED = of(IoError.CANCELLED, 0);

    private Result() {}

    /** A failure, with its number or 0. */
    @SuppressWarnings("EnumOrdinal") // never leaves the process
    public static int of(IoError error, int errno) {
        return -((error.ordinal() + 1) << 16 | (errno & 0xffff));
    }

    /** What went wrong. */
    public static IoError error(int failure) {
        return ERRORS[(-failure >>> 16) - 1];
    }

    /** Its number, 0 for none. */
    public static int errno(int failure) {
        return -failure & 0xffff;
    }

    /** In words. */
    public static String describe(int result) {
        return result >= 0 ? Integer.toString(result) : error(result).words();
    }
}
