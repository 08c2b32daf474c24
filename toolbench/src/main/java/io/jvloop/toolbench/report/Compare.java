// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import io.jvloop.cli.BadInput;
import io.jvloop.toolbench.result.Figure;
import io.jvloop.toolbench.result.Interval;
import io.jvloop.toolbench.result.NamedFile;
import io.jvloop.toolbench.result.Results;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code ./jvloop compare A.json B.json}: what got better or worse from A to B, beyond noise. */
public final class Compare {
    private static final int NAMED_MAX = 12;

    private final Results before;
    private final Results after;
    private final Changes changes;
    private final StringBuilder text = new StringBuilder();

    private Compare(Results before, Results after) {
        this.before = before;
        this.after = after;
        this.changes = Changes.between(before, after);
    }

    /**
     * Prints it.
     *
     * @throws BadInput if there are not two result files
     */
    public static void run(List<String> args, PrintStream out) throws BadInput {
        for (String arg : args) {
            if (arg.startsWith("-")) {
                throw new BadInput("compare: unknown option '" + arg + "': there are no options");
            }
        }
        if (args.size() != 2) {
            throw new BadInput("compare: expected two result files, as ./jvloop bench writes them");
        }
        Results before = ReportCommand.read(NamedFile.toRead(args.get(0)));
        Results after = ReportCommand.read(NamedFile.toRead(args.get(1)));
        out.print(text(before, after));
    }

    static String text(Results before, Results after) {
        return new Compare(before, after).text();
    }

    private String text() {
        line("A: " + described(before));
        line("B: " + described(after));
        if (!changes.areSameMachine()) {
            line("The machines differ: only the ratios say anything, and what has none is not judged, but for bytes.");
        }
        if (changes.all().isEmpty()) {
            line("\nNothing was measured in both.");
        }
        table("better", changes.of(Change.Verdict.BETTER));
        table("worse", changes.of(Change.Verdict.WORSE));
        table("cannot be told apart", changes.of(Change.Verdict.UNTOLD));
        only("not compared, as their loads differ", changes.otherLoad());
        only("only in A", changes.onlyBefore());
        only("only in B", changes.onlyAfter());
        summary();
        return text.toString();
    }

    private static String described(Results results) {
        return "commit " + results.machine().commit() + ", " + results.started() + ", " + Numbers.pace(results);
    }

    private void table(String title, List<Change> some) {
        if (some.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("case", "peer", "figure", "A", "B", "ratio A", "ratio B", "change", ""));
        for (Change change : some) {
            Figure figure = change.of().leadingFigure();
            rows.add(List.of(
                    change.of().name(),
                    change.peer(),
                    Numbers.title(figure).replace('µ', 'u'), // as a run's own tables: a terminal may know ASCII alone
                    Numbers.text(figure, change.before()),
                    Numbers.text(figure, change.after()),
                    ratio(change.ratioBefore()),
                    ratio(change.ratioAfter()),
                    String.format(Locale.ROOT, "%+.1f %%", 100 * (change.factor() - 1)),
                    marks(change)));
        }
        line("\n" + title + " (" + some.size() + ")");
        rows.forEach(row -> line(aligned(row, rows)));
    }

    private static String marks(Change change) {
        return (change.noisy() ? "noisy " : "") + (change.isByRatio() ? "" : "absolute");
    }

    private static String ratio(Optional<Interval> ratio) {
        return ratio.map(interval -> interval.text(3)).orElse("");
    }

    private static String aligned(List<String> row, List<List<String>> rows) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            int at = column;
            int width =
                    rows.stream().mapToInt(one -> one.get(at).length()).max().orElse(0);
            line.append(row.get(column))
                    .append(" ".repeat(width - row.get(column).length() + 2));
        }
        return line.toString().stripTrailing();
    }

    private void only(String title, List<String> some) {
        if (!some.isEmpty()) {
            String more = some.size() > NAMED_MAX ? " and " + (some.size() - NAMED_MAX) + " more" : "";
            line("\n" + title + " (" + some.size() + "): "
                    + String.join(", ", some.subList(0, Math.min(NAMED_MAX, some.size()))) + more);
        }
    }

    /** How well it repeats, which two runs of the same commit show. */
    private void summary() {
        line("\n" + changes.of(Change.Verdict.BETTER).size() + " better, "
                + changes.of(Change.Verdict.WORSE).size() + " worse, "
                + changes.of(Change.Verdict.UNTOLD).size() + " cannot be told apart (intervals overlap, change within "
                + Math.round(100 * Change.LEAST) + " %, or fewer than " + Interval.COUNT_MIN
                + " rounds); judged by the ratios, or where it says absolute by the figures themselves,"
                + " in which a slower hour shows as well");
        List<Change> ratios = changes.cpuRatios();
        if (ratios.isEmpty()) {
            return;
        }
        long overlapping = ratios.stream().filter(Change::ratiosOverlap).count();
        line(String.format(
                Locale.ROOT,
                "CPU ratios: the intervals of %d of %d overlap (%.0f %%); largest shift %s; of those not noisy %s",
                overlapping,
                ratios.size(),
                100.0 * overlapping / ratios.size(),
                largest(ratios),
                largest(ratios.stream().filter(change -> !change.noisy()).toList())));
    }

    private static String largest(List<Change> ratios) {
        return ratios.stream()
                .max(Comparator.comparingDouble(Change::ratioShift))
                .map(change -> String.format(
                        Locale.ROOT,
                        "%.1f %% (%s in %s)",
                        100 * change.ratioShift(),
                        change.peer(),
                        change.of().name()))
                .orElse("none");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
