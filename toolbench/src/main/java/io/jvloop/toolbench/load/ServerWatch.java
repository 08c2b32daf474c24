// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import io.jvloop.cli.Failed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Looks at the process of a server from outside: proc(5), its CPU clock, and what a JVM publishes of itself. */
public final class ServerWatch {
    /** USER_HZ is 100 on every architecture that we know. */
    private static final long TICK_NANOS = 10_000_000;

    private static final int STIME = 12; // words behind the name in brackets

    private final long pid;
    private final int clock;
    private final Path folder;
    private final Optional<HeapMeter> heap;

    private ServerWatch(long pid, int clock) {
        this.pid = pid;
        this.clock = clock;
        this.folder = Path.of("/proc", String.valueOf(pid));
        this.heap = HeapMeter.of(pid);
    }

    /** With 0 it knows nothing but this process. */
    public static ServerWatch of(long pid) throws Failed {
        return new ServerWatch(pid, pid == 0 ? Clocks.own() : Clocks.of(pid));
    }

    /** To be called some 20 times a second. */
    void sample() {
        heap.ifPresent(HeapMeter::sample);
    }

    Usage usage() throws Failed {
        Optional<ServerUsage> server = pid == 0 ? Optional.empty() : Optional.of(now());
        return new Usage(System.nanoTime(), Clocks.nanos(Clocks.own()), server);
    }

    /** What the server has used until now. */
    public ServerUsage now() throws Failed {
        try {
            String status = Files.readString(folder.resolve("status"));
            Threads threads = Threads.of(folder);
            return new ServerUsage(
                    Clocks.nanos(clock),
                    systemNanos(),
                    threads.compilerNanos(),
                    threads.switches(),
                    Threads.field(status, "VmRSS:") * 1024,
                    heap.map(HeapMeter::usage));
        } catch (IOException gone) {
            throw new Failed("the server has ended");
        }
    }

    private long systemNanos() throws IOException {
        String stat = Files.readString(folder.resolve("stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[STIME]) * TICK_NANOS;
    }
}
