// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.toolbench.host.Memory;
import io.jvloop.toolbench.peer.Peer;
import io.jvloop.toolbench.plan.Budget;
import io.jvloop.toolbench.plan.Scenario;
import io.jvloop.toolbench.plan.Slices;
import io.jvloop.toolbench.plan.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * All cases, again and again. The servers of a stage are up together, and in each of its cases every peer has one turn before the next
 * case begins, in another order in each round: what is set beside each other is measured within the time of one case, in which the
 * machine mostly stays as it is. Where memory is short already, one server has all its turns after the other.
 *
 * @param deadlineNanos no turn begins that would not be over by then; {@link Long#MAX_VALUE} if it may take as long as it needs
 * @param done is told of each stage that has had its last round
 */
record Rounds(Setting setting, Budget budget, Slices slices, long deadlineNanos, Consumer<Stage> done) {
    /** How many samples could not be taken in time. */
    int run() {
        int left = 0;
        for (int round = 0; round < slices.rounds(); round++) {
            for (Stage stage : budget.stages()) {
                left += run(stage, round);
                if (round == slices.rounds() - 1) {
                    done.accept(stage);
                }
            }
        }
        return left;
    }

    private int run(Stage stage, int round) {
        List<Turns> all = turns(stage, round);
        List<Scenario> scenarios = stage.scenariosInRound(round);
        try {
            return Memory.isShort() ? serverByServer(all, scenarios) : caseByCase(all, scenarios);
        } finally {
            all.forEach(Turns::close);
        }
    }

    private List<Turns> turns(Stage stage, int round) {
        List<Turns> all = new ArrayList<>();
        for (Peer peer : stage.peersInRound(round)) {
            all.add(new Turns(setting, stage, peer, round, all.size()));
        }
        return all;
    }

    private int caseByCase(List<Turns> all, List<Scenario> scenarios) {
        int left = 0;
        for (Scenario scenario : scenarios) {
            for (int position = 0; position < all.size(); position++) {
                Turns turns = all.get(position);
                makeRoom(all, position);
                left += take(turns, scenario, scenario == scenarios.getFirst());
                all.forEach(Turns::endIfRestless);
                if (scenario == scenarios.getLast()) {
                    turns.close();
                }
            }
        }
        return left;
    }

    private int serverByServer(List<Turns> all, List<Scenario> scenarios) {
        int left = 0;
        for (Turns turns : all) {
            for (Scenario scenario : scenarios) {
                left += take(turns, scenario, scenario == scenarios.getFirst());
            }
            turns.close();
        }
        return left;
    }

    /** Where they have grown so much that not all fit into memory, those end first whose next turn is the furthest away. */
    private static void makeRoom(List<Turns> all, int position) {
        for (int before = 1; before < all.size() && Memory.isShort(); before++) {
            all.get(Math.floorMod(position - before, all.size())).close();
        }
    }

    private int take(Turns turns, Scenario scenario, boolean isFirst) {
        double planned = budget.turnSeconds(turns.peer(), scenario, slices, isFirst);
        if (!turns.isOpen(scenario)) {
            setting.progress().skip(planned);
            return 0;
        }
        double expected = budget.turnSeconds(turns.peer(), scenario, slices, !turns.isUp());
        if (deadlineNanos != Long.MAX_VALUE && System.nanoTime() + expected * 1e9 > deadlineNanos) {
            return 1;
        }
        setting.progress()
                .say("round " + (turns.round() + 1) + " of " + slices.rounds() + ", " + scenario.name() + ", "
                        + turns.peer().name());
        turns.take(scenario, slices);
        setting.progress().done(planned);
        return 0;
    }
}
