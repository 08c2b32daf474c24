// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.terminal;

import io.jvloop.toolbench.result.Case;
import io.jvloop.toolbench.result.Figure;
import io.jvloop.toolbench.result.Sample;
import io.jvloop.toolbench.result.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What was measured in one case, best first, for a terminal of 120 columns. */
public final class CaseTable {
    private final Series series;
    private final Case of;
    private final Figure leading;
    private final List<String> floors;
    private final List<String> missing;
    private final List<String> ranked;
    private final String reference;

    /**
     * Of the samples of this case.
     *
     * @param floors names of those that are marked as such
     * @param missing names of those that cannot run here; one that was measured in this case all the same is left out
     */
    public CaseTable(Case of, List<Sample> all, List<String> floors, List<String> missing) {
        this.of = of;
        this.floors = floors;
        this.series = new Series(of, all);
        this.missing = missing.stream()
                .filter(peer -> series.samples().stream()
                        .noneMatch(sample -> sample.peer().equals(peer)))
                .toList();
        this.leading = of.leadingFigure();
        Comparator<String> byLeading = Comparator.comparingDouble(peer -> median(peer, leading));
        this.ranked = series.samples().stream()
                .map(Sample::peer)
                .distinct()
                .filter(peer -> has(peer, leading))
                .sorted(leading.moreIsBetter() ? byLeading.reversed() : byLeading)
                .toList();
        this.reference = series.reference();
    }

    public boolean isEmpty() {
        return series.samples().isEmpty() && missing.isEmpty();
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(Wrapped.line(of.title() + " (" + of.name() + ", " + of.shownLoad() + ")"))
                .append('\n');
        if (!ranked.isEmpty()) {
            text.append(table());
        }
        for (Sample sample : series.samples()) {
            if (!sample.failure().isEmpty()) {
                text.append("failed: " + sample.peer() + ", round " + (sample.round() + 1) + ": " + sample.failure()
                        + "\n");
            }
        }
        if (!missing.isEmpty()) { // by name, as their reasons are among the first lines
            text.append(Wrapped.line("missing: " + String.join(", ", missing))).append('\n');
        }
        Noise.of(series, ranked, leading)
                .forEach(line -> text.append(Wrapped.line(line)).append('\n'));
        return text.toString();
    }

    private String table() {
        boolean hasRatios = !reference.isEmpty();
        boolean hasRequests = ranked.stream().anyMatch(peer -> has(peer, Figure.REQUESTS_PER_SECOND));
        boolean hasLatency = ranked.stream().anyMatch(peer -> has(peer, Figure.LATENCY_P99));
        boolean hasBusy = ranked.stream().anyMatch(peer -> has(peer, Figure.SERVER_BUSY));
        List<String> head = new ArrayList<>(List.of("peer", leading.title()));
        if (hasRatios) {
            head.add("ratio to " + reference);
        }
        if (hasRequests) {
            head.add("requests/s");
        }
        if (hasLatency) {
            head.addAll(List.of("p50 us", "p99 us"));
        }
        if (hasBusy) {
            head.add("busy server/load");
        }
        head.add("");
        Columns columns = new Columns();
        columns.add(head);
        String above = "";
        for (String peer : ranked) {
            List<String> row = new ArrayList<>(List.of(peer, number(median(peer, leading))));
            if (hasRatios) {
                row.add(ratio(peer));
            }
            if (hasRequests) {
                row.add(number(median(peer, Figure.REQUESTS_PER_SECOND)));
            }
            if (hasLatency) {
                row.add(number(median(peer, Figure.LATENCY_P50)));
                row.add(number(median(peer, Figure.LATENCY_P99)));
            }
            if (hasBusy) {
                row.add(percent(median(peer, Figure.SERVER_BUSY)) + " / " + percent(median(peer, Figure.CLIENT_BUSY)));
            }
            row.add(remark(peer, above));
            columns.add(row);
            above = peer;
        }
        return columns.text();
    }

    private String remark(String peer, String above) {
        List<String> remarks = new ArrayList<>();
        if (floors.contains(peer)) {
            remarks.add("floor");
        }
        if (of.rate() == 0 && has(peer, Figure.SERVER_BUSY) && Series.isClientBound(median(peer, Figure.SERVER_BUSY))) {
            remarks.add("client-bound");
        }
        if (has(peer, Figure.COMPILERS) && Series.isCompiling(median(peer, Figure.COMPILERS))) {
            remarks.add("compiling");
        }
        if (!above.isEmpty() && Noise.cannotTellApart(series, peer, above, leading)) {
            remarks.add("~");
        }
        return String.join(" ", remarks);
    }

    private String ratio(String peer) {
        return peer.equals(reference)
                ? "1"
                : series.cost(peer).map(cost -> cost.text(3)).orElse("");
    }

    private boolean has(String peer, Figure figure) {
        return series.median(peer, figure).isPresent();
    }

    private double median(String peer, Figure figure) {
        return series.median(peer, figure).orElse(Double.NaN);
    }

    /** With as many digits as say something. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        String form = value >= 1000 ? "%,.0f" : value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, form, value);
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "?" : Math.round(share * 100) + " %";
    }
}
