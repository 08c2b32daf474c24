// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server to be measured: {@code peers/NAME.json}. In its commands, <code>{here}</code> is its folder, <code>{build}</code>
 * one for what is built from that, <code>{root}</code> the repository, <code>{jdk}</code> the home of the JDK that we run on.
 *
 * @param title what it is, in a few words
 * @param folder with its sources, in {@code peers}; several peers may share one
 * @param needs what must be there
 * @param build commands that make it ready, run in its folder
 * @param serve for each scenario that it knows, the command that becomes the server; where to listen is added, as for
 *     {@code ./jvloop serve}
 * @param beside the peers whose figures its own are divided by
 * @param tcpOnly without UNIX sockets
 */
public record Peer(
        String name,
        String title,
        String folder,
        List<Need> needs,
        List<List<String>> build,
        Map<String, List<String>> serve,
        List<String> beside,
        boolean tcpOnly) {
    /** What a peer is divided by, unless it says otherwise: the floor under every event loop. */
    public static final List<String> BESIDE = List.of("c-epoll");

    /** What a file left out is null here. */
    public Peer(
            @Nullable String name,
            @Nullable String title,
            @Nullable String folder,
            @Nullable List<Need> needs,
            @Nullable List<List<String>> build,
            @Nullable Map<String, List<String>> serve,
            @Nullable List<String> beside,
            boolean tcpOnly) {
        this.name = name == null ? "" : name;
        this.title = title == null ? "" : title;
        this.folder = folder == null ? "" : folder;
        this.needs = needs == null ? List.of() : needs;
        this.build = build == null ? List.of() : build;
        this.serve = serve == null ? Map.of() : serve;
        this.beside = beside == null ? BESIDE : beside;
        this.tcpOnly = tcpOnly;
    }

    Peer named(String newName) {
        return new Peer(newName, title, folder, needs, build, serve, beside, tcpOnly);
    }
}
