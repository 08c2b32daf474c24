// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.plan;

import io.jvloop.toolbench.peer.Peer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Cases that are measured on one server, one after the other, and the peers that serve them.
 *
 * @param scenarios at least one
 */
public record Stage(List<Scenario> scenarios, List<Peer> peers) {
    /** Where the shuffles of peers begin. */
    private static final long SEED = 20160503;

    /** Between the seeds of two rounds: {@link Random} draws alike from neighbouring ones. */
    private static final long SEEDS_APART = 0x9E3779B97F4A7C15L;

    /** In the order of the cases. */
    public static List<List<Scenario>> split(List<Scenario> scenarios) {
        List<List<Scenario>> stages = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            stages.stream()
                    .filter(stage -> stage.getFirst().sharesServerWith(scenario))
                    .findFirst()
                    .orElseGet(() -> {
                        List<Scenario> stage = new ArrayList<>();
                        stages.add(stage);
                        return stage;
                    })
                    .add(scenario);
        }
        return stages;
    }

    public String served() {
        return scenarios.getFirst().served();
    }

    public boolean isUnix() {
        return scenarios.getFirst().isUnix();
    }

    /** Another one in each round, the same whenever it is run again. */
    public List<Peer> peersInRound(int round) {
        List<Peer> order = new ArrayList<>(peers);
        Collections.shuffle(order, new Random(SEED + round * SEEDS_APART));
        return order;
    }

    /** The same for all peers of a round. */
    public List<Scenario> scenariosInRound(int round) {
        List<Scenario> order = new ArrayList<>(scenarios);
        Collections.rotate(order, -round);
        return order;
    }
}
