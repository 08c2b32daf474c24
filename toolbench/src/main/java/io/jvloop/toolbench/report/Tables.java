// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import io.jvloop.toolbench.result.Figure;
import io.jvloop.toolbench.result.Interval;
import io.jvloop.toolbench.result.PeerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The tables of the page: all that the charts show, and what they do not. */
final class Tables {
    private Tables() {}

    static String ofCase(CaseView one) {
        List<Figure> columns = columns(one);
        StringBuilder html = new StringBuilder();
        html.append(Html.of(
                "<details class=\"figures\"><summary>All figures: %s</summary>\n<div class=\"wide\" role=\"region\" tabindex=\"0\""
                        + " aria-label=\"Table: %s\">\n<table>\n<caption>%s; load: %s; medians [95 %% interval]</caption>\n"
                        + "<thead><tr><th scope=\"col\">peer</th><th scope=\"col\">marks</th>",
                one.of().title(), one.of().title(), one.of().title(), one.of().shownLoad()));
        if (!one.reference().isEmpty()) {
            html.append(Html.of("<th scope=\"col\">× %s</th>", one.reference()));
        }
        columns.forEach(figure -> html.append(Html.of("<th scope=\"col\">%s</th>", Numbers.title(figure))));
        html.append("<th scope=\"col\">said of itself</th></tr></thead>\n<tbody>\n");
        one.rows().forEach(row -> html.append(row(one, row, columns)));
        return html.append("</tbody>\n</table>\n</div></details>\n").toString();
    }

    /** What ranks first, then the rest in its own order; counts that say nothing of a peer are left to the raw file. */
    private static List<Figure> columns(CaseView one) {
        List<Figure> columns = new ArrayList<>(List.of(one.of().leadingFigure()));
        for (Figure figure : Figure.values()) {
            boolean had = one.rows().stream().anyMatch(row -> row.figures().containsKey(figure));
            if (had && !columns.contains(figure) && figure != Figure.REQUESTS && figure != Figure.WALL_SECONDS) {
                columns.add(figure);
            }
        }
        return columns;
    }

    private static String row(CaseView one, Row row, List<Figure> columns) {
        StringBuilder html = new StringBuilder();
        html.append(row.isOurs() ? "<tr class=\"ours\">" : "<tr>");
        html.append(Html.of(
                "<th scope=\"row\">%s<small>%s</small>",
                row.peer().name(), row.peer().title()));
        if (!row.isMeasured()) {
            int span = columns.size() + (one.reference().isEmpty() ? 2 : 3);
            return html.append(Html.of(
                            "<td class=\"absent\" colspan=\"%s\">%s</td></tr>\n", Integer.toString(span), absence(row)))
                    .toString();
        }
        html.append(Html.of("<td class=\"marks\">%s", String.join(", ", marks(one, row))));
        if (!one.reference().isEmpty()) {
            html.append(row.ratio()
                    .map(Tables::ratio)
                    .orElse(row.peer().name().equals(one.reference()) ? "<td>1" : "<td>–"));
        }
        for (Figure figure : columns) {
            Interval interval = row.figures().get(figure);
            html.append(interval == null ? "<td>–" : cell(figure, interval));
        }
        return html.append(Html.of("<td class=\"note\">%s\n", String.join("; ", row.notes())))
                .toString();
    }

    private static String ratio(Interval ratio) {
        String[] parts = ratio.text(3).split(" ", 2);
        return Html.of("<td>%s<i>%s</i>", parts[0], parts.length == 1 ? "" : parts[1]);
    }

    private static String cell(Figure figure, Interval interval) {
        return Html.of("<td>%s<i>%s</i>", Numbers.text(figure, interval.median()), Numbers.range(figure, interval));
    }

    static List<String> marks(CaseView one, Row row) {
        List<String> marks = new ArrayList<>();
        if (one.isFloor(row)) {
            marks.add("floor");
        }
        if (row.isClientBound()) {
            marks.add("client-bound");
        }
        if (row.isCompiling()) {
            marks.add("compiling");
        }
        if (row.isNoisy()) {
            marks.add("noisy");
        }
        if (!row.failures().isEmpty()) {
            marks.add(failed(row.failures().size()));
        }
        return marks;
    }

    static String failed(int rounds) {
        return "failed in " + Numbers.rounds(rounds);
    }

    /** Why a row has no figures. */
    static String absence(Row row) {
        if (!row.failures().isEmpty()) {
            return "failed: " + String.join("; ", row.failures());
        }
        return row.peer().missing().isEmpty()
                ? "not measured"
                : "missing: " + row.peer().missing();
    }

    /** Every peer, in the order of the result file. */
    static String peers(List<PeerEntry> peers, List<CaseView> cases) {
        StringBuilder html = new StringBuilder(
                "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"Table: peers\">\n<table>\n"
                        + "<caption>Peers and the versions that were found</caption>\n<thead><tr><th scope=\"col\">peer</th>"
                        + "<th scope=\"col\">language</th><th scope=\"col\">version</th><th scope=\"col\">state</th></tr></thead>\n<tbody>\n");
        for (PeerEntry peer : peers) {
            html.append(Html.of(
                    "<tr%s><th scope=\"row\">%s<small>%s</small></th><td class=\"note\">%s</td><td class=\"note\">%s</td><td class=\"note\">",
                    peer.isOurs() ? new Markup(" class=\"ours\"") : new Markup(""),
                    peer.name(),
                    peer.title(),
                    peer.language(),
                    peer.version()));
            html.append(state(peer, cases)).append("</td></tr>\n");
        }
        return html.append("</tbody>\n</table>\n</div>\n").toString();
    }

    private static String state(PeerEntry peer, List<CaseView> cases) {
        if (peer.missing().isEmpty()) {
            return "ready";
        }
        List<String> some = CaseView.missingIn(peer, cases);
        return (some.isEmpty() ? "" : "ready; ") + missing(peer, some);
    }

    /** Why it is, in some cases or, without any, in all. */
    private static String missing(PeerEntry peer, List<String> some) {
        String install = peer.install().isEmpty() ? "" : Html.of(" — <code>%s</code>", peer.install());
        String what = some.isEmpty()
                ? "<strong>missing:</strong>"
                : Html.of("<strong>missing</strong> in %s:", String.join("; ", some));
        return what + Html.of(" %s", peer.missing()) + install;
    }

    /** What was asked for and has no figures, or not in every round; nothing if there is nothing of that kind. */
    static String absent(List<PeerEntry> peers, List<CaseView> cases) {
        StringBuilder html = new StringBuilder();
        for (PeerEntry peer : peers) {
            if (!peer.missing().isEmpty()) {
                html.append(Html.of(
                        "<li><b>%s</b> %s</li>\n",
                        peer.name(), new Markup(missing(peer, CaseView.missingIn(peer, cases)))));
            }
        }
        for (CaseView one : cases) {
            String open = one.rows().stream()
                    .filter(Row::isOpen)
                    .map(row -> row.peer().name())
                    .collect(Collectors.joining(", "));
            if (!open.isEmpty()) {
                html.append(Html.of(
                        "<li><strong>not measured</strong> in %s: %s</li>\n",
                        one.of().title(), open));
            }
            for (Row row : one.rows()) {
                if (!row.failures().isEmpty()) {
                    html.append(Html.of(
                            "<li><b>%s</b> <strong>failed</strong> in %s: %s</li>\n",
                            row.peer().name(),
                            one.of().title(),
                            row.failures().stream().collect(Collectors.joining("; "))));
                }
            }
        }
        return html.toString();
    }
}
