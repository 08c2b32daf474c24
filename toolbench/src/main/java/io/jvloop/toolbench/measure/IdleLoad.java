// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.measure;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.host.Cores;
import io.jvloop.toolbench.host.ProcessStatus;
import io.jvloop.toolbench.peer.ServerProcess;
import io.jvloop.toolbench.result.Case;
import io.jvloop.toolbench.result.Figure;
import java.util.Map;

/**
 * How much a server's resident memory grows by connections on which nothing happens, once each has had one byte echoed. Heaps
 * that grow by themselves are in it; {@code bench idle} by itself keeps them apart for jvloop.
 */
public final class IdleLoad implements Load {
    private static final double SECONDS_EXPECTED = 4;

    @Override
    public String title() {
        return "connections held open";
    }

    @Override
    public Map<String, Double> run(ServerProcess server, Case of, Pace pace, Cores cores) throws Failed {
        try (IdleClient _ = IdleClient.start(server.address(), 1, cores)) {
            // what the first connection needs is there from here on
        }
        long before = ProcessStatus.residentBytes(server.pid());
        try (IdleClient _ = IdleClient.start(server.address(), of.connections(), cores)) {
            long after = ProcessStatus.residentBytes(server.pid());
            return Map.of(
                    Figure.BYTES_PER_CONNECTION.key(),
                    Math.max(0, after - before) / (double) of.connections(),
                    Figure.RESIDENT.key(),
                    (double) after);
        }
    }

    /** One connection, before the first look. */
    @Override
    public double warmupSeconds(Pace pace) {
        return 0;
    }

    @Override
    public double seconds(Pace pace) {
        return SECONDS_EXPECTED;
    }
}
