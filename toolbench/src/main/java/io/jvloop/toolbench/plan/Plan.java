// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.plan;

import io.jvloop.toolbench.peer.Peer;
import java.nio.file.Path;
import java.util.List;

/**
 * What to measure: options, checked.
 *
 * @param only these peers; all, if empty
 * @param secondsMax what it all may take; slices are cut so that it does. 0: as long as it needs
 * @param installs may peers be downloaded and installed for it?
 * @param json where the results go
 * @param report where the page with them goes
 * @param resumes is what a run before has measured required to be there?
 */
public record Plan(
        String command,
        List<Scenario> scenarios,
        List<String> only,
        Slices slices,
        int secondsMax,
        boolean installs,
        Path json,
        Path report,
        boolean resumes) {
    public boolean isChosen(Peer peer) {
        return only.isEmpty() || only.contains(peer.name());
    }
}
