// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.measure;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.peer.Listen;
import io.jvloop.toolbench.peer.ServerProcess;
import io.jvloop.toolbench.result.Case;
import io.jvloop.toolbench.result.Figure;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** From the start of a server's process to the first byte that it echoed; making the process and connecting are in it. */
public final class FirstByte implements Launch {
    private static final int SILENT_MILLIS_MAX = 10_000;

    @Override
    public String title() {
        return "one byte";
    }

    @Override
    public Map<String, Double> run(List<String> command, Case of, Pace pace, Path errors) throws Failed {
        return Map.of(Figure.START_MILLIS.key(), millis(command, errors));
    }

    public static double millis(List<String> command, Path errors) throws Failed {
        long before = System.nanoTime();
        try (ServerProcess server = ServerProcess.start(command, new Listen.Tcp(), Map.of(), errors);
                Socket socket =
                        new Socket(server.address().host(), server.address().port())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(SILENT_MILLIS_MAX);
            socket.getOutputStream().write(1);
            if (socket.getInputStream().read() != 1) {
                throw new Failed("the first byte did not come back");
            }
            return (System.nanoTime() - before) / 1e6;
        } catch (IOException failure) {
            throw new Failed("the first byte did not come back: " + failure.getMessage());
        }
    }

    @Override
    public double warmupSeconds(Pace pace) {
        return 0;
    }

    @Override
    public double seconds(Pace pace) {
        return 0.5;
    }
}
