// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must be there before a peer can run.
 *
 * @param check ends with 0 if it is; the first line of what it says is its version
 * @param install the command that installs it
 */
public record Need(List<String> check, String install) {
    /** Its version; null if it is not there. */
    @Nullable
    String version() {
        String said = Command.output(check);
        return said == null ? null : said.lines().findFirst().orElse("");
    }
}
