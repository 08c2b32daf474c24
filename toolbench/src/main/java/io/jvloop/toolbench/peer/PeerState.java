// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import java.util.List;
import java.util.Optional;

/**
 * A peer, and whether it can run: an entry of {@code ./jvloop peers --json}.
 *
 * @param version of what it stands on; empty if it is not known
 * @param serves names of what it can serve
 * @param missing why it cannot run; empty if it can
 * @param remedy the command that mends that; empty if there is none
 */
record PeerState(
        String name,
        String language,
        String title,
        String version,
        List<String> serves,
        boolean ready,
        String missing,
        String remedy) {
    static PeerState of(Peers peers, Peer peer) {
        Optional<Missing> missing = peers.missing(peer);
        return new PeerState(
                peer.name(),
                peer.language(),
                peer.title(),
                missing.isEmpty() ? peers.version(peer) : "",
                peer.serve().keySet().stream().sorted().toList(),
                missing.isEmpty(),
                missing.map(Missing::reason).orElse(""),
                missing.map(Missing::remedy).orElse(""));
    }
}
