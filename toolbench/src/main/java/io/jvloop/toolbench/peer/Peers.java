// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.jvloop.cli.Failed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All peers, and which of them can run here. */
public final class Peers {
    private static final String DESCRIPTION = ".json";

    private final Path root;
    private final Map<String, Peer> all = new TreeMap<>();
    private final Map<String, String> versions = new TreeMap<>();

    private Peers(Path root) {
        this.root = root;
    }

    /** Reads {@code toolbench/peers} of a repository. */
    public static Peers read(Path root) throws Failed {
        Peers peers = new Peers(root);
        Path folder = peers.sources();
        try (Stream<Path> found = Files.list(folder)) {
            for (Path file : found.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(DESCRIPTION)) {
                    peers.add(name.substring(0, name.length() - DESCRIPTION.length()), file);
                }
            }
        } catch (IOException unreadable) {
            throw new Failed("the peers cannot be read: " + unreadable.getMessage());
        }
        return peers;
    }

    private void add(String name, Path description) throws IOException, Failed {
        try {
            Peer peer = new Gson().fromJson(Files.readString(description), Peer.class);
            all.put(name, peer.named(name));
        } catch (JsonParseException wrong) {
            throw new Failed(description + ": " + wrong.getMessage());
        }
    }

    /** Of all, in order. */
    public List<String> names() {
        return List.copyOf(all.keySet());
    }

    /** Those that serve it, one of the keys of {@link Peer#serve}. */
    public List<Peer> serving(String served, boolean unix) {
        return all.values().stream()
                .filter(peer -> peer.serve().containsKey(served) && !(unix && peer.tcpOnly()))
                .toList();
    }

    /** The versions of what was needed. */
    public Map<String, String> versions() {
        return versions;
    }

    /** Builds it; what is missing is added to the list. */
    public boolean prepare(Peer peer, List<Missing> missing) {
        List<String> found = new ArrayList<>();
        for (Need need : peer.needs()) {
            String version = need.version();
            if (version == null) {
                missing.add(new Missing(peer.name(), need.check().getFirst() + " is not there", need.install()));
                return false;
            }
            found.add(version);
        }
        try {
            build(peer);
        } catch (IOException | Failed failure) {
            missing.add(new Missing(peer.name(), "cannot be built: " + failure.getMessage(), ""));
            return false;
        }
        versions.put(peer.name(), String.join("; ", found));
        return true;
    }

    private void build(Peer peer) throws IOException, Failed {
        Path stamp = built(peer).resolve(peer.name() + ".stamp");
        if (peer.build().isEmpty() || (Files.exists(stamp) && isNewer(stamp, peer))) {
            return;
        }
        Files.createDirectories(stamp.getParent());
        Files.deleteIfExists(stamp);
        for (List<String> command : peer.build()) {
            Command.run(resolve(peer, command), here(peer), stamp.resolveSibling(peer.name() + ".log"));
        }
        Files.createFile(stamp);
    }

    /** Than all that it is made of; what peers share is beside them. */
    private boolean isNewer(Path stamp, Peer peer) throws IOException {
        FileTime built = Files.getLastModifiedTime(stamp);
        try (Stream<Path> own = Files.walk(here(peer));
                Stream<Path> shared = Files.list(here(peer).getParent()).filter(Files::isRegularFile)) {
            for (Path source : Stream.concat(own, shared).toList()) {
                if (Files.getLastModifiedTime(source).compareTo(built) > 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The command that becomes the server. */
    public List<String> command(Peer peer, String served) {
        return resolve(peer, peer.serve().getOrDefault(served, List.of()));
    }

    private List<String> resolve(Peer peer, List<String> command) {
        return command.stream()
                .map(word -> word.replace("{here}", here(peer).toString())
                        .replace("{build}", built(peer).toString())
                        .replace("{root}", root.toString())
                        .replace("{jdk}", System.getProperty("java.home")))
                .toList();
    }

    private Path here(Peer peer) {
        return sources().resolve(peer.folder());
    }

    /** Sources may lie beside the folder of peers, what is built from them does not lie beside that of all that is built. */
    private Path built(Peer peer) {
        String folder = peer.folder().isEmpty() ? peer.name() : peer.folder().replace("../", "");
        return root.resolve("build").resolve("bench").resolve(folder);
    }

    private Path sources() {
        return root.resolve("toolbench").resolve("peers");
    }
}
