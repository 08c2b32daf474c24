// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import java.nio.ByteBuffer;

/** The date of RFC 9110 5.6.7, {@code Sun, 06 Nov 1994 08:49:37 GMT}, written without garbage. */
public final class HttpDate {
    /** How many bytes it has. */
    public static final int LENGTH = 29;

    private static final byte[] DAYS = Ascii.bytes("SunMonTueWedThuFriSat");
    private static final byte[] MONTHS = Ascii.bytes("JanFebMarAprMayJunJulAugSepOctNovDec");
    private static final byte[] GMT = Ascii.bytes(" GMT");
    private static final int DAY = 86_400;
    /** The last second of the year 9999. */
    private static final long LAST = 253_402_300_799L;

    private HttpDate() {}

    /**
     * Puts the date of a second since 1970 into a buffer, at its position.
     *
     * @throws IllegalArgumentException before 1970 or after 9999
     * @throws java.nio.BufferOverflowException the buffer has not {@link #LENGTH} bytes left
     */
    public static void put(ByteBuffer to, long epochSecond) {
        check(epochSecond);
        if (to.remaining() < LENGTH) {
            throw new java.nio.BufferOverflowException();
        }
        int days = (int) (epochSecond / DAY);
        int second = (int) (epochSecond % DAY);
        to.put(DAYS, (days + 4) % 7 * 3, 3).put((byte) ',').put((byte) ' ');
        // civil date from a count of days, in eras of 400 years that begin on 1 March: no leap day inside
        int shifted = days + 719_468;
        int era = shifted / 146_097;
        int dayOfEra = shifted % 146_097;
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int shiftedMonth = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1;
        int month = shiftedMonth < 10 ? shiftedMonth + 2 : shiftedMonth - 10;
        int year = yearOfEra + era * 400 + (month <= 1 ? 1 : 0);
        two(to, day);
        to.put((byte) ' ').put(MONTHS, month * 3, 3).put((byte) ' ');
        two(to, year / 100);
        two(to, year % 100);
        to.put((byte) ' ');
        two(to, second / 3600);
        to.put((byte) ':');
        two(to, second / 60 % 60);
        to.put((byte) ':');
        two(to, second % 60);
        to.put(GMT);
    }

    static void check(long epochSecond) {
        if (epochSecond < 0 || epochSecond > LAST) {
            throw new IllegalArgumentException("second " + epochSecond);
        }
    }

    private static void two(ByteBuffer to, int value) {
        to.put((byte) ('0' + value / 10)).put((byte) ('0' + value % 10));
    }
}
