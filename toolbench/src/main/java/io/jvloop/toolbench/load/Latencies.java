// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import io.jvloop.toolbench.result.Figure;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How long answers took, to three digits, from the time that their requests should have left. */
final class Latencies {
    private static final long LONGEST = TimeUnit.HOURS.toNanos(1);
    private static final Map<Figure, Double> PERCENTILES = Map.of(
            Figure.LATENCY_P25, 25.0,
            Figure.LATENCY_P50, 50.0,
            Figure.LATENCY_P75, 75.0,
            Figure.LATENCY_P90, 90.0,
            Figure.LATENCY_P99, 99.0,
            Figure.LATENCY_P999, 99.9,
            Figure.LATENCY_P9999, 99.99);

    private final Histogram histogram = new Histogram(LONGEST, 3);

    void record(long nanos, int times) {
        histogram.recordValueWithCount(Math.clamp(nanos, 0, LONGEST), times);
    }

    void forget() {
        histogram.reset();
    }

    /** Of at least one. */
    void tell(Map<Figure, Double> figures) {
        figures.put(Figure.LATENCY_MIN, micros((double) histogram.getMinValue()));
        figures.put(Figure.LATENCY_MEAN, micros(histogram.getMean()));
        figures.put(Figure.LATENCY_MAX, micros((double) histogram.getMaxValue()));
        PERCENTILES.forEach(
                (figure, share) -> figures.put(figure, micros((double) histogram.getValueAtPercentile(share))));
    }

    boolean isEmpty() {
        return histogram.getTotalCount() == 0;
    }

    /** To the hundredth. */
    private static double micros(double nanos) {
        return Math.round(nanos / 10) / 100.0;
    }
}
