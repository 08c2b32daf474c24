// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import io.jvloop.cli.BadInput;
import io.jvloop.cli.Failed;
import io.jvloop.cli.Options;
import io.jvloop.toolbench.result.Figure;
import io.jvloop.toolbench.result.Interval;
import io.jvloop.toolbench.result.PeerEntry;
import io.jvloop.toolbench.result.Results;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code ./jvloop bench docs FILE.json}: a recorded run's tables into the marked regions of docs/benchmarks.md and README.md, and its
 * picture into docs/standing.svg.
 */
public final class Documents {
    private final Results results;
    private final List<CaseView> cases;
    private final List<GroupView> groups;
    private final Overview overview;

    private Documents(Results results) {
        this.results = results;
        this.cases = CaseView.all(results);
        this.groups = GroupView.of(cases);
        this.overview = new Overview(groups);
    }

    /** Writes them; the rest of the documents stays as it is. */
    public static void run(Path root, List<String> args, PrintStream out) throws BadInput, Failed {
        Path file = ReportCommand.file(args, "bench docs");
        Options.parse(args.subList(1, args.size()), List.of(), List.of());
        Documents documents = new Documents(new Anonymous(root).results(ReportCommand.read(file)));
        documents.write(root.resolve("docs/benchmarks.md"), "all-peers", documents.allPeers(), out);
        documents.write(root.resolve("README.md"), "standing", documents.standing(), out);
        Path picture = root.resolve("docs/standing.svg");
        try {
            Files.writeString(picture, Picture.of(documents.overview));
        } catch (IOException failure) {
            throw new Failed(picture + " cannot be written: " + failure.getMessage());
        }
        out.println("written: docs/standing.svg");
    }

    private void write(Path document, String region, String text, PrintStream out) throws Failed {
        try {
            new MarkedRegion(region).write(document, text);
        } catch (IOException failure) {
            throw new Failed(document + ": " + failure.getMessage());
        }
        out.println("written: " + document.getFileName() + ", region " + region);
    }

    /** Every peer in every case. */
    String allPeers() {
        StringBuilder text = new StringBuilder();
        text.append('`')
                .append(cell(results.command()))
                .append("`, ")
                .append(results.started())
                .append(", commit ")
                .append(cell(results.machine().commit()))
                .append(": ")
                .append(cell(results.machine().cpu()))
                .append(", ")
                .append(results.machine().cores())
                .append(" cores, ")
                .append(cell(results.machine().kernel()))
                .append("; ")
                .append(cell(results.machine().jdk()))
                .append("; ")
                .append(results.rounds())
                .append(" rounds of ")
                .append(Numbers.plain(results.seconds()))
                .append(" s. Medians with 95 % intervals; «×» is the cost beside the")
                .append(" reference, within rounds; a «floor» is no server, it does less than one has to.\n\n")
                .append(overview.headline())
                .append(' ')
                .append(overview.better())
                .append('\n');
        for (CaseView one : cases) {
            text.append("\n### ").append(cell(one.of().title())).append("\n\n").append(table(one));
        }
        List<PeerEntry> missing = results.peers().stream()
                .filter(peer -> !peer.missing().isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            text.append("\nMissing: ")
                    .append(missing.stream()
                            .map(peer -> cell(peer.name()) + " (" + cell(peer.missing()) + ")")
                            .collect(Collectors.joining("; ")))
                    .append(".\n");
        }
        return text.toString();
    }

    private static String table(CaseView one) {
        Figure leading = one.of().leadingFigure();
        boolean rates = leading != Figure.REQUESTS_PER_SECOND
                && one.measured().stream().anyMatch(row -> row.figures().containsKey(Figure.REQUESTS_PER_SECOND));
        StringBuilder text = new StringBuilder("| peer | " + Numbers.title(leading) + " | × "
                + (one.reference().isEmpty() ? "reference" : cell(one.reference())) + " |"
                + (rates ? " requests/s | busy server / load | p50 µs | p99 µs |" : "") + " |\n|---|---|---|"
                + (rates ? "---|---|---|---|" : "") + "---|\n");
        for (Row row : one.rows()) {
            String name = row.isOurs()
                    ? "**" + cell(row.peer().name()) + "**"
                    : cell(row.peer().name());
            List<String> cells = new ArrayList<>(List.of(name));
            cells.add(row.isMeasured() ? withRange(row, leading) : "");
            cells.add(row.ratio()
                    .map(ratio -> ratio.text(3))
                    .orElse(row.isMeasured() && row.peer().name().equals(one.reference()) ? "1" : ""));
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

    private static String withRange(Row row, Figure figure) {
        Interval interval = row.figures().get(figure);
        return interval == null ? "" : Numbers.text(figure, interval);
    }

    private static String median(Row row, Figure figure) {
        Interval interval = row.figures().get(figure);
        return interval == null ? "" : Numbers.text(figure, interval.median());
    }

    /** The picture, and a table for those who want numbers. */
    String standing() {
        StringBuilder text =
                new StringBuilder("![" + overview.headline() + "](docs/standing.svg)\n\n" + overview.headline() + "\n");
        List<GroupView> shown = overview.groups();
        if (shown.isEmpty()) {
            return text.toString();
        }
        text.append("\n")
                .append(overview.subject())
                .append(" beside ")
                .append(overview.name())
                .append(", the best server of each language:\n\n| |");
        shown.forEach(group -> text.append(' ').append(cell(group.title())).append(" |"));
        text.append("\n|---|").append("---|".repeat(shown.size())).append('\n');
        results.peers().stream()
                .filter(peer -> !peer.name().startsWith("jvloop"))
                .map(PeerEntry::language)
                .distinct()
                .map(language -> row(language, shown))
                .forEach(text::append);
        return text.toString();
    }

    private static String row(String language, List<GroupView> shown) {
        StringBuilder text = new StringBuilder("| " + cell(language) + " |");
        for (GroupView group : shown) {
            String best = group.peers().stream()
                    .filter(peer ->
                            peer.language().equals(language) && !peer.name().startsWith("jvloop"))
                    .filter(peer -> !group.isFloor(peer))
                    .filter(peer -> group.cost(peer.name()).isPresent())
                    .findFirst()
                    .map(peer -> Numbers.ratio(group.cost(peer.name()).orElseThrow()) + " (" + cell(peer.name()) + ")")
                    .orElse("");
            text.append(' ').append(best).append(" |");
        }
        return text.append('\n').toString();
    }

    /** Text that neither ends a cell nor is markup. */
    private static String cell(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("|", "\\|")
                .replaceAll("\\s+", " ");
    }
}
