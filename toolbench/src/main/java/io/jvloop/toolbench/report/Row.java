// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import io.jvloop.toolbench.result.Case;
import io.jvloop.toolbench.result.Figure;
import io.jvloop.toolbench.result.Interval;
import io.jvloop.toolbench.result.PeerEntry;
import io.jvloop.toolbench.result.Series;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a case says of one peer.
 *
 * @param figures those that any round has
 * @param ratio how many times the reference's cost it takes: above 1 it does worse, whichever way its figure goes; empty for
 *     the reference itself, and where there is none
 * @param isNoisy its rounds are so far apart that a few hundredths cannot be told
 * @param notes what the server said of itself, each once
 * @param failures one line for each round that has no figures
 */
record Row(
        PeerEntry peer,
        Case of,
        Map<Figure, Interval> figures,
        Optional<Interval> ratio,
        boolean isNoisy,
        List<String> notes,
        List<String> failures) {
    /** What it is ranked by. */
    Figure leading() {
        return of.leadingFigure();
    }

    boolean isMeasured() {
        return figures.containsKey(leading());
    }

    /** Its turn never came, as the run was ended before. */
    boolean isOpen() {
        return isEmpty() && peer.missing().isEmpty();
    }

    /** It could not even be tried here. */
    boolean isMissing() {
        return isEmpty() && !peer.missing().isEmpty();
    }

    private boolean isEmpty() {
        return !isMeasured() && failures.isEmpty();
    }

    boolean isOurs() {
        return peer.isOurs();
    }

    /** Its requests/s are those of the load, not its own; at a fixed rate all are, and none is marked. */
    boolean isClientBound() {
        Interval busy = figures.get(Figure.SERVER_BUSY);
        return of.rate() == 0
                && busy != null
                && Series.isClientBound(busy.median())
                && figures.containsKey(Figure.REQUESTS_PER_SECOND);
    }

    /** A JVM whose compilers were not done: with time it would take less. */
    boolean isCompiling() {
        Interval share = figures.get(Figure.COMPILERS);
        return share != null && Series.isCompiling(share.median());
    }

    Standing standing() {
        return ratio.map(Standing::of).orElse(Standing.UNTOLD);
    }
}
