// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.cli.BadInput;
import io.jvloop.cli.Failed;
import io.jvloop.toolbench.peer.Missing;
import io.jvloop.toolbench.peer.Peer;
import io.jvloop.toolbench.peer.Peers;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** A scenario, served by every peer that is there: {@code bench echo}. */
final class Comparison {
    private final Toolbench toolbench;
    private final Scenario scenario;
    private final List<String> args;
    private final List<Missing> missing = new ArrayList<>();

    private Comparison(Toolbench toolbench, Scenario scenario, List<String> args) {
        this.toolbench = toolbench;
        this.scenario = scenario;
        this.args = args;
    }

    static void run(Toolbench toolbench, Scenario scenario, List<String> args) throws BadInput, Failed {
        new Comparison(toolbench, scenario, args).run();
    }

    private void run() throws BadInput, Failed {
        Peers peers = Peers.read(toolbench.root());
        Plan plan = Plan.of(args, scenario, peers);
        toolbench.prepareFolder();
        scenario.load().prepare(toolbench);
        Cores cores = Cores.detect();
        Rounds rounds = new Rounds(toolbench, scenario, peers, plan, cores);
        List<Peer> ready = new ArrayList<>();
        for (Peer peer : plan.peers()) {
            if (peers.prepare(peer, missing) && rounds.tryOut(peer, missing)) {
                ready.add(peer);
            }
        }
        Machine machine = Machine.detect(toolbench.root());
        toolbench.out().println(machine);
        toolbench
                .out()
                .println(cores + "; " + plan.rounds() + " rounds of "
                        + plan.pace().seconds() + " s after " + plan.pace().warmupSeconds()
                        + " s of warm-up; medians [least..most]; ratios are taken within a round");
        missing.forEach(one -> toolbench.out().println("missing: " + one));
        if (ready.isEmpty()) {
            throw new Failed("no peer can run here");
        }
        List<Sample> samples = new ArrayList<>();
        for (Cell cell : plan.cells()) {
            List<Sample> ofCell = rounds.of(cell, ready);
            samples.addAll(ofCell);
            toolbench.out().println("\n" + scenario.name() + (plan.unix() ? " over UNIX sockets, " : ", ") + cell);
            toolbench.out().print(Table.of(ready, ofCell));
            toolbench.out().flush();
        }
        Path json = plan.json() == null ? toolbench.build().resolve(scenario.name() + ".json") : plan.json();
        results(peers, plan, machine, cores, samples).write(json);
        toolbench.out().println("\nraw results: " + json);
    }

    private Results results(Peers peers, Plan plan, Machine machine, Cores cores, List<Sample> samples) {
        return new Results(
                ("./jvloop bench " + scenario.name() + " " + String.join(" ", args)).strip(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                machine,
                cores,
                scenario.name(),
                plan.unix(),
                plan.pace(),
                peers.versions(),
                missing,
                samples);
    }
}
