// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** One peer's figures divided by another's, each within a round: what a machine does in a minute is not what it does in the next. */
final class Ratios {
    private Ratios() {}

    /** Empty if they share no round. */
    static Optional<Spread> of(List<Sample> samples, String peer, String beside, ToDoubleFunction<Figures> figure) {
        List<Double> ratios = new ArrayList<>();
        for (Sample own : samples) {
            for (Sample other : samples) {
                if (own.peer().equals(peer) && other.peer().equals(beside) && own.round() == other.round()) {
                    ratios.add(figure.applyAsDouble(own.figures()) / figure.applyAsDouble(other.figures()));
                }
            }
        }
        return ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
    }
}
