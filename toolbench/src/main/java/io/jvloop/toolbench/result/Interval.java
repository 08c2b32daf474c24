// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.result;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The median of some figures, and the range in which it would lie in 95 of 100 repetitions, by the percentile bootstrap.
 *
 * @param low the least plausible median
 * @param high the greatest
 * @param count of figures that it is of
 */
public record Interval(double median, double low, double high, int count) {
    /** Of fewer figures it says little: of five it is from the least to the most, which holds the median in 94 of 100; of three in 75. */
    public static final int COUNT_MIN = 5;

    /** The most width, relative to the median, with which a few hundredths can be told. */
    public static final double WIDTH_MAX = 0.05;

    private static final int RESAMPLES = 2000;
    private static final double TAIL = 0.025;

    /** The same figures give the same interval. */
    private static final long SEED = 20160503;

    /**
     * Of at least one figure.
     *
     * @throws IllegalArgumentException of none
     */
    public static Interval of(List<Double> figures) {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("no figures");
        }
        double[] all = figures.stream().mapToDouble(Double::doubleValue).toArray();
        Random random = new Random(SEED);
        double[] medians = new double[RESAMPLES];
        double[] drawn = new double[all.length];
        for (int i = 0; i < RESAMPLES; i++) {
            for (int j = 0; j < drawn.length; j++) {
                drawn[j] = all[random.nextInt(all.length)];
            }
            medians[i] = median(drawn);
        }
        Arrays.sort(medians);
        return new Interval(
                median(all.clone()),
                medians[(int) (TAIL * RESAMPLES)],
                medians[(int) ((1 - TAIL) * RESAMPLES) - 1],
                all.length);
    }

    public boolean overlaps(Interval other) {
        return low <= other.high && other.low <= high;
    }

    /** Whether it is so wide that two runs may be apart by as much. */
    public boolean isWide() {
        return high - low > WIDTH_MAX * Math.abs(median);
    }

    /** Whether it says that the median is not this value: it lies beyond, and of enough figures. */
    public boolean leavesOut(double value) {
        return count >= COUNT_MIN && (low > value || high < value);
    }

    /** With so many digits after the point: «1.004 [0.998..1.012]»; of one figure there is no range. */
    public String text(int digits) {
        String form = "%." + digits + "f";
        if (count == 1) {
            return String.format(Locale.ROOT, form, median);
        }
        return String.format(Locale.ROOT, form + " [" + form + ".." + form + "]", median, low, high);
    }

    static double median(List<Double> figures) {
        return median(figures.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double median(double[] figures) {
        Arrays.sort(figures);
        int middle = figures.length / 2;
        return figures.length % 2 == 1 ? figures[middle] : (figures[middle - 1] + figures[middle]) / 2;
    }
}
