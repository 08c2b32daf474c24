// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.peer.Address;
import io.jvloop.toolbench.peer.Children;
import java.io.File;
import java.io.IOException;
import java.util.List;

/** {@link IdleConnections} in a process of its own: holds connections open until it is closed. */
final class IdleClient implements AutoCloseable {
    private final Process process;

    private IdleClient(Process process) {
        this.process = process;
    }

    /** Waits until all are open and have been answered. */
    static IdleClient start(Address address, int connections, Cores cores) throws Failed {
        List<String> arguments = List.of(address.host(), String.valueOf(address.port()), String.valueOf(connections));
        List<String> command = cores.client(Self.command(IdleConnections.class, arguments));
        try {
            Process process = Children.start(new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD));
            // closed with the process
            String said = process.inputReader().readLine();
            if (!"ready".equals(said)) {
                Children.end(process);
                throw new Failed("the connections could not be opened" + (said == null ? "" : ": " + said));
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
