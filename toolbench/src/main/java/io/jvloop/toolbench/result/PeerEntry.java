// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.result;

import java.util.List;

/**
 * A peer, whether it could be measured or not.
 *
 * @param name what it is chosen by
 * @param title for people
 * @param language it is written in
 * @param version of what it stands on, as found: «uvloop 0.23.0; Python 3.11.7»
 * @param cases names of those that it serves
 * @param missing why it could not be measured; empty if it was
 * @param install the command that mends it; empty if there is none or nothing is missing
 */
public record PeerEntry(
        String name,
        String title,
        String language,
        String version,
        List<String> cases,
        String missing,
        String install) {}
