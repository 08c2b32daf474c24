// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import io.jvloop.toolbench.result.Interval;
import io.jvloop.toolbench.result.PeerEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How jvloop stands, in a few sentences: each is counted from what was measured. One jvloop may stand for another where that was not
 * measured; a bare loop in C stands for none, so where no jvloop was measured at all that is said, and nothing is counted.
 */
final class Overview {
    private static final String OURS = "jvloop";
    private static final int NAMED_MAX = 6;

    private record Compared(CaseView in, Row row) {
        double ratio() {
            return row.ratio().orElseThrow().median();
        }
    }

    private final String name;
    private final List<GroupView> groups;
    private final List<GroupView> without;
    private final List<Compared> all = new ArrayList<>();

    /** Of the groups that are about CPU; of all, if none is. */
    Overview(List<GroupView> every) {
        List<GroupView> ofCpu = every.stream().filter(GroupView::isOfCpu).toList();
        List<GroupView> about = ofCpu.isEmpty() ? every : ofCpu;
        List<GroupView> referred =
                about.stream().filter(group -> !group.reference().isEmpty()).toList();
        name = referred.stream()
                .map(group -> subject(group.reference()))
                .sorted(Comparator.comparing(one -> !one.equals(OURS)))
                .findFirst()
                .orElse("");
        groups = referred.stream()
                .filter(group -> subject(group.reference()).equals(name))
                .toList();
        without = about.stream()
                .filter(group -> !groups.contains(group) && isMeasured(group))
                .toList();
        for (GroupView group : groups) {
            for (CaseView one : group.cases()) {
                one.measured().stream()
                        .filter(_ -> subject(one.reference()).equals(name))
                        .filter(row -> !row.isOurs()
                                && !one.isFloor(row)
                                && row.ratio().isPresent())
                        .forEach(row -> all.add(new Compared(one, row)));
            }
        }
    }

    private static boolean isMeasured(GroupView group) {
        return group.cases().stream().anyMatch(one -> !one.measured().isEmpty());
    }

    /** Those in which what {@link #name} names was measured. */
    List<GroupView> groups() {
        return groups;
    }

    private static String subject(String reference) {
        return PeerEntry.isOurs(reference) ? OURS : reference;
    }

    String subject() {
        return groups.stream().allMatch(GroupView::isOfCpu) ? "CPU per request" : "of what its case counts";
    }

    /** The one sentence that says it; and one more, if it is not about everything. */
    String headline() {
        return counted()
                + (without.isEmpty() || name.isEmpty()
                        ? ""
                        : " " + name + " was not measured in: "
                                + without.stream().map(GroupView::title).collect(Collectors.joining(", ")) + ".");
    }

    private String counted() {
        String reference = name();
        if (all.isEmpty()) {
            return "Nothing to compare: "
                    + (groups.isEmpty()
                            ? "neither jvloop nor the bare loop in C was measured."
                            : "no other peer was measured"
                                    + (without.isEmpty() ? "." : " where " + reference + " was."));
        }
        if (tooFew()) {
            long more = all.stream().filter(one -> one.ratio() > 1).count();
            return "Other servers took more " + subject() + " than " + reference + " in " + more + " of " + all.size()
                    + " comparisons — too few rounds to rule out noise.";
        }
        return "Other servers take more " + subject() + " than " + reference + " in " + count(Standing.MORE) + " of "
                + all.size() + " comparisons, less in " + count(Standing.LESS) + "; " + count(Standing.UNTOLD)
                + " cannot be told apart.";
    }

    /** Who does better than jvloop, by name; nothing where nobody can be said to. */
    String better() {
        List<Compared> less = all.stream()
                .filter(one -> one.row().standing() == Standing.LESS)
                .sorted(Comparator.comparingDouble(Compared::ratio))
                .toList();
        if (less.isEmpty()) {
            return "";
        }
        Map<String, List<Compared>> byPeer = new LinkedHashMap<>();
        less.forEach(one -> byPeer.computeIfAbsent(one.row().peer().name(), name -> new ArrayList<>())
                .add(one));
        List<String> named =
                byPeer.values().stream().limit(NAMED_MAX).map(Overview::summed).toList();
        String others = byPeer.size() > NAMED_MAX ? " and " + (byPeer.size() - NAMED_MAX) + " more" : "";
        return "Less than " + name() + ", beyond noise: " + String.join("; ", named) + others + ".";
    }

    private static String summed(List<Compared> ofPeer) {
        Compared least = ofPeer.getFirst();
        String cases = ofPeer.size() == 1 ? "" : " in " + ofPeer.size() + " cases, at best";
        return least.row().peer().name() + cases + " " + Numbers.ratio(least.ratio()) + " ("
                + least.in().of().title() + ")";
    }

    /** «TCP echo: 3 of 28», by the group's mean ratio. */
    List<String> ranks() {
        List<String> ranks = new ArrayList<>();
        for (GroupView group : groups) {
            double[] others = group.peers().stream()
                    .filter(peer -> !peer.isOurs() && !group.isFloor(peer))
                    .flatMapToDouble(peer -> group.cost(peer.name()).stream())
                    .toArray();
            long before = Arrays.stream(others).filter(cost -> cost < 1).count();
            if (others.length > 0) {
                ranks.add(group.title() + ": " + (before + 1) + " of " + (others.length + 1));
            }
        }
        return ranks;
    }

    /** What others are compared with: jvloop if it was measured at all. */
    String name() {
        return name;
    }

    private boolean tooFew() {
        return all.stream().allMatch(one -> one.row().ratio().orElseThrow().count() < Interval.COUNT_MIN);
    }

    private long count(Standing standing) {
        return all.stream().filter(one -> one.row().standing() == standing).count();
    }
}
