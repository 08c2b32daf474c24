// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import static io.jvloop.toolbench.report.DocumentTables.cell;

import io.jvloop.cli.BadInput;
import io.jvloop.cli.Failed;
import io.jvloop.cli.Options;
import io.jvloop.toolbench.result.Anonymous;
import io.jvloop.toolbench.result.PeerEntry;
import io.jvloop.toolbench.result.Results;
import io.jvloop.toolbench.result.TextFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code ./jvloop bench docs FILE.json}: a recorded run's tables into the marked regions of docs/benchmarks.md and README.md, and its
 * picture into docs/standing.svg.
 */
public final class Documents {
    private final Results results;
    private final List<GroupView> groups;
    private final Overview overview;

    private Documents(Results results) {
        this.results = results;
        this.groups = GroupView.of(CaseView.all(results));
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
            TextFile.write(picture, Picture.of(documents.overview));
        } catch (IOException failure) {
            throw new Failed(String.valueOf(failure.getMessage()));
        }
        out.println("written: docs/standing.svg");
    }

    private void write(Path document, String region, String text, PrintStream out) throws Failed {
        try {
            new MarkedRegion(region).write(document, text);
        } catch (IOException failure) {
            throw new Failed(String.valueOf(failure.getMessage()));
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
                .append(Numbers.pace(results))
                .append(". Medians, with 95 % intervals in square brackets; «×» is the cost beside the")
                .append(
                        " reference, within rounds; ~ is at what is noisy; a «floor» is no server, it does less than one has to.\n\n")
                .append(sentences(overview.headline(), overview.better(), early()))
                .append('\n');
        for (GroupView group : groups) {
            String title =
                    group.cases().size() == 1 ? group.cases().getFirst().of().title() : group.title();
            text.append("\n### ").append(cell(title)).append("\n\n").append(DocumentTables.of(group));
        }
        List<PeerEntry> missing = results.peers().stream()
                .filter(peer -> !peer.missing().isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            List<CaseView> cases =
                    groups.stream().flatMap(group -> group.cases().stream()).toList();
            text.append("\nMissing: ")
                    .append(missing.stream()
                            .map(peer -> cell(peer.name()) + some(CaseView.missingIn(peer, cases)) + " ("
                                    + cell(peer.missing()) + ")")
                            .collect(Collectors.joining("; ")))
                    .append(".\n");
        }
        return text.toString();
    }

    private static String some(List<String> cases) {
        return cases.isEmpty() ? "" : " in " + cell(String.join("; ", cases));
    }

    /** What is published of it is not all that was asked for. */
    private String early() {
        return results.isWhole() ? "" : "The run was ended early: not everything was measured.";
    }

    /** One after the other; those that have nothing to say are empty. */
    private static String sentences(String... all) {
        return Stream.of(all).filter(one -> !one.isEmpty()).collect(Collectors.joining(" "));
    }

    /** The picture, and a table for those who want numbers. */
    String standing() {
        StringBuilder text = new StringBuilder("![" + overview.headline() + "](docs/standing.svg)\n\n");
        text.append(sentences(overview.headline(), early())).append('\n');
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
                .filter(peer -> !peer.isOurs())
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
                    .filter(peer -> peer.language().equals(language) && !peer.isOurs())
                    .filter(peer -> !group.isFloor(peer))
                    .filter(peer -> group.cost(peer.name()).isPresent())
                    .findFirst()
                    .map(peer -> Numbers.ratio(group.cost(peer.name()).orElseThrow()) + " (" + cell(peer.name())
                            + failed(group, peer) + ")")
                    .orElse("");
            text.append(' ').append(best).append(" |");
        }
        return text.append('\n').toString();
    }

    /** What is the best of its language may be so in the rounds that it got through only. */
    private static String failed(GroupView group, PeerEntry peer) {
        int rounds = group.cases().stream()
                .flatMap(one -> one.row(peer.name()).stream())
                .mapToInt(row -> row.failures().size())
                .sum();
        return rounds == 0 ? "" : ", " + Tables.failed(rounds);
    }
}
