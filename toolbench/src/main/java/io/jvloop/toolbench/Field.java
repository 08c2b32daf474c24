// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.host.Cores;
import io.jvloop.toolbench.host.Machine;
import io.jvloop.toolbench.host.ProcessStatus;
import io.jvloop.toolbench.host.Toolbench;
import io.jvloop.toolbench.measure.CallProgram;
import io.jvloop.toolbench.peer.Children;
import io.jvloop.toolbench.peer.Command;
import io.jvloop.toolbench.peer.Correctness;
import io.jvloop.toolbench.peer.Listen;
import io.jvloop.toolbench.peer.Missing;
import io.jvloop.toolbench.peer.Peer;
import io.jvloop.toolbench.peer.Peers;
import io.jvloop.toolbench.peer.ServerProcess;
import io.jvloop.toolbench.plan.Budget;
import io.jvloop.toolbench.plan.Plan;
import io.jvloop.toolbench.plan.Scenario;
import io.jvloop.toolbench.plan.Slices;
import io.jvloop.toolbench.plan.Stage;
import io.jvloop.toolbench.result.PeerEntry;
import io.jvloop.toolbench.result.Results;
import io.jvloop.toolbench.result.Sample;
import io.jvloop.toolbench.terminal.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which peers take part, in which stages: each is made ready, and must answer before it is measured. */
final class Field {
    private final Toolbench toolbench;
    private final Peers peers;
    private final Plan plan;
    private final Cores cores;
    private final Sockets sockets;
    private final Map<String, Missing> missing = new LinkedHashMap<>();
    private final List<Sample> wrong = new ArrayList<>();
    private final Set<String> onJvm = new HashSet<>();
    private final List<Stage> stages = new ArrayList<>();

    Field(Toolbench toolbench, Peers peers, Plan plan, Cores cores, Sockets sockets) {
        this.toolbench = toolbench;
        this.peers = peers;
        this.plan = plan;
        this.cores = cores;
        this.sockets = sockets;
    }

    void prepare(Progress progress) throws Failed {
        Map<String, Boolean> ready = new LinkedHashMap<>();
        for (List<Scenario> scenarios : Stage.split(plan.scenarios())) {
            Scenario first = scenarios.getFirst();
            Stage all = new Stage(scenarios, List.of());
            List<Peer> able = new ArrayList<>();
            for (Peer peer : chosen(first)) {
                progress.say("making ready: " + peer.name());
                if (ready.computeIfAbsent(peer.name(), _ -> isReady(peer)) && answers(peer, all, progress)) {
                    able.add(peer);
                }
            }
            stages.add(new Stage(scenarios, able));
        }
    }

    private List<Peer> chosen(Scenario scenario) {
        return peers.serving(scenario.served(), scenario.isUnix()).stream()
                .filter(plan::isChosen)
                .toList();
    }

    private boolean isReady(Peer peer) {
        List<Missing> reasons = new ArrayList<>();
        boolean isReady = plan.installs() ? peers.prepare(peer, reasons) : peers.quick(peer, reasons);
        reasons.forEach(reason -> missing.put(peer.name(), reason));
        return isReady;
    }

    /** One that does not start is missing here, as on a kernel without what it needs; one that answers wrongly has failed. */
    private boolean answers(Peer peer, Stage stage, Progress progress) throws Failed {
        Scenario first = stage.scenarios().getFirst();
        if (first.measure() instanceof CallProgram) {
            if (peer.language().equals("Java")) {
                onJvm.add(peer.name());
            }
            return true;
        }
        ServerProcess server;
        try {
            Listen where = stage.isUnix() ? sockets.next() : new Listen.Tcp();
            server = ServerProcess.start(
                    cores.server(peers.command(peer, stage.served())), where, Map.of(), errors(peer));
        } catch (Failed notStarted) {
            Children.awaitOurSignal();
            missing.put(peer.name(), new Missing(peer.name(), String.valueOf(notStarted.getMessage()), ""));
            return false;
        }
        if (ProcessStatus.isJava(server.pid())) {
            onJvm.add(peer.name());
        }
        try (server) {
            ask(server, peer, stage);
            return true;
        } catch (Failed failure) {
            Children.awaitOurSignal();
            String why = toolbench.shown(String.valueOf(failure.getMessage()));
            progress.keep("jvloop: " + peer.name() + ", " + first.of().group() + ": " + why);
            for (Scenario scenario : stage.scenarios()) {
                wrong.add(new Sample(scenario.name(), peer.name(), 0, 0, server.note(), why, Map.of()));
            }
            return false;
        }
    }

