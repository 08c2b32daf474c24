// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.terminal;

import io.jvloop.toolbench.result.Figure;
import io.jvloop.toolbench.result.Interval;
import io.jvloop.toolbench.result.Sample;
import io.jvloop.toolbench.result.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** How far figures can be trusted. */
final class Noise {
    /** Of the time of all cores, by other virtual machines. */
    private static final double STEAL_MAX = 0.02;

    private Noise() {}

    /** Their ratio within rounds may as well be 1. */
    static boolean cannotTellApart(Series series, String peer, String other, Figure figure) {
        Optional<Interval> ratio = series.ratio(peer, other, figure);
        return ratio.isEmpty() || !ratio.get().leavesOut(1);
    }

    /** A line for each thing that makes a case's figures doubtful. */
    static List<String> of(Series series, List<String> ranked, Figure leading) {
        List<String> lines = new ArrayList<>();
        int rounds = series.samples().stream().mapToInt(Sample::round).max().orElse(0) + 1;
        if (rounds < Interval.COUNT_MIN && ranked.size() > 1) {
            lines.add("~ " + (rounds == 1 ? "one round" : rounds + " rounds")
                    + ": intervals say little, order may be chance");
        } else if (anyNeighbours(series, ranked, leading)) {
            lines.add("~ cannot be told apart from the one above");
        }
        double stolen = series.samples().stream()
                .map(sample -> sample.figure(Figure.STEAL))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .max()
                .orElse(0);
        if (stolen > STEAL_MAX) {
            lines.add("noisy: other machines took up to " + Math.round(stolen * 100) + " % of the processors' time");
        }
        List<String> noisy = ranked.stream().filter(series::isNoisy).toList();
        if (!noisy.isEmpty()) {
            lines.add("noisy, intervals wider than " + Math.round(Interval.WIDTH_MAX * 100) + " %: "
                    + String.join(", ", noisy));
        }
        return lines;
    }

    private static boolean anyNeighbours(Series series, List<String> ranked, Figure leading) {
        for (int i = 1; i < ranked.size(); i++) {
            if (cannotTellApart(series, ranked.get(i), ranked.get(i - 1), leading)) {
                return true;
            }
        }
        return false;
    }
}
