// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.command;

import io.jvloop.cli.BadInput;
import io.jvloop.cli.Failed;
import io.jvloop.cli.Options;
import io.jvloop.toolbench.host.Alone;
import io.jvloop.toolbench.host.Machine;
import io.jvloop.toolbench.host.ProcessStatus;
import io.jvloop.toolbench.host.Toolbench;
import io.jvloop.toolbench.measure.FirstByte;
import io.jvloop.toolbench.peer.Listen;
import io.jvloop.toolbench.peer.ServerProcess;
import io.jvloop.toolbench.plan.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code bench start}: from the start of the JVM to the first byte that came back from {@code serve echo}, with its AOT cache
 * and without.
 *
 * <p>What is started is the very command that {@code ./jvloop serve echo} becomes, without the script before it. The time
 * includes making the process, connecting, and one byte there and back.
 */
public final class StartTime {
    private static final int ROUNDS = 15;

    private final Toolbench toolbench;
    private final int rounds;
    private final Map<String, List<Double>> millis = new LinkedHashMap<>();

    private StartTime(Toolbench toolbench, int rounds) {
        this.toolbench = toolbench;
        this.rounds = rounds;
    }

    public static void run(Toolbench toolbench, List<String> args) throws BadInput, Failed {
        Options options = Options.parse(args, List.of("--rounds"), List.of());
        int rounds = new Words(options).number("--rounds", ROUNDS, 1000);
        try (Alone _ = Alone.in(toolbench)) {
            new StartTime(toolbench, rounds).run();
        }
    }

    private void run() throws Failed {
        List<String> command = command();
        List<String> withoutCache = new ArrayList<>(command);
        boolean hasCache = withoutCache.removeIf(word -> word.startsWith("-XX:AOTCache="));
        toolbench.out().println("jvloop alone, with its AOT cache and without it:");
        toolbench.out().println(Machine.detect(toolbench.root()));
        if (!hasCache) {
            toolbench.out().println("missing: the AOT cache (build/aot.log says why)");
        }
        var _ = once(command); // its files are in memory from here on
        for (int round = 0; round < rounds; round++) {
            if (hasCache) {
                add("with the AOT cache", once(command));
            }
            add("without it", once(withoutCache));
        }
        toolbench.out().println("first byte served, ms after the start of the JVM: median [least..most] of " + rounds);
        millis.forEach((name, times) ->
                toolbench.out().println("  " + name + "  " + Spread.of(times).text(0)));
        JsonFile.write(
                toolbench.build().resolve("start-jvloop.json"),
                new Times(
                        toolbench.anonymous().text(String.join(" ", command)),
                        Machine.detect(toolbench.root()),
                        millis));
    }

    private record Times(String command, Machine machine, Map<String, List<Double>> millis) {}

    private void add(String name, double time) {
        millis.computeIfAbsent(name, _ -> new ArrayList<>()).add(time);
    }

    /** What the script becomes, without where to listen. */
    private List<String> command() throws Failed {
        List<String> script = List.of(toolbench.root().resolve("jvloop").toString(), "serve", "echo");
        try (ServerProcess server = start(script)) {
            List<String> words = ProcessStatus.commandLine(server.pid());
            return words.subList(0, words.indexOf("--host"));
        } catch (IOException unreadable) {
            throw new Failed("the command of a running server cannot be read: " + unreadable.getMessage());
        }
    }

    private double once(List<String> command) throws Failed {
        return FirstByte.millis(command, toolbench.build().resolve("start.err"));
    }

    private ServerProcess start(List<String> command) throws Failed {
        return ServerProcess.start(
                command, new Listen.Tcp(), Map.of(), toolbench.build().resolve("start.err"));
    }
}
