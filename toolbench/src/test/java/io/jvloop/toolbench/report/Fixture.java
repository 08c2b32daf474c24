// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import io.jvloop.toolbench.result.Case;
import io.jvloop.toolbench.result.Figure;
import io.jvloop.toolbench.result.Machine;
import io.jvloop.toolbench.result.PeerEntry;
import io.jvloop.toolbench.result.Results;
import io.jvloop.toolbench.result.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Made-up results: nothing in here was measured. */
final class Fixture {
    private static final int ROUNDS = 5;

    private final List<Case> cases = new ArrayList<>();
    private final List<PeerEntry> peers = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private String command = "./jvloop bench";
    private String processor = "a processor";
    private String finished = "2026-01-02T04:04:05Z";

    static Fixture of(String... groups) {
        Fixture fixture = new Fixture();
        List.of(groups).forEach(group -> fixture.add(group, 1));
        return fixture;
    }

    /** Another case of the last one's group. */
    Fixture and(int kibibytes) {
        add(cases.getLast().group(), kibibytes);
        return this;
    }

    /** A case of another group. */
    Fixture andOf(String group) {
        add(group, 1);
        return this;
    }

    private void add(String group, int kibibytes) {
        cases.add(new Case(
                group + "-" + kibibytes + "k-10",
                group,
                group + ", " + kibibytes + " KiB, 10 connections",
                "tcp",
                kibibytes * 1024,
                10,
                "closed loop",
                Figure.CPU.key()));
    }

    /** Another title for one of the cases. */
    Fixture titled(int index, String another) {
        Case one = cases.get(index);
        cases.set(
                index,
                new Case(
                        one.name(),
                        one.group(),
                        another,
                        one.transport(),
                        one.size(),
                        one.connections(),
                        one.load(),
                        one.leading()));
        return this;
    }

    Fixture command(String text) {
        command = text;
        return this;
    }

    /** Before all was measured. */
    Fixture endedEarly() {
        finished = "";
        return this;
    }

    /** Of these rounds alone there are figures. */
    Fixture cutAfter(int rounds) {
        samples.removeIf(sample -> sample.round() >= rounds);
        return endedEarly();
    }

    /** In the last round, which it had no figures of. */
    Fixture failingInTheEnd(String name, double cpuMicros, String failure) {
        peer(name, cpuMicros);
        samples.replaceAll(sample -> sample.peer().equals(name) && sample.round() == ROUNDS - 1
                ? new Sample(sample.caseName(), name, sample.round(), 0, "", failure, Map.of())
                : sample);
        return this;
    }

    /** Its turn had not come when the run was ended. */
    Fixture open(String name) {
        peers.add(new PeerEntry(name, name, "Python", "", caseNames(), List.of(), "", ""));
        return endedEarly();
    }

    Fixture on(String another) {
        processor = another;
        return this;
    }

    /** All cases so far are asked by this. */
    Fixture load(String another) {
        cases.replaceAll(one -> new Case(
                one.name(),
                one.group(),
                one.title(),
                one.transport(),
                one.size(),
                one.connections(),
                another,
                one.leading()));
        return this;
    }

    /** All cases so far are asked at this rate. */
    Fixture at(int rate) {
        cases.replaceAll(one -> one.at(rate, "open loop, " + rate + " requests/s"));
        return this;
    }

    /** What peers of all cases so far are ranked by. */
    Fixture leading(Figure another) {
        cases.replaceAll(one -> new Case(
                one.name(),
                one.group(),
                one.title(),
                one.transport(),
                one.size(),
                one.connections(),
                one.load(),
                another.key()));
        return this;
    }

    /** Measured in all cases: its CPU per request in round r is that times 1 + 0.001 r. */
    Fixture peer(String name, double cpuMicros) {
        return peer(name, "a server: " + name, cpuMicros, "");
    }

    Fixture peer(String name, String title, double cpuMicros, String note) {
        return peer(name, title, cpuMicros, note, cases);
    }

    /** Measured in the last case alone. */
    Fixture peerInTheLast(String name, double cpuMicros) {
        return peer(name, "a server: " + name, cpuMicros, "", List.of(cases.getLast()));
    }

    private Fixture peer(String name, String title, double cpuMicros, String note, List<Case> in) {
        List<String> names = in.stream().map(Case::name).toList();
        peers.add(new PeerEntry(name, title, name.startsWith("c-") ? "C" : "Java", "1.0", names, List.of(), "", ""));
        for (Case one : in) {
            for (int round = 0; round < ROUNDS; round++) {
                samples.add(new Sample(one.name(), name, round, 0, note, "", figures(cpuMicros * (1 + 0.001 * round))));
            }
        }
        return this;
    }

    /** As a peer, but a floor in all cases. */
    Fixture floor(String name, double cpuMicros) {
        peer(name, cpuMicros);
        PeerEntry peer = peers.removeLast();
        peers.add(
                new PeerEntry(name, peer.title(), peer.language(), peer.version(), peer.cases(), caseNames(), "", ""));
        return this;
    }

    Fixture missing(String name, String reason, String install) {
        peers.add(new PeerEntry(name, name, "Python", "", caseNames(), List.of(), reason, install));
        return this;
    }

    /** Measured in the last case, and missing in those before. */
    Fixture missingButInTheLast(String name, double cpuMicros, String reason) {
        peerInTheLast(name, cpuMicros);
        PeerEntry peer = peers.removeLast();
        peers.add(new PeerEntry(
                name, peer.title(), peer.language(), peer.version(), caseNames(), List.of(), reason, "install it"));
        return this;
    }

    Fixture failing(String name, String failure) {
        peers.add(new PeerEntry(name, name, "Python", "", caseNames(), List.of(), "", ""));
        cases.forEach(one -> samples.add(new Sample(one.name(), name, 0, 0, "", failure, Map.of())));
        return this;
    }

    Results results() {
        Machine machine = new Machine(processor, 2, 8L << 30, "Linux 6", "25", "abc123", 1, 0, Map.of());
        return new Results(
                Results.FORMAT,
                command,
                "2026-01-02T03:04:05Z",
                finished,
                machine,
                ROUNDS,
                1,
                4,
                List.copyOf(cases),
                List.copyOf(peers),
                List.copyOf(samples));
    }

    private List<String> caseNames() {
        return cases.stream().map(Case::name).toList();
    }

    private static Map<String, Double> figures(double cpuMicros) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(Figure.CPU.key(), cpuMicros);
        figures.put(Figure.REQUESTS_PER_SECOND.key(), 1e6 / Math.max(cpuMicros, 4));
        figures.put(Figure.SERVER_BUSY.key(), Math.min(1, cpuMicros / 4));
        figures.put(Figure.BYTES_PER_CONNECTION.key(), cpuMicros);
        figures.put(Figure.LATENCY_MIN.key(), cpuMicros * 2);
        figures.put(Figure.LATENCY_P25.key(), cpuMicros * 9);
        figures.put(Figure.LATENCY_P50.key(), cpuMicros * 10);
        figures.put(Figure.LATENCY_P75.key(), cpuMicros * 11);
        figures.put(Figure.LATENCY_P99.key(), cpuMicros * 30);
        return figures;
    }
}
