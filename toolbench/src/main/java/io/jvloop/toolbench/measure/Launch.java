// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.measure;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.result.Case;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Measures a peer that it starts itself, from the start on. */
public non-sealed interface Launch extends Measure {
    /**
     * Starts it, measures, ends it.
     *
     * @param command of the peer, pinned to its core if {@link #isPinned} says so
     * @param errors where its stderr goes
     * @return by {@link io.jvloop.toolbench.result.Figure#key()}
     * @throws Failed when it did not start, or was wrong
     */
    Map<String, Double> run(List<String> command, Case of, Pace pace, Path errors) throws Failed;

    /** Whether a core is enough for it, as it is for a server. */
    default boolean isPinned() {
        return true;
    }
}
