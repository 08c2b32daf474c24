// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import io.jvloop.toolbench.result.Figure;
import java.util.Map;
import java.util.Optional;

/**
 * What server and load have used until one moment.
 *
 * @param wallNanos that moment, as {@link System#nanoTime}
 * @param ownNanos of CPU, all threads of this process
 * @param server empty if it is not watched
 */
record Usage(long wallNanos, long ownNanos, Optional<ServerUsage> server) {
    /** The figures of what was used since. */
    void tell(Usage before, long requests, long bytesEach, Map<Figure, Double> figures) {
        double wall = (double) (wallNanos - before.wallNanos);
        double own = (double) (ownNanos - before.ownNanos);
        figures.put(Figure.REQUESTS, (double) requests);
        figures.put(Figure.WALL_SECONDS, wall / 1e9);
        figures.put(Figure.REQUESTS_PER_SECOND, requests * 1e9 / wall);
        figures.put(Figure.MEBIBYTES_PER_SECOND, requests * 1e9 / wall * bytesEach / (1 << 20));
        figures.put(Figure.CLIENT_BUSY, own / wall);
        figures.put(Figure.CLIENT_CPU, own / 1e3 / requests);
        if (server.isPresent() && before.server.isPresent()) {
            server.get().tell(before.server.get(), requests, wall, figures);
        }
    }
}
