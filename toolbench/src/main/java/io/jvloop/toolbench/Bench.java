// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.cli.BadInput;
import io.jvloop.cli.Failed;
import io.jvloop.toolbench.host.Alone;
import io.jvloop.toolbench.host.Cores;
import io.jvloop.toolbench.host.Machine;
import io.jvloop.toolbench.host.OpenFiles;
import io.jvloop.toolbench.host.Toolbench;
import io.jvloop.toolbench.measure.OwnLoad;
import io.jvloop.toolbench.peer.Children;
import io.jvloop.toolbench.peer.Peer;
import io.jvloop.toolbench.peer.Peers;
import io.jvloop.toolbench.plan.Budget;
import io.jvloop.toolbench.plan.CaseList;
import io.jvloop.toolbench.plan.Plan;
import io.jvloop.toolbench.plan.PlanOptions;
import io.jvloop.toolbench.plan.Scenario;
import io.jvloop.toolbench.plan.Slices;
import io.jvloop.toolbench.plan.WarmUp;
import io.jvloop.toolbench.report.Report;
import io.jvloop.toolbench.result.Results;
import io.jvloop.toolbench.result.Sample;
import io.jvloop.toolbench.terminal.BesideTable;
import io.jvloop.toolbench.terminal.CaseTable;
import io.jvloop.toolbench.terminal.Progress;
import io.jvloop.toolbench.terminal.Wrapped;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** {@code bench}: the cases that were asked for, with every peer that is there. */
final class Bench {
    private final Toolbench toolbench;
    private final Peers peers;

    private Bench(Toolbench toolbench, Peers peers) {
        this.toolbench = toolbench;
        this.peers = peers;
    }

    /**
     * Measures.
     *
     * @return 0 when all went well, 1 when something did not: it was said
     */
    static int run(Toolbench toolbench, List<String> args) throws BadInput, Failed {
        PlanOptions options = PlanOptions.parse(args);
        Peers peers = Peers.read(toolbench.root());
        String command = ("./jvloop bench " + String.join(" ", args)).strip();
        Plan plan = options.plan(toolbench, command, peers);
        if (options.wantsList()) {
            toolbench.out().print(CaseList.of(plan, peers));
            return 0;
        }
        try (Alone _ = Alone.in(toolbench)) {
            return new Bench(toolbench, peers).run(plan, Resumption.read(toolbench, plan));
        }
    }

    private int run(Plan plan, Resumption before) throws Failed {
        plan.scenarios().forEach(scenario -> scenario.measure().prepare(toolbench));
        Cores cores = Cores.detect();
        Field field;
        Journal journal;
        int left;
        try (Sockets sockets = Sockets.open();
                Ending ending = Ending.watch(toolbench, sockets)) {
            field = new Field(toolbench, peers, plan, cores, sockets);
            Progress preparing = new Progress(toolbench.err(), 0);
            field.prepare(preparing);
            preparing.clear();
            long deadline = deadline(plan);
            Budget budget = field.budget();
            if (budget.stages().isEmpty() && field.wrong().isEmpty()) {
                Children.awaitOurSignal();
                field.missing().forEach(this::say);
                throw new Failed("no peer can run here");
            }
            Machine machine = Machine.detect(toolbench.root());
            Results head = before.of(field.head(machine, slices(plan, budget)), toolbench);
            Slices slices = plan.slices()
                    .withRounds(head.rounds())
                    .times(head.seconds() / plan.slices().seconds());
            introduce(machine, cores, plan, slices, budget, field.missing());
            Progress progress = new Progress(toolbench.err(), budget.seconds(slices));
            journal = new Journal(plan.json(), head, progress::keep);
            ending.keeps(journal);
            Setting setting = new Setting(toolbench, peers, cores, sockets, journal, progress);
            left = new Rounds(setting, budget, slices, deadline, stage -> {
                        progress.clear();
                        tables(stage.scenarios(), plan, field, journal);
                    })
                    .run();
            if (left == 0) {
                journal.finish();
            }
            progress.clear();
        }
        tables(field.withoutPeers(), plan, field, journal);
        return conclude(plan, journal, left);
    }

