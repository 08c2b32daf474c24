// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.result;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * One peer in one round of one case, started afresh.
 *
 * @param caseName of the {@link Case}
 * @param peer name of the {@link PeerEntry}
 * @param round from 0
 * @param position of the peer in its round, from 0
 * @param note what the server said of itself, such as the backend that it took
 * @param failure why there are no figures: one line; empty if all went well
 * @param figures by {@link Figure#key()}
 */
public record Sample(
        String caseName,
        String peer,
        int round,
        int position,
        String note,
        String failure,
        Map<String, Double> figures) {
    public OptionalDouble figure(Figure figure) {
        Double value = figures.get(figure.key());
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
