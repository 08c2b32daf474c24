// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.cli.Failed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code load/idle_load.c}: holds connections open until it is closed. */
final class IdleClient implements AutoCloseable {
    private final Process process;

    private IdleClient(Process process) {
        this.process = process;
    }

    /** Waits until all are open and have been answered. */
    static IdleClient start(List<String> command) throws Failed {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String said = new String(process.getInputStream().readNBytes("ready\n".length()), StandardCharsets.UTF_8);
            if (!said.equals("ready\n")) {
                process.destroyForcibly();
                throw new Failed("the connections could not be opened");
            }
            return new IdleClient(process);
        } catch (IOException failure) {
            throw new Failed(String.valueOf(failure.getMessage()));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
