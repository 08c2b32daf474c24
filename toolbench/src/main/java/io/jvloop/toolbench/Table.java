// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.toolbench.peer.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The figures of one cell, for a terminal. */
final class Table {
    private static final List<String> HEAD = List.of(
            "peer",
            "CPU us/request",
            "in kernel",
            "requests/s",
            "busy server/load",
            "p50 us",
            "p99 us",
            "CPU ratio",
            "requests ratio",
            "beside");

    private final List<List<String>> rows = new ArrayList<>(List.of(HEAD));

    private Table() {}

    /** All samples are of one cell. */
    static String of(List<Peer> peers, List<Sample> samples) {
        Table table = new Table();
        for (Peer peer : peers) {
            List<Sample> own = samples.stream()
                    .filter(sample -> sample.peer().equals(peer.name()))
                    .toList();
            if (!own.isEmpty()) {
                table.add(peer, own, samples);
            }
        }
        return table.text();
    }

    private void add(Peer peer, List<Sample> own, List<Sample> all) {
        List<String> figures = List.of(
                peer.name(),
                spread(own, Figures::cpuMicrosPerRequest).text(2),
                percent(spread(own, Figures::systemShare)),
                String.format(
                        Locale.ROOT,
                        "%,.0f",
                        spread(own, Figures::requestsPerSecond).median()),
                percent(spread(own, Figures::serverBusy)) + " / " + percent(spread(own, Figures::clientBusy)),
                String.format(
                        Locale.ROOT, "%.0f", spread(own, Figures::p50Micros).median()),
                String.format(
                        Locale.ROOT, "%.0f", spread(own, Figures::p99Micros).median()));
        List<List<String>> ratios = ratios(peer, all);
        if (ratios.isEmpty()) {
            rows.add(figures);
        }
        for (List<String> ratio : ratios) { // the figures stand in the first of these lines
            List<String> row = new ArrayList<>(
                    ratio == ratios.getFirst()
                            ? figures
                            : figures.stream().map(x -> "").toList());
            row.addAll(ratio);
            rows.add(row);
        }
    }

    private static List<List<String>> ratios(Peer peer, List<Sample> all) {
        List<List<String>> rows = new ArrayList<>();
        for (String beside : peer.beside()) {
            if (beside.equals(peer.name())) {
                continue;
            }
            Ratios.of(all, peer.name(), beside, Figures::cpuMicrosPerRequest)
                    .ifPresent(cpu -> rows.add(List.of(
                            cpu.text(3),
                            Ratios.of(all, peer.name(), beside, Figures::requestsPerSecond)
                                    .orElseThrow()
                                    .text(3),
                            beside)));
        }
        return rows;
    }

    private static Spread spread(List<Sample> samples, ToDoubleFunction<Figures> figure) {
        return Spread.of(samples.stream()
                .map(sample -> figure.applyAsDouble(sample.figures()))
                .toList());
    }

    private static String percent(Spread share) {
        return Math.round(share.median() * 100) + " %";
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                String space = " ".repeat(width(column) - cell.length());
                boolean isName = column == 0 || column == HEAD.size() - 1;
                line.append(isName ? cell + space : space + cell).append("  ");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> column < row.size())
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }
}
