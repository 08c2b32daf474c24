// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.peer.Listen;
import io.jvloop.toolbench.peer.Missing;
import io.jvloop.toolbench.peer.Peer;
import io.jvloop.toolbench.peer.Peers;
import io.jvloop.toolbench.peer.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Peers one after the other, again and again, each time started afresh and in another order. */
final class Rounds {
    private final Toolbench toolbench;
    private final Scenario scenario;
    private final Peers peers;
    private final Plan plan;
    private final Cores cores;

    Rounds(Toolbench toolbench, Scenario scenario, Peers peers, Plan plan, Cores cores) {
        this.toolbench = toolbench;
        this.scenario = scenario;
        this.peers = peers;
        this.plan = plan;
        this.cores = cores;
    }

    /** Can it be started? Then it must answer, too. */
    boolean tryOut(Peer peer, List<Missing> missing) throws Failed {
        ServerProcess server;
        try {
            server = start(peer);
        } catch (Failed notStarted) {
            missing.add(new Missing(peer.name(), String.valueOf(notStarted.getMessage()), ""));
            return false;
        }
        try (server) {
            scenario.load().run(server, new Cell(1024, 1), new Pace(0.1, 0.1), cores);
            return true;
        } catch (Failed wrong) {
            throw new Failed(peer.name() + ": " + wrong.getMessage());
        }
    }

    /** A wrong answer ends it all. */
    List<Sample> of(Cell cell, List<Peer> ready) throws Failed {
        List<Sample> samples = new ArrayList<>();
        for (int round = 0; round < plan.rounds(); round++) {
            toolbench.err().println(scenario.name() + ", " + cell + ": round " + (round + 1) + " of " + plan.rounds());
            List<Peer> order = new ArrayList<>(ready);
            Collections.rotate(order, -round);
            for (Peer peer : order) {
                samples.add(measure(peer, cell, round, order.indexOf(peer)));
            }
        }
        return samples;
    }

    private Sample measure(Peer peer, Cell cell, int round, int position) throws Failed {
        try (ServerProcess server = start(peer)) {
            Figures figures = scenario.load().run(server, cell, plan.pace(), cores);
            long resident = ProcessStatus.residentBytes(server.pid());
            return new Sample(round, position, peer.name(), cell, server.note(), resident, figures);
        } catch (Failed failure) {
            throw new Failed(peer.name() + ", " + cell + ": " + failure.getMessage());
        }
    }

    private ServerProcess start(Peer peer) throws Failed {
        Path errors = toolbench.build().resolve(peer.name() + ".err");
        return ServerProcess.start(cores.server(peers.command(peer, scenario.served())), listen(), Map.of(), errors);
    }

    private Listen listen() throws Failed {
        if (!plan.unix()) {
            return new Listen.Tcp();
        }
        try {
            return new Listen.Unix(Files.createTempDirectory("jvloop-bench").resolve("socket"));
        } catch (IOException failure) {
            throw new Failed("no folder for the socket: " + failure.getMessage());
        }
    }
}
