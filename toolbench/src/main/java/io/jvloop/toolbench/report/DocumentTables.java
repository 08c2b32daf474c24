// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import io.jvloop.toolbench.result.Figure;
import io.jvloop.toolbench.result.Interval;
import io.jvloop.toolbench.result.PeerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Tables in Markdown: of a group, a row for each peer and a column for each case; of a case that stands alone, more of its figures. */
final class DocumentTables {
    private DocumentTables() {}

    static String of(GroupView group) {
        return group.cases().size() == 1 ? ofCase(group.cases().getFirst()) : ofGroup(group);
    }

    private static String ofGroup(GroupView group) {
        Figure leading = group.cases().getFirst().of().leadingFigure();
        StringBuilder text = new StringBuilder(Numbers.title(leading) + ", and in brackets × "
                + (group.reference().isEmpty() ? "the reference" : cell(group.reference())) + ":\n\n| peer |");
        group.cases()
                .forEach(one -> text.append(' ').append(cell(one.shortTitle())).append(" |"));
        text.append("\n|---|").append("---|".repeat(group.cases().size())).append('\n');
        for (PeerEntry peer : group.peers()) {
            text.append("| ").append(bold(peer, group.label(peer))).append(" |");
            group.cases()
                    .forEach(one ->
                            text.append(' ').append(inGroup(group, one, peer)).append(" |"));
            text.append('\n');
        }
        return text.append(failures(group)).toString();
    }

    private static String inGroup(GroupView group, CaseView one, PeerEntry peer) {
        Optional<Row> row = one.row(peer.name());
        if (row.isEmpty()) {
            return "";
        }
        if (!row.get().isMeasured()) {
            return row.get().failures().isEmpty() ? "" : "failed";
        }
        String beside = group.compares(one)
                ? ratio(one, row.get(), ratio -> String.format(Locale.ROOT, "%.2f", ratio.median()))
                : "";
        return median(row.get(), one.of().leadingFigure())
                + (beside.isEmpty() ? "" : " (" + beside + ")")
                + (row.get().isNoisy() ? " ~" : "");
    }

    /** A line for each that has failed, as a cell has no room for the reason. */
    private static String failures(GroupView group) {
        StringBuilder text = new StringBuilder();
        for (CaseView one : group.cases()) {
            for (Row row : one.rows()) {
                if (!row.failures().isEmpty()) {
                    text.append(text.isEmpty() ? "\n" : "")
                            .append("- ")
                            .append(cell(row.peer().name() + ", " + one.shortTitle() + ": "
                                    + String.join("; ", row.failures())))
                            .append('\n');
                }
            }
        }
        return text.toString();
    }

    private static String ofCase(CaseView one) {
        Figure leading = one.of().leadingFigure();
        boolean rates = leading != Figure.REQUESTS_PER_SECOND
                && one.measured().stream().anyMatch(row -> row.figures().containsKey(Figure.REQUESTS_PER_SECOND));
        StringBuilder text = new StringBuilder("| peer | " + Numbers.title(leading) + " | × "
                + (one.reference().isEmpty() ? "reference" : cell(one.reference())) + " |"
                + (rates ? " requests/s | busy server / load | p50 µs | p99 µs |" : "") + " |\n|---|---|---|"
                + (rates ? "---|---|---|---|" : "") + "---|\n");
        for (Row row : one.rows()) {
            List<String> cells =
                    new ArrayList<>(List.of(bold(row.peer(), row.peer().name())));
            cells.add(row.isMeasured() ? withRange(row, leading) : "");
            cells.add(ratio(one, row, ratio -> ratio.text(3)));
            if (rates) {
                cells.add(median(row, Figure.REQUESTS_PER_SECOND));
                cells.add(
                        row.isMeasured()
                                ? median(row, Figure.SERVER_BUSY) + " / " + median(row, Figure.CLIENT_BUSY)
                                : "");
                cells.add(median(row, Figure.LATENCY_P50));
                cells.add(median(row, Figure.LATENCY_P99));
            }
            cells.add(row.isMeasured() ? String.join(", ", Tables.marks(one, row)) : cell(Tables.absence(row)));
            text.append("| ").append(String.join(" | ", cells)).append(" |\n");
        }
        return text.toString();
    }

    private static String ratio(CaseView one, Row row, Function<Interval, String> shown) {
        boolean isReference = row.isMeasured() && row.peer().name().equals(one.reference());
        return row.ratio().map(shown).orElse(isReference ? "1" : "");
    }

    /** If it is ours. */
    private static String bold(PeerEntry peer, String text) {
        return peer.isOurs() ? "**" + cell(text) + "**" : cell(text);
    }

    private static String withRange(Row row, Figure figure) {
        Interval interval = row.figures().get(figure);
        return interval == null ? "" : Numbers.text(figure, interval);
    }

    private static String median(Row row, Figure figure) {
        Interval interval = row.figures().get(figure);
        return interval == null ? "" : Numbers.text(figure, interval.median());
    }

    /** Text that neither ends a cell nor is markup. */
    static String cell(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("|", "\\|")
                .replaceAll("\\s+", " ");
    }
}