    private static Slices slices(Plan plan, Budget budget) {
        return plan.secondsMax() == 0 ? plan.slices() : budget.fit(plan.slices(), plan.secondsMax());
    }

    /** Counted from now on: what was compiled and checked until now is no part of what was planned. */
    private static long deadline(Plan plan) {
        return plan.secondsMax() == 0 ? Long.MAX_VALUE : System.nanoTime() + plan.secondsMax() * 1_000_000_000L;
    }

    private void introduce(
            Machine machine, Cores cores, Plan plan, Slices slices, Budget budget, List<String> missing) {
        say(machine.toString());
        WarmUp warmUp = slices.warmUp();
        say(String.format(
                Locale.ROOT,
                "%s; %d %s of %.1f s after %.1f s of warm-up (%.1f s on a JVM), about %s in all",
                cores,
                slices.rounds(),
                slices.rounds() == 1 ? "round" : "rounds",
                slices.seconds(),
                warmUp.otherSeconds(),
                warmUp.jvmSeconds(),
                Progress.clock(budget.seconds(slices))));
        if (slices.seconds() < plan.slices().seconds()
                || slices.rounds() < plan.slices().rounds()) {
            say("cut from " + plan.slices().rounds() + " rounds of "
                    + plan.slices().seconds() + " s, as it shall take no longer than "
                    + Progress.clock(plan.secondsMax()));
        }
        int rate = plan.scenarios().getFirst().of().rate();
        if (rate > 0) {
            say("open loop: " + rate
                    + " requests/s are due over all connections, and latencies count from when each was due");
        }
        int connections = plan.scenarios().stream()
                .mapToInt(scenario -> scenario.of().connections())
                .max()
                .orElse(0);
        OpenFiles.tooFewFor(connections).ifPresent(this::say);
        missing.forEach(this::say);
        if (plan.scenarios().stream().map(Scenario::measure).anyMatch(OwnLoad::standsInForWrk)) {
            say("missing: wrk: HTTP is asked by our own load instead: apt-get install wrk");
        }
        say("");
    }

    private void say(String line) {
        toolbench.out().println(Wrapped.line(line));
        toolbench.out().flush();
    }

    private void tables(List<Scenario> scenarios, Plan plan, Field field, Journal journal) {
        List<Sample> all = journal.results().samples();
        for (Scenario scenario : scenarios) {
            CaseTable table =
                    new CaseTable(scenario.of(), all, peers.floors(scenario.served()), field.missingIn(scenario));
            if (!table.isEmpty()) {
                say("");
                toolbench.out().print(table.text());
            }
            if (!plan.only().isEmpty()) {
                List<Peer> chosen = peers.serving(scenario.served(), scenario.isUnix()).stream()
                        .filter(plan::isChosen)
                        .toList();
                toolbench.out().print(BesideTable.of(scenario.of(), chosen, all));
            }
        }
        toolbench.out().flush();
    }

    private int conclude(Plan plan, Journal journal, int left) {
        boolean hasFailures = journal.results().samples().stream()
                .anyMatch(sample -> !sample.failure().isEmpty());
        say("");
        if (left > 0) {
            say("time was up before all was measured: " + left
                    + " samples are missing; the same command goes on from here");
        }
        String raw = toolbench.shown(plan.json().toString());
        say(journal.hasLost() ? raw + " lacks some of the raw results" : "raw results: " + raw);
        boolean isReported = report(plan, journal);
        return hasFailures || !isReported || left > 0 || journal.hasLost() ? 1 : 0;
    }

    private boolean report(Plan plan, Journal journal) {
        try {
            Report.write(toolbench.root(), plan.report(), journal.results());
            say("report: " + toolbench.shown(plan.report().toString()));
            return true;
        } catch (IOException failure) {
            toolbench.err().println("jvloop: " + failure.getMessage());
            return false;
        }
    }
}
