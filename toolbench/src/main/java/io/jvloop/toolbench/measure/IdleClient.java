// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.measure;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.host.Cores;
import io.jvloop.toolbench.load.LoadProgram;
import io.jvloop.toolbench.peer.Address;
import io.jvloop.toolbench.peer.Children;
import io.jvloop.toolbench.peer.Environment;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

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
        try {
            Process process = Children.start(
                    Environment.clean(new ProcessBuilder(cores.client(command))).redirectErrorStream(true));
            String said = firstLine(process, secondsMax + SECONDS_TO_SAY_SO);
            if (!"ready".equals(said)) {
                Children.end(process);
                throw new Failed(said.isEmpty() ? "the connections could not be opened" : said);
            }
            return new IdleClient(process);
        } catch (IOException failure) {
            throw new Failed(String.valueOf(failure.getMessage()));
        }
    }

    /** Empty if there is none in time: the load keeps the time itself, unless something is wrong with it. */
    private static String firstLine(Process process, double seconds) {
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try { // the reader is closed with the process
                String read = process.inputReader().readLine();
                line.complete(read == null ? "" : read);
            } catch (IOException gone) {
                line.complete("");
            }
        });
        try {
            return line.completeOnTimeout("", (long) (seconds * 1000), TimeUnit.MILLISECONDS)
                    .get();
        } catch (ExecutionException never) {
            throw new AssertionError(never);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    @Override
    public void close() {
        Children.end(process);
    }
}
