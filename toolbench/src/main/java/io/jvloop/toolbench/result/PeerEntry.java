// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.result;

import java.util.List;
import java.util.Objects;

/**
 * A peer, whether it could be measured or not.
 *
 * @param name what it is chosen by
 * @param title for people
 * @param language it is written in
 * @param version of what it stands on, as found: «uvloop 0.23.0; Python 3.11.7»
 * @param cases names of those that it serves
 * @param floorIn names of the cases in which it is no server but a floor: it does less there than a server has to, and is left out
 *     where servers are ranked; older files have none
 * @param missing why it could not be measured, in the cases in which it has no samples: it may start for some and not for others; empty
 *     if it was
 * @param install the command that mends it; empty if there is none or nothing is missing
 */
public record PeerEntry(
        String name,
        String title,
        String language,
        String version,
        List<String> cases,
        @Later List<String> floorIn,
        String missing,
        String install) {
    /** What is read from an older file has null here, whatever the types say. */
    public PeerEntry {
        floorIn = Objects.requireNonNullElse(floorIn, List.of());
    }

    /** Is it jvloop, on whatever backend? */
    public boolean isOurs() {
        return isOurs(name);
    }

    /** Is one of this name? */
    public static boolean isOurs(String name) {
        return name.startsWith("jvloop");
    }

    /** Is it a floor in this case, and no server? */
    public boolean isFloorIn(Case of) {
        return floorIn.contains(of.name());
    }
}
