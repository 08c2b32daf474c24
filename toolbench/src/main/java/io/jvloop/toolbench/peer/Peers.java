// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import io.jvloop.cli.BadInput;
import io.jvloop.cli.Failed;
import io.jvloop.cli.Nearest;
import io.jvloop.toolbench.result.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * All peers, which of them can run here, and how they are made ready.
 *
 * <p>Thread: one at a time. Builds of several processes in one folder wait for each other.
 */
public final class Peers {
    static final String DESCRIPTION = ".json";

    private final Folders folders;
    private final Setup setup;
    private final Map<String, Peer> all = new TreeMap<>();
    private final Map<String, String> versions = new TreeMap<>();

    private Peers(Folders folders) {
        this.folders = folders;
        setup = new Setup(folders);
    }

    /** Reads {@code toolbench/peers} of a repository. */
    public static Peers read(Path root) throws Failed {
        Peers peers = new Peers(new Folders(root));
        try (Stream<Path> found = Files.list(peers.folders.sources())) {
            for (Path file : found.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(DESCRIPTION)) {
                    String peer = name.substring(0, name.length() - DESCRIPTION.length());
                    String shown = root.relativize(file).toString();
                    peers.all.put(peer, Description.read(shown, peer, Files.readString(file)));
                }
            }
        } catch (IOException unreadable) {
            throw new Failed("the peers cannot be read: " + TextFile.said(unreadable));
        }
        return peers;
    }

    /** By name. */
    public Collection<Peer> all() {
        return all.values();
    }

    /** Of all, in order. */
    public List<String> names() {
        return List.copyOf(all.keySet());
    }

    /** Those of these names; all, if there are none. */
    public List<Peer> named(List<String> names) throws BadInput {
        if (names.isEmpty()) {
            return List.copyOf(all.values());
        }
        List<Peer> named = new ArrayList<>();
        for (String name : names) {
            Peer peer = all.get(name);
            if (peer == null) {
                throw new BadInput(
                        "no peer '" + name + "'" + Nearest.hint(name, all.keySet()) + " (./jvloop peers lists them)");
            }
            if (!named.contains(peer)) {
                named.add(peer);
            }
        }
        return named;
    }

    /** Those that serve it, one of the keys of {@link Peer#serve}. */
    public List<Peer> serving(String served, boolean unix) {
        return all.values().stream()
                .filter(peer -> peer.serve().containsKey(served) && !(unix && peer.tcpOnly()))
                .toList();
    }

    /** Names of those that are no servers there, but floors. */
    public List<String> floors(String served) {
        return all.values().stream()
                .filter(peer -> peer.floor().contains(served))
                .map(Peer::name)
                .toList();
    }

    /** What keeps it from running right now; nothing is built. */
    public Optional<Missing> missing(Peer peer) {
        Optional<Missing> needs = setup.missingNeeds(peer);
        if (needs.isEmpty() && !setup.isBuilt(peer)) {
            return Optional.of(new Missing(peer.name(), "not installed", "./jvloop peers install " + peer.name()));
        }
        return needs;
    }

    /** Whether it can run right now, with nothing built; if not, the reason is added to the list. */
    public boolean ready(Peer peer, List<Missing> missing) {
        return isThere(peer, missing(peer), missing);
    }

    /** As {@link #ready}, but what needs no download is compiled first. */
    public boolean quick(Peer peer, List<Missing> missing) {
        return peer.quick() ? prepare(peer, missing) : ready(peer, missing);
    }

    /** Builds it, which may download; if it cannot run then, the reason is added to the list. */
    public boolean prepare(Peer peer, List<Missing> missing) {
        return isThere(peer, install(peer, _ -> {}), missing);
    }

    private boolean isThere(Peer peer, Optional<Missing> reason, List<Missing> missing) {
        reason.ifPresentOrElse(missing::add, () -> versions.put(peer.name(), version(peer)));
        return reason.isEmpty();
    }

    /**
     * Builds it, which may download.
     *
     * @param progress is told of each step
     * @return why it cannot run all the same
     */
    public Optional<Missing> install(Peer peer, Consumer<String> progress) {
        Optional<Missing> needs = setup.missingNeeds(peer);
        if (needs.isPresent()) {
            return needs;
        }
        try {
            setup.build(peer, progress);
            return Optional.empty();
        } catch (Failed failure) {
            return Optional.of(new Missing(peer.name(), String.valueOf(failure.getMessage()), ""));
        }
    }

    /** Of what it stands on, as found: {@code uvloop 0.23.0; Python 3.11.7}. Empty if it cannot be found out. */
    public String version(Peer peer) {
        return setup.version(peer);
    }

    /** Those of the peers that were found ready, by name. */
    public Map<String, String> versions() {
        return versions;
    }

    /** The command that becomes the server; empty if it does not serve that. */
    public List<String> command(Peer peer, String served) {
        return folders.resolve(peer, peer.serve().getOrDefault(served, List.of()));
    }
}
