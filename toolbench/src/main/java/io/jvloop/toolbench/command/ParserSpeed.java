// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.command;

import io.jvloop.cli.BadInput;
import io.jvloop.cli.Failed;
import io.jvloop.cli.Options;
import io.jvloop.toolbench.host.Alone;
import io.jvloop.toolbench.host.Cores;
import io.jvloop.toolbench.host.Machine;
import io.jvloop.toolbench.host.Toolbench;
import io.jvloop.toolbench.measure.Pace;
import io.jvloop.toolbench.parser.Memory;
import io.jvloop.toolbench.parser.Message;
import io.jvloop.toolbench.peer.Missing;
import io.jvloop.toolbench.plan.Words;
import io.jvloop.toolbench.result.NamedFile;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code bench parser}: our HTTP parser beside llhttp in C, over the same bytes, with callbacks that look at every value.
 *
 * <p>Each parser is a process that lives through the whole run, all pinned to the same core. Ours has parsed every message
 * from heap, direct and read-only buffers before anything is measured, and goes on taking turns between them. A round has
 * each process once, in another order than the one before; a ratio is that to the faster llhttp of the same round.
 */
public final class ParserSpeed {
    private static final String OURS = "jvloop";
    private static final int ROUNDS = 9;
    private static final double SECONDS = 0.2;
    private static final double WARMUP_SECONDS = 20;
    /**
     * The kinds of memory take turns in so many passes: short ones, so that the JIT has counted calls of all kinds before it compiles,
     * as in a program that uses them all. In long ones it leaves out what it has seen least, by chance of the moment.
     */
    private static final int WARMUP_PASSES = 1000;

    private final Toolbench toolbench;
    private final int rounds;
    private final Pace pace;
    private final List<Missing> missing = new ArrayList<>();
    private final List<ParserSample> samples = new ArrayList<>();

    private ParserSpeed(Toolbench toolbench, int rounds, Pace pace) {
        this.toolbench = toolbench;
        this.rounds = rounds;
        this.pace = pace;
    }

    public static void run(Toolbench toolbench, List<String> args) throws BadInput, Failed {
        Options options = Options.parse(args, List.of("--rounds", "--seconds", "--warmup", "--json"), List.of());
        Words words = new Words(options);
        int rounds = words.number("--rounds", ROUNDS, 1000);
        Pace pace = new Pace(words.seconds("--warmup", WARMUP_SECONDS), words.seconds("--seconds", SECONDS));
        String asked = options.value("--json");
        Path json = asked == null ? toolbench.build().resolve("parser.json") : NamedFile.toWrite("--json", asked);
        try (Alone _ = Alone.in(toolbench)) {
            new ParserSpeed(toolbench, rounds, pace).run(args, json);
        }
    }

    private record Raw(
            String command,
            String at,
            Machine machine,
            int core,
            Pace pace,
            Map<String, String> versions,
            List<Missing> missing,
            List<ParserSample> samples) {}

    private void run(List<String> args, Path json) throws Failed {
        Llhttp llhttp = new Llhttp(toolbench);
        Machine machine = Machine.detect(toolbench.root());
        Cores cores = Cores.detect();
        try (ParserProcesses processes = ParserProcesses.start(toolbench, llhttp.prepare(missing), cores)) {
            toolbench.out().println(machine);
            String where = cores.arePinned() ? "all on core " + cores.server() : "not pinned";
            toolbench
                    .out()
                    .println(where + "; " + rounds + " rounds of " + pace.seconds() + " s after " + pace.warmupSeconds()
                            + " s of warm-up; medians [least..most]");
            missing.forEach(one -> toolbench.out().println("missing: " + one));
            processes.compare();
            toolbench.err().println("parser: warm-up");
            processes.warmUp(pace.warmupSeconds(), WARMUP_PASSES);
            for (int message = 0; message < Message.ALL.size(); message++) {
                measure(processes, message);
            }
        }
        Map<String, String> versions = missing.isEmpty() ? Map.of("llhttp", llhttp.version()) : Map.of();
        JsonFile.write(
                json,
                new Raw(
                        toolbench.anonymous().text(("./jvloop bench parser " + String.join(" ", args)).strip()),
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                        machine,
                        cores.server(),
                        pace,
                        versions,
                        missing,
                        samples));
        versions.forEach((name, version) -> toolbench.out().println("\n" + name + " " + version));
        toolbench.out().println("raw results: " + json);
    }

    private void measure(ParserProcesses processes, int message) throws Failed {
        String name = Message.ALL.get(message).name();
        toolbench.err().println("parser, " + name);
        List<ParserProcesses.Turn> turns = new ArrayList<>(processes.turns());
        List<ParserSample> own = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (ParserProcesses.Turn turn : turns) {
                ParserProcess.Answer answer = turn.process().ask(message, (long) (pace.seconds() * 1e9), turn.memory());
                own.add(new ParserSample(name, round, turn.name(), answer.bytes(), answer.nanos()));
            }
            Collections.rotate(turns, 1);
        }
        samples.addAll(own);
        toolbench.out().println("\n" + name + ", " + Message.ALL.get(message).bytes().length + " bytes");
        for (ParserProcesses.Turn turn : processes.turns()) {
            toolbench.out().println(line(turn.name(), own));
        }
        toolbench.out().flush();
    }

    private static String line(String name, List<ParserSample> samples) {
        Spread speed = Spread.of(samples.stream()
                .filter(sample -> sample.parser().equals(name))
                .map(sample -> sample.bytesPerSecond() / 1e6)
                .toList());
        String line = String.format(Locale.ROOT, "  %-26s %24s MB/s", name, speed.text(0));
        List<Double> ratios = ParserSample.ratios(samples, name);
        boolean ours = name.startsWith(OURS);
        return ours && !ratios.isEmpty() ? line + "   " + Spread.of(ratios).text(2) + " of the faster llhttp" : line;
    }

    /** How a turn of ours with this kind of memory is called. */
    static String ours(Memory memory) {
        return OURS + ", " + memory;
    }
}
