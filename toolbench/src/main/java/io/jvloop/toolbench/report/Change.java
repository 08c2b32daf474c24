// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import io.jvloop.toolbench.result.Case;
import io.jvloop.toolbench.result.Figure;
import io.jvloop.toolbench.result.Interval;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * One peer's leading figure in one case, in two runs. It is judged by its ratio to the reference, in which a slower hour or another
 * machine does not show; by itself where it has none, or counts bytes.
 *
 * @param ratioBefore to the reference of both runs, within rounds; empty for the reference itself, or where they have none in common
 * @param isSameMachine whether its own figures may be compared
 * @param noisy the interval of either is so wide that a few hundredths cannot be told
 */
record Change(
        Case of,
        String peer,
        Interval before,
        Interval after,
        Optional<Interval> ratioBefore,
        Optional<Interval> ratioAfter,
        boolean isSameMachine,
        boolean noisy) {
    /** Smaller changes are not worth a word, however narrow the intervals. */
    static final double LEAST = 0.02;

    /** However fast a machine is, these are the same. */
    private static final Set<Figure> BYTES =
            EnumSet.of(Figure.RESIDENT, Figure.BYTES_PER_CONNECTION, Figure.HEAP_PER_REQUEST);

    enum Verdict {
        BETTER,
        WORSE,
        UNTOLD
    }

    /** Of what is judged: how many times what it was it is now. */
    double factor() {
        return last().median() / first().median();
    }

    Verdict verdict() {
        boolean few = Math.min(first().count(), last().count()) < Interval.COUNT_MIN;
        boolean says = isByRatio() || isSameMachine || BYTES.contains(of.leadingFigure());
        if (few || !says || first().overlaps(last()) || Math.abs(factor() - 1) <= LEAST) {
            return Verdict.UNTOLD;
        }
        boolean moreIsBetter = !isByRatio() && of.leadingFigure().moreIsBetter();
        return (factor() > 1) == moreIsBetter ? Verdict.BETTER : Verdict.WORSE;
    }

    /** Else by its own figures. */
    boolean isByRatio() {
        return hasRatios() && !BYTES.contains(of.leadingFigure());
    }

    private Interval first() {
        return isByRatio() ? ratioBefore.orElseThrow() : before;
    }

    private Interval last() {
        return isByRatio() ? ratioAfter.orElseThrow() : after;
    }

    boolean hasRatios() {
        return ratioBefore.isPresent() && ratioAfter.isPresent();
    }

    boolean ratiosOverlap() {
        return ratioBefore.orElseThrow().overlaps(ratioAfter.orElseThrow());
    }

    /** How far apart the ratios are, as a part of the first. */
    double ratioShift() {
        return Math.abs(
                ratioAfter.orElseThrow().median() / ratioBefore.orElseThrow().median() - 1);
    }
}
