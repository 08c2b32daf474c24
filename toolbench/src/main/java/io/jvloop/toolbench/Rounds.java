// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.toolbench.peer.Peer;
import java.util.List;
import java.util.function.Consumer;

/**
 * All cases, again and again; in each round every peer of a stage once, in another order than before.
 *
 * @param deadlineNanos no server is started that would not be done by then; {@link Long#MAX_VALUE} if it may take as long as it
 *     needs
 * @param done is told of each stage that has had its last round
 */
record Rounds(Setting setting, Budget budget, Slices slices, long deadlineNanos, Consumer<Stage> done) {
    /** What has gone wrong twice will again. */
    private static final int FAILURES_MAX = 2;

    /** How many samples could not be taken in time. */
    int run() {
        int left = 0;
        for (int round = 0; round < slices.rounds(); round++) {
            for (Stage stage : budget.stages()) {
                List<Peer> order = stage.peersInRound(round);
                for (int position = 0; position < order.size(); position++) {
                    left += visit(stage, order.get(position), round, position);
                }
                if (round == slices.rounds() - 1) {
                    done.accept(stage);
                }
            }
        }
        return left;
    }

    private int visit(Stage stage, Peer peer, int round, int position) {
        Journal journal = setting.journal();
        double expected = budget.visitSeconds(stage, peer, slices);
        List<Scenario> open = stage.scenariosInRound(round).stream()
                .filter(one -> !journal.has(one.name(), peer.name(), round)
                        && journal.failures(one.name(), peer.name()) < FAILURES_MAX)
                .toList();
        if (open.isEmpty()) {
            setting.progress().skip(expected);
            return 0;
        }
        try (Visit visit = new Visit(setting, stage, peer, round, position)) {
            int measured = 0;
            for (Scenario scenario : open) {
                if (deadlineNanos != Long.MAX_VALUE
                        && System.nanoTime() + expected / stage.scenarios().size() * 1e9 > deadlineNanos) {
                    return open.size() - measured;
                }
                setting.progress()
                        .say("round " + (round + 1) + " of " + slices.rounds() + ", " + scenario.name() + ", "
                                + peer.name());
                visit.measure(scenario, slices);
                measured++;
            }
        }
        setting.progress().done(expected);
        return 0;
    }
}