    /** One that has died has said why, if it said anything: that it cannot be reached any more is no reason. */
    private void ask(ServerProcess server, Peer peer, Stage stage) throws Failed {
        try {
            Correctness.ask(server, Correctness.Subject.of(peer, stage.served(), stage.isUnix()));
        } catch (Failed wrong) {
            Children.awaitOurSignal();
            String said = Command.lastLine(errors(peer));
            if (server.isAlive() || said.isEmpty()) {
                throw wrong;
            }
            throw new Failed("it died, " + server.ending() + ": " + said);
        }
    }

    private Path errors(Peer peer) {
        return toolbench.build().resolve(peer.name() + ".err");
    }

    Budget budget() {
        return new Budget(
                stages.stream().filter(stage -> !stage.peers().isEmpty()).toList(), onJvm);
    }

    /** Cases in which nobody can be measured. */
    List<Scenario> withoutPeers() {
        return stages.stream()
                .filter(stage -> stage.peers().isEmpty())
                .flatMap(stage -> stage.scenarios().stream())
                .toList();
    }

    /** A line for each peer; one that is missing in some groups only is not said to be in all. */
    List<String> missing() {
        return missing.values().stream()
                .map(one -> "missing" + some(one.peer()) + ": " + one)
                .toList();
    }

    private String some(String peer) {
        if (stages.stream().noneMatch(stage -> has(stage.peers(), peer))) {
            return "";
        }
        return stages.stream()
                .filter(stage -> !has(stage.peers(), peer)
                        && has(chosen(stage.scenarios().getFirst()), peer))
                .map(stage -> stage.scenarios().getFirst().of().group())
                .distinct()
                .collect(Collectors.joining(", ", " in ", ""));
    }

    private static boolean has(List<Peer> peers, String name) {
        return peers.stream().anyMatch(peer -> peer.name().equals(name));
    }

    /** Those that serve it, by name. */
    List<String> missingIn(Scenario scenario) {
        return chosen(scenario).stream()
                .map(Peer::name)
                .filter(missing::containsKey)
                .toList();
    }

    /** What did not answer as it should. */
    List<Sample> wrong() {
        return wrong;
    }

    /** Of all that were asked for, by name. */
    List<PeerEntry> entries() {
        Map<Peer, List<String>> cases = new LinkedHashMap<>();
        for (Scenario scenario : plan.scenarios()) {
            for (Peer peer : chosen(scenario)) {
                cases.computeIfAbsent(peer, _ -> new ArrayList<>()).add(scenario.name());
            }
        }
        return cases.entrySet().stream()
                .map(served -> entry(served.getKey(), served.getValue()))
                .sorted(Comparator.comparing(PeerEntry::name))
                .toList();
    }

    private PeerEntry entry(Peer peer, List<String> cases) {
        Missing gone = missing.get(peer.name());
        return new PeerEntry(
                peer.name(),
                peer.title(),
                peer.language(),
                peers.versions().getOrDefault(peer.name(), ""),
                List.copyOf(cases),
                floorIn(peer),
                gone == null ? "" : gone.reason(),
                gone == null ? "" : gone.remedy());
    }

    private List<String> floorIn(Peer peer) {
        return plan.scenarios().stream()
                .filter(scenario -> peer.floor().contains(scenario.served()))
                .map(Scenario::name)
                .toList();
    }

    /** Nothing measured yet but what was wrong. */
    Results head(Machine machine, Slices slices) {
        Results head = new Results(
                Results.FORMAT,
                plan.command(),
                Journal.now(),
                "",
                machine.entry(cores),
                slices.rounds(),
                slices.warmUp().jvmSeconds(),
                slices.seconds(),
                plan.scenarios().stream().map(Scenario::of).toList(),
                entries(),
                wrong);
        return toolbench.anonymous().results(head);
    }
}
