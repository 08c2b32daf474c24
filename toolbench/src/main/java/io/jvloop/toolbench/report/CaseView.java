// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import io.jvloop.toolbench.result.Case;
import io.jvloop.toolbench.result.Figure;
import io.jvloop.toolbench.result.Interval;
import io.jvloop.toolbench.result.PeerEntry;
import io.jvloop.toolbench.result.Results;
import io.jvloop.toolbench.result.Sample;
import io.jvloop.toolbench.result.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A case, ready to be shown.
 *
 * @param reference the peer that ratios are to; empty if none of those that could be it was measured
 * @param rows of all peers that serve it, measured or not: best first, then those without figures
 */
record CaseView(Case of, String reference, List<Row> rows) {
    static List<CaseView> all(Results results) {
        return results.cases().stream().map(of -> of(of, results)).toList();
    }

    static CaseView of(Case of, Results results) {
        Series series = new Series(of, results.samples());
        Figure leading = of.leadingFigure();
        List<Row> rows = new ArrayList<>();
        for (PeerEntry peer : results.peers()) {
            List<Sample> own = series.samples().stream()
                    .filter(sample -> sample.peer().equals(peer.name()))
                    .toList();
            if (!own.isEmpty() || peer.cases().contains(of.name())) {
                rows.add(row(peer, own, series));
            }
        }
        Comparator<Row> best = Comparator.comparingDouble(row -> rank(row, leading));
        rows.sort(best.thenComparing(row -> row.peer().name()));
        return new CaseView(of, series.reference(), List.copyOf(rows));
    }

    private static double rank(Row row, Figure leading) {
        Interval figure = row.figures().get(leading);
        if (figure == null) {
            return Double.POSITIVE_INFINITY;
        }
        return leading.moreIsBetter() ? -figure.median() : figure.median();
    }

    private static Row row(PeerEntry peer, List<Sample> own, Series series) {
        Map<Figure, Interval> figures = new EnumMap<>(Figure.class);
        for (Figure figure : Figure.values()) {
            series.figure(peer.name(), figure).ifPresent(interval -> figures.put(figure, interval));
        }
        List<String> notes = own.stream()
                .map(Sample::note)
                .filter(note -> !note.isEmpty())
                .distinct()
                .toList();
        List<String> failures = own.stream()
                .filter(sample -> !sample.failure().isEmpty())
                .map(sample -> "round " + (sample.round() + 1) + ": " + sample.failure())
                .toList();
        return new Row(
                peer, series.of(), figures, series.cost(peer.name()), series.isNoisy(peer.name()), notes, failures);
    }

    /** Titles of the cases in which it is missing; none if it is in all that it serves, or in none. */
    static List<String> missingIn(PeerEntry peer, List<CaseView> all) {
        List<CaseView> served =
                all.stream().filter(one -> one.row(peer.name()).isPresent()).toList();
        List<String> missing = served.stream()
                .filter(one -> one.row(peer.name()).filter(Row::isMissing).isPresent())
                .map(one -> one.of().title())
                .toList();
        return missing.size() == served.size() ? List.of() : missing;
    }

    /** Is this row's peer only a floor here, not one of those that are ranked? */
    boolean isFloor(Row row) {
        return row.peer().isFloorIn(of);
    }

    List<Row> measured() {
        return rows.stream().filter(Row::isMeasured).toList();
    }

    Optional<Row> row(String peer) {
        return rows.stream().filter(row -> row.peer().name().equals(peer)).findFirst();
    }

    /** Its title without what its group says already: «1 KiB, 10 connections»; a case without connections has nothing of that kind. */
    String shortTitle() {
        if (of.connections() == 0) {
            return of.title();
        }
        int comma = of.title().indexOf(", ");
        return comma < 0 ? of.title() : of.title().substring(comma + 2);
    }
}
