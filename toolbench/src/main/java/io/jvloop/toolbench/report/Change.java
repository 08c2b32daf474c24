// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import io.jvloop.toolbench.result.Case;
import io.jvloop.toolbench.result.Interval;
import java.util.Optional;

/**
 * One peer's leading figure in one case, in two runs.
 *
 * @param ratioBefore to the reference of both runs, within rounds; empty for the reference itself, or where they have none in common
 * @param noisy the interval of either is so wide that a few hundredths cannot be told
 */
record Change(
        Case of,
        String peer,
        Interval before,
        Interval after,
        Optional<Interval> ratioBefore,
        Optional<Interval> ratioAfter,
        boolean noisy) {
    /** Smaller changes are not worth a word, however narrow the intervals. */
    static final double LEAST = 0.02;

    enum Verdict {
        BETTER,
        WORSE,
        UNTOLD
    }

    double factor() {
        return after.median() / before.median();
    }

    Verdict verdict() {
        boolean few = Math.min(before.count(), after.count()) < Interval.COUNT_MIN;
        if (few || before.overlaps(after) || Math.abs(factor() - 1) <= LEAST) {
            return Verdict.UNTOLD;
        }
        return (factor() > 1) == of.leadingFigure().moreIsBetter() ? Verdict.BETTER : Verdict.WORSE;
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
