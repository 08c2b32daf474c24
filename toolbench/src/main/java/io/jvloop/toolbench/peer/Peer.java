// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import java.util.List;
import java.util.Map;

/**
 * A server to be measured: {@code peers/NAME.json}. In its commands, <code>{here}</code> is its folder, <code>{build}</code>
 * one for what is built from that, <code>{root}</code> the repository, <code>{jdk}</code> the JDK that runs this program.
 *
 * @param name what it is chosen by
 * @param title what it is, in a few words
 * @param language it is written in; empty if its file does not say
 * @param folder with its sources, in {@code peers}; several peers may share one
 * @param needs what must be there
 * @param build commands that make it ready, run in its folder; peers with the same folder and commands share what comes of it
 * @param versions commands whose first line names what it stands on, with its version; run once it is built
 * @param quick whether nothing is downloaded when it is built
 * @param serve for each thing that it knows to serve, the command that becomes the server; where to listen is added, as for
 *     {@code ./jvloop serve}
 * @param floor of the keys of {@code serve}, those for which it is no server but a floor: it does less than a server has to
 * @param beside the peers whose figures its own are divided by
 * @param tcpOnly without UNIX sockets
 * @param halfClose whether its HTTP server answers a client that has shut down its sending side
 */
public record Peer(
        String name,
        String title,
        String language,
        String folder,
        List<Need> needs,
        List<List<String>> build,
        List<List<String>> versions,
        boolean quick,
        Map<String, List<String>> serve,
        List<String> floor,
        List<String> beside,
        boolean tcpOnly,
        boolean halfClose) {
    /** What a peer is divided by, unless it says otherwise: the floor under every event loop. */
    public static final List<String> BESIDE = List.of("c-epoll");
}
