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

/** {@link io.jvloop.toolbench.load} in a process of its own that holds connections open until it is closed. */
public final class IdleClient implements AutoCloseable {
    private final Process process;

    private IdleClient(Process process) {
        this.process = process;
    }

    /** Waits until all are open and have been answered. */
    public static IdleClient start(Address address, int connections, Cores cores) throws Failed {
        List<String> command = LoadProgram.command(
                List.of("--mode", "idle", "--to", address.shown(), "--connections", String.valueOf(connections)));
        try {
            Process process = Children.start(
                    Environment.clean(new ProcessBuilder(cores.client(command))).redirectErrorStream(true));
            String said = process.inputReader().readLine(); // the reader is closed with the process
            if (!"ready".equals(said)) {
                Children.end(process);
                throw new Failed(said == null ? "the connections could not be opened" : said);
            }
            return new IdleClient(process);
        } catch (IOException failure) {
            throw new Failed(String.valueOf(failure.getMessage()));
        }
    }

    @Override
    public void close() {
        Children.end(process);
    }
}
