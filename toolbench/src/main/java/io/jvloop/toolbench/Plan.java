// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.cli.BadInput;
import io.jvloop.cli.Nearest;
import io.jvloop.cli.Options;
import io.jvloop.toolbench.peer.Peer;
import io.jvloop.toolbench.peer.Peers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to measure: options, checked. */
record Plan(
        List<Peer> peers,
        List<Cell> cells,
        int rounds,
        Pace pace,
        boolean unix,
        @Nullable Path json) {
    private static final int SIZE_MAX = 16 * 1024 * 1024;
    private static final int CONNECTIONS_MAX = 10_000;
    private static final int ROUNDS = 5;
    private static final int ROUNDS_QUICK = 2;
    private static final Pace PACE = new Pace(5, 3);
    private static final Pace PACE_QUICK = new Pace(2, 1);

    static Plan of(List<String> args, Scenario scenario, Peers peers) throws BadInput {
        Options options = Options.parse(
                args,
                List.of("--peers", "--sizes", "--connections", "--rounds", "--seconds", "--warmup", "--json"),
                List.of("--quick", "--unix"));
        Words words = new Words(options);
        boolean unix = options.has("--unix");
        List<Cell> cells = new ArrayList<>();
        for (int size : words.numbers("--sizes", scenario.sizes(), SIZE_MAX)) {
            for (int connections : words.numbers("--connections", scenario.connections(), CONNECTIONS_MAX)) {
                cells.add(new Cell(size, connections));
            }
        }
        boolean quick = options.has("--quick");
        Pace usual = quick ? PACE_QUICK : PACE;
        return new Plan(
                chosen(words, peers.serving(scenario.served(), unix)),
                cells,
                words.number("--rounds", quick ? ROUNDS_QUICK : ROUNDS, 1000),
                new Pace(words.seconds("--warmup", usual.warmupSeconds()), words.seconds("--seconds", usual.seconds())),
                unix,
                json(options.value("--json")));
    }

    private static List<Peer> chosen(Words words, List<Peer> all) throws BadInput {
        List<String> names = all.stream().map(Peer::name).toList();
        List<Peer> chosen = new ArrayList<>();
        for (String name : words.list("--peers", names)) {
            int index = names.indexOf(name);
            if (index < 0) {
                throw new BadInput("--peers: no peer '" + name + "' here" + Nearest.hint(name, names) + " ("
                        + String.join(", ", names) + ")");
            }
            chosen.add(all.get(index));
        }
        return chosen;
    }

    static @Nullable Path json(@Nullable String file) throws BadInput {
        if (file == null) {
            return null;
        }
        Path path = Path.of(file).toAbsolutePath();
        if (file.isEmpty() || Files.isDirectory(path) || !Files.isWritable(path.getParent())) {
            throw new BadInput("--json " + file + ": cannot be written");
        }
        return path;
    }
}
