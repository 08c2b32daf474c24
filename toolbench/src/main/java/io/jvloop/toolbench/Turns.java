// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.host.ProcessStatus;
import io.jvloop.toolbench.host.Steal;
import io.jvloop.toolbench.measure.Launch;
import io.jvloop.toolbench.measure.Load;
import io.jvloop.toolbench.measure.Measure;
import io.jvloop.toolbench.measure.Pace;
import io.jvloop.toolbench.measure.Watch;
import io.jvloop.toolbench.peer.Children;
import io.jvloop.toolbench.peer.Command;
import io.jvloop.toolbench.peer.Listen;
import io.jvloop.toolbench.peer.Peer;
import io.jvloop.toolbench.peer.ServerProcess;
import io.jvloop.toolbench.plan.Scenario;
import io.jvloop.toolbench.plan.Slices;
import io.jvloop.toolbench.plan.Stage;
import io.jvloop.toolbench.result.Figure;
import io.jvloop.toolbench.result.Sample;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a peer has in a round: its server is started afresh for its first turn, and stays up for the other cases while peers take
 * turns. What goes wrong marks the case in which it did; the next one has a new server.
 */
final class Turns implements AutoCloseable {
    /** What has gone wrong twice will again. */
    private static final int FAILURES_MAX = 2;

    private final Setting setting;
    private final Stage stage;
    private final Peer peer;
    private final int round;
    private final int position;
    private @Nullable ServerProcess server;
    private @Nullable Waiting waits; // since its first turn: it is warm

    Turns(Setting setting, Stage stage, Peer peer, int round, int position) {
        this.setting = setting;
        this.stage = stage;
        this.peer = peer;
        this.round = round;
        this.position = position;
    }

    Peer peer() {
        return peer;
    }

    int round() {
        return round;
    }

    /** Whether its next turn needs no other server. */
    boolean isUp() {
        return server != null;
    }

    /** Nothing of it in this round is there yet, and it has not gone wrong too often. */
    boolean isOpen(Scenario scenario) {
        Journal journal = setting.journal();
        return !journal.has(scenario.name(), peer.name(), round)
                && journal.failures(scenario.name(), peer.name()) < FAILURES_MAX;
    }

    void take(Scenario scenario, Slices slices) {
        String note = "";
        try {
            Steal before = Steal.now();
            Map<String, Double> figures = new HashMap<>();
            switch (scenario.measure()) {
                case Load load -> {
                    ServerProcess running = running();
                    note = running.note();
                    Pace pace = slices.pace(ProcessStatus.isJava(running.pid()), waits == null);
                    figures.putAll(ask(load, running, scenario, pace));
                    putWarmUp(figures, load, pace);
                    waits = Waiting.begin(running);
                }
                case Launch launch -> {
                    Pace pace =
                            new Pace(slices.warmUp().seconds(peer.language().equals("Java"), true), slices.seconds());
                    List<String> command = launch.isPinned() ? pinned() : command();
                    figures.putAll(launch.run(command, scenario.of(), pace, errors()));
                    putWarmUp(figures, launch, pace);
                }
            }
            figures.put(Figure.STEAL.key(), Steal.now().shareSince(before));
            add(scenario, note, "", figures);
        } catch (Failed failure) {
            fail(scenario, note, String.valueOf(failure.getMessage()));
        }
    }

    /** Nothing where there was none. */
    private static void putWarmUp(Map<String, Double> figures, Measure measure, Pace pace) {
        double seconds = measure.warmupSeconds(pace);
        if (seconds > 0) {
            figures.put(Figure.WARMUP_SECONDS.key(), seconds);
        }
    }

    private Map<String, Double> ask(Load load, ServerProcess running, Scenario scenario, Pace pace) throws Failed {
        try (Watch watch = Watch.over(running)) {
            Map<String, Double> figures;
            try {
                figures = new HashMap<>(load.run(running, scenario.of(), pace, setting.cores()));
            } catch (Failed failure) {
                throw new Failed(reason(running, watch, failure));
            }
            figures.putIfAbsent(Figure.RESIDENT.key(), (double) ProcessStatus.residentBytes(running.pid()));
            if (!running.isAlive()) {
                throw new Failed(reason(running, watch, new Failed("it ended")));
            }
            watch.checkNothingLeaked();
            if (!running.isAlive()) {
                Children.awaitOurSignal();
                throw new Failed(death("when its clients had gone", running));
            }
            return figures;
        }
    }

    private String reason(ServerProcess running, Watch watch, Failed failure) {
        Children.awaitOurSignal();
        String leak = watch.reasonOfEnd();
        if (leak != null) {
            return leak;
        }
        if (running.isAlive()) {
            return String.valueOf(failure.getMessage());
        }
        return death("while it was measured", running);
    }

    private String death(String when, ServerProcess dead) {
        String said = Command.lastLine(errors());
        return "it died " + when + ", " + dead.ending() + (said.isEmpty() ? "" : ": " + said);
    }

    private ServerProcess running() throws Failed {
        ServerProcess running = server;
        if (running != null && !running.isAlive()) {
            throw new Failed(death("while it waited for its turn", running));
        }
        if (running == null) {
            running = ServerProcess.start(pinned(), listen(), Map.of(), errors());
            server = running;
        }
        return running;
    }

    private Listen listen() {
        return stage.isUnix() ? setting.sockets().next() : new Listen.Tcp();
    }

    private List<String> pinned() {
        return setting.cores().server(command());
    }

    private List<String> command() {
        return setting.peers().command(peer, stage.served());
    }

    private Path errors() {
        return setting.toolbench().build().resolve(peer.name() + ".err");
    }

    private void fail(Scenario scenario, String note, String why) {
        ServerProcess broken = server;
        server = null;
        waits = null;
        if (broken != null) {
            broken.kill();
        }
        Children.awaitOurSignal();
        add(scenario, note, why.lines().findFirst().orElse("it failed"), Map.of());
        setting.progress().keep("jvloop: " + peer.name() + ", " + scenario.name() + ": " + why);
    }

    private void add(Scenario scenario, String note, String failure, Map<String, Double> figures) {
        Sample sample = new Sample(scenario.name(), peer.name(), round, position, note, failure, figures);
        setting.journal().add(setting.toolbench().anonymous().sample(sample));
    }

    /** It shares its core with the one that is measured: one that works without being asked waits no longer, and that is said. */
    void endIfRestless() {
        Waiting waiting = waits;
        if (waiting == null || server == null) {
            return;
        }
        double share = waiting.busyShare();
        if (share > Waiting.BUSY_MAX) {
            setting.progress()
                    .keep("jvloop: " + peer.name() + ": took " + Math.round(100 * share)
                            + " % of a core while it waited for its turn, and is ended until then");
            close();
        }
    }

    /** Ends the server; one that does not want to is ended all the same, and said so. Its next turn, if there is one, has a new one. */
    @Override
    public void close() {
        ServerProcess running = server;
        server = null;
        waits = null;
        try {
            if (running != null) {
                running.close();
            }
        } catch (Failed stubborn) {
            setting.progress().keep("jvloop: " + peer.name() + ": " + stubborn.getMessage());
        }
    }
}
