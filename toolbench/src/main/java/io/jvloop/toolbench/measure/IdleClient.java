// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.measure;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.host.Cores;
import io.jvloop.toolbench.load.LoadProgram;
import io.jvloop.toolbench.peer.Address;
import io.jvloop.toolbench.peer.Children;
import io.jvloop.toolbench.peer.Environment;
import io.jvloop.toolbench.peer.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** {@link io.jvloop.toolbench.load} in a process of its own that holds connections open until it is closed. */
public final class IdleClient implements AutoCloseable {
    private static final int MANY = 10_000;
    private static final int SECONDS_FOR_MANY = 60;
    private static final int SECONDS_LEAST = 20;

    /** A JVM starts and ends in these as well. */
    private static final int SECONDS_TO_SAY_SO = 20;

    private final Process process;

    private IdleClient(Process process) {
        this.process = process;
    }

    /** Waits until all are open and have been answered, a minute for 10,000 at most. */
    public static IdleClient start(Address address, int connections, Cores cores) throws Failed {
        return start(address, connections, cores, secondsMax(connections));
    }

    static int secondsMax(int connections) {
        return Math.max(SECONDS_LEAST, (int) Math.ceilDiv((long) connections * SECONDS_FOR_MANY, MANY));
    }

    static IdleClient start(Address address, int connections, Cores cores, double secondsMax) throws Failed {
        List<String> command = LoadProgram.command(List.of(
                "--mode",
                "idle",
                "--to",
                address.shown(),
                "--connections",
                String.valueOf(connections),
                "--seconds",
                String.valueOf(secondsMax)));
        Process process;
        try {
            process = Children.start(
                    Environment.clean(new ProcessBuilder(cores.client(command))).redirectErrorStream(true));
        } catch (IOException failure) {
            throw new Failed(String.valueOf(failure.getMessage()));
        }
        try { // the load keeps the time itself, unless something is wrong with it
            Duration patience = Duration.ofMillis((long) ((secondsMax + SECONDS_TO_SAY_SO) * 1000));
            String said = ServerProcess.firstLine(process, patience).orElse("");
            if (!said.equals("ready")) {
                throw new Failed(said.isEmpty() ? "the connections could not be opened" : said);
            }
            return new IdleClient(process);
        } catch (Failed notReady) {
            Children.end(process);
            throw notReady;
        }
    }

    @Override
    public void close() {
        Children.end(process);
    }
}
