// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import io.jvloop.toolbench.result.Figure;
import io.jvloop.toolbench.result.PeerEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Cases that are shown together. */
record GroupView(String name, List<CaseView> cases) {
    private static final Map<String, String> TITLES = Map.ofEntries(
            Map.entry("echo-tcp", "TCP echo"),
            Map.entry("echo-unix", "UNIX socket echo"),
            Map.entry("echo-streams", "Echo in straight-line code"),
            Map.entry("echo", "Echo"),
            Map.entry("readline", "readline"),
            Map.entry("http", "HTTP"),
            Map.entry("http-pipelined", "HTTP, pipelined"),
            Map.entry("connect", "Connection rate"),
            Map.entry("idle", "Idle connections"),
            Map.entry("start", "Start"),
            Map.entry("calls", "Calls"));

    /** In the order of their first cases. */
    static List<GroupView> of(List<CaseView> cases) {
        Map<String, List<CaseView>> groups = new LinkedHashMap<>();
        cases.forEach(one -> groups.computeIfAbsent(one.of().group(), name -> new ArrayList<>())
                .add(one));
        return groups.entrySet().stream()
                .map(group -> new GroupView(group.getKey(), List.copyOf(group.getValue())))
                .toList();
    }

    String title() {
        return TITLES.getOrDefault(name, name);
    }

    /** What it is linked by. */
    String id() {
        return "group-" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    boolean isOfCpu() {
        return cases.stream().allMatch(one -> one.of().leadingFigure() == Figure.CPU);
    }

    /** Those measured in any case, the least costly first. */
    List<PeerEntry> peers() {
        Map<String, PeerEntry> peers = new LinkedHashMap<>();
        cases.forEach(one -> one.measured().forEach(row -> peers.put(row.peer().name(), row.peer())));
        List<PeerEntry> sorted = new ArrayList<>(peers.values());
        sorted.sort(Comparator.comparingDouble(peer -> cost(peer.name()).orElse(Double.POSITIVE_INFINITY)));
        return sorted;
    }

    /** Is it a floor in any of these, and no server? */
    boolean isFloor(PeerEntry peer) {
        return cases.stream().anyMatch(one -> peer.isFloorIn(one.of()));
    }

    /** As charts name it. */
    String label(PeerEntry peer) {
        return isFloor(peer) ? peer.name() + " (floor)" : peer.name();
    }

    /** How many times the reference's cost: the geometric mean of its ratios to that in the cases that have both. */
    OptionalDouble cost(String peer) {
        double logarithms = 0;
        int count = 0;
        for (CaseView one : cases) {
            if (!compares(one)) {
                continue;
            }
            double ratio = peer.equals(one.reference())
                    ? 1
                    : one.row(peer)
                            .flatMap(Row::ratio)
                            .map(interval -> interval.median())
                            .orElse(0.0);
            if (ratio > 0) {
                logarithms += Math.log(ratio);
                count++;
            }
        }
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.exp(logarithms / count));
    }

    /** Whether the case has the reference of the group, and its ratios are so to the same one as the others'. */
    boolean compares(CaseView one) {
        return one.reference().equals(reference());
    }

    /** The one that most of its cases have, which are all but where a run was cut off, and ours if any has; empty if there is none. */
    String reference() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        cases.stream()
                .map(CaseView::reference)
                .filter(name -> !name.isEmpty())
                .forEach(name -> counts.merge(name, 1, Integer::sum));
        return counts.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Integer> one) -> !PeerEntry.isOurs(one.getKey()))
                        .thenComparing(Map.Entry.comparingByValue(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }
}
