// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.measure;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.host.Cores;
import io.jvloop.toolbench.peer.ServerProcess;
import io.jvloop.toolbench.result.Case;
import java.util.Map;
import java.util.Optional;

/** A client that no peer shares. */
public non-sealed interface Load extends Measure {
    /**
     * Asks, first without counting, then counting.
     *
     * @param server is asked, and its CPU time read
     * @param cores says where to run
     * @return by {@link io.jvloop.toolbench.result.Figure#key()}
     * @throws Failed when an answer was wrong, or did not come
     */
    Map<String, Double> run(ServerProcess server, Case of, Pace pace, Cores cores) throws Failed;

    /** The same at this rate of requests/s over all connections; nothing if it has no requests that could be sent at one. */
    default Optional<Load> at(int rate) {
        return Optional.empty();
    }

    /** Of a program that is not ours; empty if it is, or does not say it. */
    default String version() {
        return "";
    }

    @Override
    default double seconds(Pace pace) {
        return pace.warmupSeconds() + pace.seconds();
    }
}
