// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import io.jvloop.toolbench.result.Case;
import io.jvloop.toolbench.result.Figure;
import io.jvloop.toolbench.result.Interval;
import io.jvloop.toolbench.result.Results;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What two runs have in common, and what only one of them has.
 *
 * @param areSameMachine whether their processors are the same and as many
 * @param otherLoad «case (A: load, B: load)», for those that something else asked, so that their figures are not compared
 * @param onlyBefore «peer in case», for those without figures in the other
 */
record Changes(
        List<Change> all,
        boolean areSameMachine,
        List<String> otherLoad,
        List<String> onlyBefore,
        List<String> onlyAfter) {
    static Changes between(Results before, Results after) {
        Map<String, CaseView> later = new LinkedHashMap<>();
        CaseView.all(after).forEach(one -> later.put(one.of().name(), one));
        boolean areSameMachine = before.machine().cpu().equals(after.machine().cpu())
                && before.machine().cores() == after.machine().cores();
        List<Change> all = new ArrayList<>();
        List<String> otherLoad = new ArrayList<>();
        List<String> onlyBefore = new ArrayList<>();
        List<String> onlyAfter = new ArrayList<>();
        for (CaseView one : CaseView.all(before)) {
            CaseView other = later.remove(one.of().name());
            if (other != null && !other.of().load().equals(one.of().load())) {
                otherLoad.add(one.of().name() + " (A: " + one.of().load() + ", B: "
                        + other.of().load() + ")");
                continue;
            }
            for (Row row : one.measured()) {
                Row found = other == null ? null : match(row, other);
                if (other == null || found == null) {
                    onlyBefore.add(row.peer().name() + " in " + one.of().name());
                } else {
                    all.add(change(one, row, other, found, areSameMachine));
                }
            }
            if (other != null) {
                other.measured().stream()
                        .filter(row -> match(row, one) == null)
                        .forEach(row -> onlyAfter.add(
                                row.peer().name() + " in " + one.of().name()));
            }
        }
        later.values()
                .forEach(one -> one.measured()
                        .forEach(row -> onlyAfter.add(
                                row.peer().name() + " in " + one.of().name())));
        return new Changes(
                List.copyOf(all),
                areSameMachine,
                List.copyOf(otherLoad),
                List.copyOf(onlyBefore),
                List.copyOf(onlyAfter));
    }

    private static @Nullable Row match(Row row, CaseView in) {
        return in.row(row.peer().name())
                .filter(Row::isMeasured)
                .filter(found -> found.leading() == row.leading())
                .orElse(null);
    }

    private static Change change(CaseView one, Row row, CaseView other, Row found, boolean isSameMachine) {
        boolean sameReference = one.reference().equals(other.reference());
        Case of = one.of();
        Figure leading = row.leading();
        return new Change(
                of,
                row.peer().name(),
                figure(row, leading),
                figure(found, leading),
                sameReference ? row.ratio() : Optional.empty(),
                sameReference ? found.ratio() : Optional.empty(),
                isSameMachine,
                row.isNoisy() || found.isNoisy());
    }

    private static Interval figure(Row row, Figure figure) {
        Interval interval = row.figures().get(figure);
        if (interval == null) {
            throw new IllegalArgumentException(row.peer().name() + " has no " + figure);
        }
        return interval;
    }

    List<Change> of(Change.Verdict verdict) {
        return all.stream().filter(change -> change.verdict() == verdict).toList();
    }

    /** Those that say how well CPU per request repeats. */
    List<Change> cpuRatios() {
        return all.stream()
                .filter(change -> change.of().leadingFigure() == Figure.CPU && change.hasRatios())
                .toList();
    }
}
