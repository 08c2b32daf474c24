// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import com.google.gson.Gson;
import io.jvloop.toolbench.result.Figure;
import io.jvloop.toolbench.result.Interval;
import io.jvloop.toolbench.result.PeerEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the page's charts are drawn from, as report.js reads it. A figure is a list: median, least and greatest of its interval.
 *
 * @param titles of figures, by their keys
 * @param lanes of the first picture
 */
record Charts(Map<String, String> titles, String reference, List<Lane> lanes, List<Group> groups) {
    record Lane(String title, List<Dot> dots) {}

    record Dot(String peer, boolean ours, double ratio, List<String> details) {}

    /**
     * A group's bars and boxes.
     *
     * @param switches keys of the figures that its bars can show; the first one at first
     */
    record Group(
            String id,
            String title,
            List<String> peers,
            List<Boolean> ours,
            List<String> switches,
            List<Column> columns) {}

    /**
     * A case. Its lists have an element for each peer of the group, null where that has none.
     *
     * @param figures only a median of those that boxes are drawn of
     */
    record Column(
            String title,
            String leading,
            String reference,
            Map<String, List<@Nullable List<Double>>> figures,
            List<@Nullable List<Double>> ratios,
            List<Boolean> bound,
            List<Boolean> noisy) {}

    private static final List<Figure> BARS =
            List.of(Figure.REQUESTS_PER_SECOND, Figure.MEBIBYTES_PER_SECOND, Figure.RESIDENT, Figure.HEAP_PER_REQUEST);
    private static final List<Figure> BOXES =
            List.of(Figure.LATENCY_MIN, Figure.LATENCY_P25, Figure.LATENCY_P50, Figure.LATENCY_P75, Figure.LATENCY_P99);

    static Charts of(Overview overview, List<GroupView> groups) {
        Map<String, String> titles = new LinkedHashMap<>();
        for (Figure figure : Figure.values()) {
            titles.put(figure.key(), Numbers.title(figure));
        }
        return new Charts(
                titles,
                overview.name(),
                overview.groups().stream().map(Charts::lane).toList(),
                groups.stream().map(Charts::group).toList());
    }

    /** Safe inside an element of HTML: no angle bracket is in it. */
    String json() {
        return new Gson().toJson(this);
    }

    private static Lane lane(GroupView group) {
        List<Dot> dots = new ArrayList<>();
        for (PeerEntry peer : group.peers()) {
            String name = peer.name();
            boolean ours = peer.isOurs();
            if (ours && !name.equals(group.reference())) {
                continue; // one jvloop is enough for the first look; the bars have all
            }
            group.cost(name).ifPresent(cost -> dots.add(new Dot(group.label(peer), ours, cost, details(group, name))));
        }
        int count = group.cases().size();
        return new Lane(group.title() + (count > 1 ? ", " + count + " cases" : ""), dots);
    }

    private static List<String> details(GroupView group, String peer) {
        List<String> details = new ArrayList<>();
        for (CaseView one : group.cases()) {
            if (!group.compares(one)) {
                continue;
            }
            one.row(peer).flatMap(Row::ratio).ifPresent(ratio -> details.add(one.shortTitle() + ": " + ratio.text(3)));
        }
        return details;
    }

    private static Group group(GroupView group) {
        List<PeerEntry> peers = group.peers();
        List<Column> columns = group.cases().stream()
                .filter(one -> !one.measured().isEmpty())
                .map(one -> column(one, peers))
                .toList();
        return new Group(
                group.id(),
                group.title(),
                peers.stream().map(group::label).toList(),
                peers.stream().map(PeerEntry::isOurs).toList(),
                switches(group),
                columns);
    }

    private static List<String> switches(GroupView group) {
        TreeSet<Figure> had = new TreeSet<>();
        group.cases()
                .forEach(one ->
                        one.measured().forEach(row -> had.addAll(row.figures().keySet())));
        Stream<Figure> leading = group.cases().stream().map(one -> one.of().leadingFigure());
        return Stream.concat(leading, BARS.stream())
                .filter(had::contains)
                .map(Figure::key)
                .distinct()
                .toList();
    }

    private static Column column(CaseView one, List<PeerEntry> peers) {
        List<@Nullable List<Double>> ratios = new ArrayList<>();
        List<Boolean> bound = new ArrayList<>();
        List<Boolean> noisy = new ArrayList<>();
        for (PeerEntry peer : peers) {
            Optional<Row> row = one.row(peer.name());
            ratios.add(row.flatMap(Row::ratio).map(Charts::three).orElse(null));
            bound.add(row.filter(Row::isClientBound).isPresent());
            noisy.add(row.filter(Row::isNoisy).isPresent());
        }
        return new Column(
                one.shortTitle(),
                one.of().leadingFigure().key(),
                one.reference(),
                figures(one, peers),
                ratios,
                bound,
                noisy);
    }

    private static Map<String, List<@Nullable List<Double>>> figures(CaseView one, List<PeerEntry> peers) {
        Map<String, List<@Nullable List<Double>>> figures = new LinkedHashMap<>();
        Stream.of(Stream.of(one.of().leadingFigure()), BARS.stream(), BOXES.stream())
                .flatMap(some -> some)
                .filter(figure ->
                        one.measured().stream().anyMatch(row -> row.figures().containsKey(figure)))
                .forEach(figure -> figures.put(figure.key(), figures(one, peers, figure)));
        return figures;
    }

    private static List<@Nullable List<Double>> figures(CaseView one, List<PeerEntry> peers, Figure figure) {
        List<@Nullable List<Double>> figures = new ArrayList<>();
        for (PeerEntry peer : peers) {
            Interval interval =
                    one.row(peer.name()).map(row -> row.figures().get(figure)).orElse(null);
            if (interval == null) {
                figures.add(null);
            } else {
                figures.add(BOXES.contains(figure) ? List.of(Numbers.sixDigits(interval.median())) : three(interval));
            }
        }
        return figures;
    }

    private static List<Double> three(Interval interval) {
        return List.of(
                Numbers.sixDigits(interval.median()),
                Numbers.sixDigits(interval.low()),
                Numbers.sixDigits(interval.high()));
    }
}
