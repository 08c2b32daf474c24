// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.command;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.host.Cores;
import io.jvloop.toolbench.host.Toolbench;
import io.jvloop.toolbench.parser.Memory;
import io.jvloop.toolbench.parser.Message;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Our parser and those it is measured beside. Memory: close ends all processes. */
final class ParserProcesses implements AutoCloseable {
    private final List<ParserProcess> all = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();

    /** What is measured once in a round. */
    record Turn(String name, ParserProcess process, Memory memory) {}

    private ParserProcesses() {}

    static ParserProcesses start(Toolbench toolbench, Map<String, List<String>> others, Cores cores) throws Failed {
        ParserProcesses processes = new ParserProcesses();
        try {
            ParserProcess ours = processes.add("jvloop", cores.server(ours()), toolbench);
            for (Memory memory : Memory.values()) {
                processes.turns.add(new Turn(ParserSpeed.ours(memory), ours, memory));
            }
            for (Map.Entry<String, List<String>> other : others.entrySet()) {
                ParserProcess process = processes.add(other.getKey(), cores.server(other.getValue()), toolbench);
                processes.turns.add(new Turn(other.getKey(), process, Memory.HEAP));
            }
            return processes;
        } catch (Failed failure) {
            processes.close();
            throw failure;
        }
    }

    private ParserProcess add(String name, List<String> command, Toolbench toolbench) throws Failed {
        Path errors = toolbench.build().resolve(name.replaceAll("[^a-zA-Z0-9]+", "-") + ".err");
        ParserProcess process = ParserProcess.start(name, command, errors);
        all.add(process);
        return process;
    }

    /** The JVM and the jars that we run from ourselves. */
    private static List<String> ours() {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC"));
        String modules = System.getProperty("jdk.module.path");
        String classes = System.getProperty("java.class.path", "");
        if (modules != null) {
            command.addAll(List.of("-p", modules));
        }
        if (!classes.isEmpty()) {
            command.addAll(List.of("-cp", classes));
        }
        command.addAll(List.of("-m", "io.jvloop.toolbench/io.jvloop.toolbench.parser.Main"));
        return command;
    }

    List<Turn> turns() {
        return turns;
    }

    /** Every message once, of each kind of memory: all must have seen the same. */
    void compare() throws Failed {
        for (int message = 0; message < Message.ALL.size(); message++) {
            for (Memory memory : Memory.values()) {
                ParserProcess.Answer ours = all.getFirst().ask(message, 0, memory);
                for (ParserProcess other : all.subList(1, all.size())) {
                    ParserProcess.Answer theirs = other.ask(message, 0, memory);
                    if (!ours.agrees(theirs)) {
                        throw new Failed(Message.ALL.get(message).name() + ", " + memory
                                + ": two parsers do not see the same: " + ours + ", " + theirs);
                    }
                }
            }
        }
    }

    /** All kinds of memory in turn, again and again. */
    void warmUp(double seconds, int passes) throws Failed {
        int count = passes * Message.ALL.size() * Memory.values().length;
        for (int pass = 0; pass < passes; pass++) {
            for (Memory memory : Memory.values()) {
                for (int message = 0; message < Message.ALL.size(); message++) {
                    all.getFirst().ask(message, (long) (seconds * 1e9 / count), memory);
                }
            }
        }
    }

    @Override
    public void close() {
        all.forEach(ParserProcess::close);
    }
}
