// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import io.jvloop.toolbench.result.Figure;
import io.jvloop.toolbench.result.Interval;
import io.jvloop.toolbench.result.Results;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Figures as people read them, three digits or so. */
final class Numbers {
    private static final double MEBIBYTE = 1024 * 1024;

    private Numbers() {}

    /** What a column is headed by: the unit in it is that of {@link #text}. */
    static String title(Figure figure) {
        return switch (figure) {
            case RESIDENT -> "resident MiB";
            case SERVER_BUSY -> "server busy";
            case CLIENT_BUSY -> "load busy";
            case COMPILERS -> "JIT compilers";
            case STEAL -> "stolen by other machines";
            case CPU_USER -> "user µs/request";
            case CPU_SYSTEM -> "kernel µs/request";
            case CLIENT_CPU -> "load's µs/request";
            default -> figure.title().replace("us/", "µs/").replace(", us", ", µs");
        };
    }

    static String text(Figure figure, double value) {
        return switch (figure) {
            case RESIDENT -> plain(value / MEBIBYTE);
            case SERVER_BUSY, CLIENT_BUSY, COMPILERS, STEAL -> Math.round(value * 100) + " %";
            default -> plain(value);
        };
    }

    /** «3.67 [3.61..3.70]». */
    static String text(Figure figure, Interval interval) {
        return (text(figure, interval.median()) + " " + range(figure, interval)).strip();
    }

    /** «[3.61..3.70]»; nothing of one figure. */
    static String range(Figure figure, Interval interval) {
        if (interval.count() == 1) {
            return "";
        }
        return "[" + text(figure, interval.low()) + ".." + text(figure, interval.high()) + "]";
    }

    static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.2f×", ratio);
    }

    /** «5 rounds of 4 s»; of a run that was ended early, how many there were at most. */
    static String pace(Results results) {
        int begun = results.roundsBegun();
        String rounds = rounds(results.rounds());
        if (!results.isWhole()) {
            rounds = (begun < results.rounds() ? begun + " of " : "at most ") + rounds;
        }
        return rounds + " of " + plain(results.seconds()) + " s";
    }

    static String rounds(int count) {
        return count == 1 ? "1 round" : count + " rounds";
    }

    static String plain(double value) {
        double size = Math.abs(value);
        String form = size >= 100 || value == Math.rint(value)
                ? "%,.0f"
                : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3g";
        return String.format(Locale.ROOT, form, value);
    }

    /** Rounded to six digits, which is more than what can be seen. */
    static double sixDigits(double value) {
        return new BigDecimal(value).round(new MathContext(6)).doubleValue();
    }
}
