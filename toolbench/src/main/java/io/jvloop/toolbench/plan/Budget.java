// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.plan;

import io.jvloop.toolbench.peer.Peer;
import java.util.List;
import java.util.Set;

/**
 * What a plan will take.
 *
 * @param onJvm names of the peers that have more to warm up
 */
public record Budget(List<Stage> stages, Set<String> onJvm) {
    /** Starting a server and ending it. */
    private static final double START_SECONDS = 0.6;

    /** Starting a load, and looking after the server when it is gone. */
    private static final double CASE_SECONDS = 0.6;

    /** A plan is a guess: a slow machine, or a server that is tried twice, must not cost the last round its end. */
    private static final double PLANNED_SHARE = 0.85;

    private static final double FACTOR_STEP = 0.05;
    private static final double FACTOR_MIN = 0.25;

    public double seconds(Slices slices) {
        double round = 0;
        for (Stage stage : stages) {
            Scenario first = stage.scenarios().getFirst();
            for (Scenario scenario : stage.scenarios()) {
                for (Peer peer : stage.peers()) {
                    round += turnSeconds(peer, scenario, slices, scenario == first);
                }
            }
        }
        return round * slices.rounds();
    }

    /** One peer in one case of one round, its server started for it or up already. */
    public double turnSeconds(Peer peer, Scenario scenario, Slices slices, boolean starts) {
        return (starts ? START_SECONDS : 0)
                + CASE_SECONDS
                + scenario.measure().seconds(slices.pace(onJvm.contains(peer.name()), starts));
    }

    /** As much of the slices as fits, with something to spare. First they become shorter, then the rounds fewer. */
    public Slices fit(Slices asked, int secondsMax) {
        Slices fitting = asked;
        for (int rounds = asked.rounds(); rounds >= 1; rounds--) {
            for (double factor = 1; factor > FACTOR_MIN - FACTOR_STEP / 2; factor -= FACTOR_STEP) {
                fitting = asked.withRounds(rounds).times(Math.round(factor / FACTOR_STEP) * FACTOR_STEP);
                if (seconds(fitting) <= PLANNED_SHARE * secondsMax) {
                    return fitting;
                }
            }
        }
        return fitting;
    }
}
