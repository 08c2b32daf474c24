// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.command;

import com.google.gson.Gson;
import io.jvloop.cli.BadInput;
import io.jvloop.cli.Failed;
import io.jvloop.cli.Options;
import io.jvloop.toolbench.host.Alone;
import io.jvloop.toolbench.host.Cores;
import io.jvloop.toolbench.host.Machine;
import io.jvloop.toolbench.host.Toolbench;
import io.jvloop.toolbench.load.LoadProgram;
import io.jvloop.toolbench.measure.Pace;
import io.jvloop.toolbench.peer.Command;
import io.jvloop.toolbench.peer.Listen;
import io.jvloop.toolbench.peer.Missing;
import io.jvloop.toolbench.peer.Peer;
import io.jvloop.toolbench.peer.Peers;
import io.jvloop.toolbench.peer.ServerProcess;
import io.jvloop.toolbench.plan.Words;
import io.jvloop.toolbench.result.Figure;
import io.jvloop.toolbench.result.Interval;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code ./jvloop bench load}: what our load takes of the processor for each request, beside the same load in C
 * ({@code load/echo_load.c}), both against the bare epoll loop in C, taking turns.
 */
public final class LoadCost {
    private static final String SERVER = "c-epoll";

    private final Toolbench toolbench;
    private final int rounds;
    private final Pace pace;
    private final Cores cores = Cores.detect();

    private LoadCost(Toolbench toolbench, int rounds, Pace pace) {
        this.toolbench = toolbench;
        this.rounds = rounds;
        this.pace = pace;
    }

    /** CPU us for each request, of both. */
    private record Turn(int size, int connections, double c, double java) {
        double ratio() {
            return java / c;
        }
    }

    private record Raw(Machine machine, String cores, Pace pace, List<Turn> turns) {}

    public static void run(Toolbench toolbench, List<String> args) throws BadInput, Failed {
        Options options = Options.parse(
                args, List.of("--rounds", "--seconds", "--warmup", "--sizes", "--connections"), List.of());
        Words words = new Words(options);
        LoadCost cost = new LoadCost(
                toolbench,
                words.number("--rounds", 5, 1000),
                new Pace(words.seconds("--warmup", 3), words.seconds("--seconds", 3)));
        List<Integer> sizes = words.numbers("--sizes", List.of(1024), 16 * 1024 * 1024);
        List<Integer> connections = words.numbers("--connections", List.of(10), 10_000);
        try (Alone _ = Alone.in(toolbench)) {
            cost.run(sizes, connections);
        }
    }

    private void run(List<Integer> sizes, List<Integer> connections) throws Failed {
        List<String> server = server();
        Path reference = compiled();
        Machine machine = Machine.detect(toolbench.root());
        toolbench.out().println(machine);
        toolbench.out().println(cores + "; against " + SERVER + ", " + rounds + " rounds; CPU us/request of the load");
        List<Turn> all = new ArrayList<>();
        for (int size : sizes) {
            for (int count : connections) {
                List<Turn> turns = new ArrayList<>();
                for (int round = 0; round < rounds; round++) {
                    turns.add(turn(server, reference, size, count, round % 2 == 0));
                }
                toolbench.out().println(line(size, count, turns));
                all.addAll(turns);
            }
        }
        JsonFile.write(toolbench.build().resolve("load.json"), new Raw(machine, cores.toString(), pace, all));
    }

    private Path compiled() throws Failed {
        if (Command.output(List.of("cc", "--version")) == null) {
            throw new Failed("the load that ours is compared with is in C, and there is no C compiler (Debian:"
                    + " apt-get install gcc libc6-dev)");
        }
        Path program = toolbench.build().resolve("echo_load");
        Path source = toolbench.sources().resolve("load/echo_load.c");
        Command.run(
                List.of("cc", "-O2", "-Wall", "-Werror", "-o", program.toString(), source.toString()),
                toolbench.sources(),
                toolbench.build().resolve("echo_load.log"));
        return program;
    }

    private static String line(int size, int connections, List<Turn> turns) {
        return String.format(
                Locale.ROOT,
                "  echo, %d bytes x %d: in C %s, ours %s, ratio %s",
                size,
                connections,
                Interval.of(turns.stream().map(Turn::c).toList()).text(2),
                Interval.of(turns.stream().map(Turn::java).toList()).text(2),
                Interval.of(turns.stream().map(Turn::ratio).toList()).text(3));
    }

    private List<String> server() throws Failed {
        Peers peers = Peers.read(toolbench.root());
        List<Missing> missing = new ArrayList<>();
        for (Peer peer : peers.serving("echo", false)) {
            if (peer.name().equals(SERVER)) {
                if (peers.prepare(peer, missing)) {
                    return cores.server(peers.command(peer, "echo"));
                }
                throw new Failed(missing.getFirst().toString());
            }
        }
        throw new Failed("no peer '" + SERVER + "'");
    }

    private Turn turn(List<String> server, Path reference, int size, int connections, boolean isCFirst) throws Failed {
        if (isCFirst) {
            double c = inC(server, reference, size, connections);
            return new Turn(size, connections, c, inJava(server, size, connections));
        }
        double java = inJava(server, size, connections);
        return new Turn(size, connections, inC(server, reference, size, connections), java);
    }

    private double inC(List<String> command, Path reference, int size, int connections) throws Failed {
        try (ServerProcess server = start(command)) {
            List<String> words = new ArrayList<>(List.of(reference.toString()));
            words.addAll(server.address().loadOptions());
            Map<?, ?> said = answer(words, size, connections);
            return number(said, "clientCpuNanos") / 1e3 / number(said, "requests");
        }
    }

    private double inJava(List<String> command, int size, int connections) throws Failed {
        try (ServerProcess server = start(command)) {
            String to = server.address().host() + ":" + server.address().port();
            Map<?, ?> said = answer(LoadProgram.command(List.of("--to", to)), size, connections);
            return number(said, Figure.CLIENT_CPU.key());
        }
    }

    private ServerProcess start(List<String> command) throws Failed {
        return ServerProcess.start(
                command, new Listen.Tcp(), Map.of(), toolbench.build().resolve("load.err"));
    }

    private Map<?, ?> answer(List<String> load, int size, int connections) throws Failed {
        List<String> words = new ArrayList<>(cores.client(load));
        words.addAll(List.of("--size", String.valueOf(size), "--connections", String.valueOf(connections)));
        words.addAll(List.of("--warmup", String.valueOf(pace.warmupSeconds())));
        words.addAll(List.of("--seconds", String.valueOf(pace.seconds())));
        String said = Command.answer(words, (long) (pace.warmupSeconds() + pace.seconds()) + 30);
        if (said.isEmpty()) {
            throw new Failed("the load said nothing");
        }
        return new Gson().fromJson(said, Map.class);
    }

    private static double number(Map<?, ?> said, String key) throws Failed {
        if (said.get(key) instanceof Double number) {
            return number;
        }
        throw new Failed("the load said nothing of " + key);
    }
}
