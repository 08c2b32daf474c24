// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.command;

import io.jvloop.cli.BadInput;
import io.jvloop.cli.Failed;
import io.jvloop.cli.Options;
import io.jvloop.toolbench.host.Alone;
import io.jvloop.toolbench.host.Cores;
import io.jvloop.toolbench.host.Machine;
import io.jvloop.toolbench.host.OpenFiles;
import io.jvloop.toolbench.host.ProcessStatus;
import io.jvloop.toolbench.host.Toolbench;
import io.jvloop.toolbench.measure.IdleClient;
import io.jvloop.toolbench.peer.Children;
import io.jvloop.toolbench.peer.Command;
import io.jvloop.toolbench.peer.Listen;
import io.jvloop.toolbench.peer.ServerProcess;
import io.jvloop.toolbench.plan.PlanOptions;
import io.jvloop.toolbench.plan.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code bench idle}: what an idle connection takes of {@code serve echo}. Each has sent one byte and got it back.
 *
 * <p>Heap: the bytes of all live objects, after a full collection (jcmd GC.class_histogram). Native: how much the server's
 * resident memory grew; its heap has a fixed size for this, and was touched to the last page before, so that it cannot be a
 * part of that. What the C library holds back of memory that was freed, by the JIT compiler above all, is given back first
 * (jcmd System.trim_native_heap). What the kernel keeps for a socket belongs to no process and is not in it.
 */
public final class IdleMemory {
    private static final int CONNECTIONS = 10_000;
    private static final int SERVERS = 3;
    private static final List<String> OPTIONS = List.of("--connections", "--backends");
    private static final String FIXED_HEAP = "-Xms128m -Xmx128m -XX:+AlwaysPreTouch";

    private final Toolbench toolbench;
    private final int connections;

    private IdleMemory(Toolbench toolbench, int connections) {
        this.toolbench = toolbench;
        this.connections = connections;
    }

    /** A backend that cannot be measured is a line, and the others are; whether all were. */
    public static boolean run(Toolbench toolbench, List<String> args) throws BadInput, Failed {
        for (String word : args) {
            String name = word.replaceFirst("=.*", "");
            if (PlanOptions.isOption(name) && !OPTIONS.contains(name)) {
                throw new BadInput(name + ": not with " + String.join(" or ", OPTIONS)
                        + ", by which bench idle measures jvloop alone (it has " + CONNECTIONS
                        + " connections without them)");
            }
        }
        Options options = Options.parse(args, OPTIONS, List.of());
        Words words = new Words(options);
        int connections = words.number("--connections", CONNECTIONS, 25_000);
        List<String> backends = words.list("--backends", List.of("io_uring", "epoll", "nio"));
        for (String backend : backends) {
            if (!List.of("auto", "io_uring", "epoll", "nio").contains(backend)) {
                throw new BadInput("--backends: no backend '" + backend + "' (auto, io_uring, epoll, nio)");
            }
        }
        try (Alone _ = Alone.in(toolbench)) {
            return new IdleMemory(toolbench, connections).run(backends);
        }
    }

    /** Before and after; bytes. */
    private record Memory(long heap, long resident) {}

    private record Growth(String backend, int connections, Memory before, Memory after) {
        double heapEach() {
            return (double) (after.heap - before.heap) / connections;
        }

        double nativeEach() {
            return (double) (after.resident - before.resident) / connections;
        }
    }

    private record Memories(Machine machine, String options, List<Growth> growths) {}

    private boolean run(List<String> backends) throws Failed {
        Machine machine = Machine.detect(toolbench.root());
        toolbench.out().println("jvloop alone, its heap and its native memory apart:");
        toolbench.out().println(machine);
        OpenFiles.tooFewFor(connections).ifPresent(toolbench.out()::println);
        toolbench
                .out()
                .println(connections + " idle connections, bytes each, median [least..most] of " + SERVERS
                        + " servers:");
        List<Growth> growths = new ArrayList<>();
        boolean isWhole = true;
        for (String backend : backends) {
            List<Growth> ofBackend = new ArrayList<>();
            try {
                for (int i = 0; i < SERVERS; i++) {
                    ofBackend.add(measure(backend));
                }
            } catch (Failed failure) {
                Children.awaitOurSignal();
                toolbench.err().println("jvloop: idle, " + backend + ": " + failure.getMessage());
                isWhole = false;
                continue;
            }
            growths.addAll(ofBackend);
            Spread heap = Spread.of(ofBackend.stream().map(Growth::heapEach).toList());
            Spread resident =
                    Spread.of(ofBackend.stream().map(Growth::nativeEach).toList());
            toolbench.out().println("  " + backend + ": heap " + heap.text(0) + ", native " + resident.text(0));
        }
        JsonFile.write(toolbench.build().resolve("idle-jvloop.json"), new Memories(machine, FIXED_HEAP, growths));
        return isWhole;
    }

    private Growth measure(String backend) throws Failed {
        List<String> command =
                List.of(toolbench.root().resolve("jvloop").toString(), "serve", "echo", "--backend", backend);
        try (ServerProcess server = ServerProcess.start(
                command,
                new Listen.Tcp(),
                Map.of("JVLOOP_JAVA_OPTS", FIXED_HEAP),
                toolbench.build().resolve("idle.err"))) {
            var _ = memory(server); // so that what this itself needs is there
            Memory before = memory(server);
            try (IdleClient _ = IdleClient.start(server.address(), connections, Cores.ANY)) {
                return new Growth(backend, connections, before, memory(server));
            }
        }
    }

    private static Memory memory(ServerProcess server) throws Failed {
        String total = jcmd(server, "GC.class_histogram");
        List<String> words = List.of(total.strip().split("\\s+", -1));
        if (words.size() != 3 || !words.getFirst().equals("Total")) {
            throw new Failed("jcmd said what is no histogram: " + total);
        }
        var _ = jcmd(server, "System.trim_native_heap");
        return new Memory(Long.parseLong(words.get(2)), ProcessStatus.residentBytes(server.pid()));
    }

    private static String jcmd(ServerProcess server, String command) throws Failed {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return Command.answer("jcmd", List.of(jcmd, String.valueOf(server.pid()), command), 60);
    }
}
