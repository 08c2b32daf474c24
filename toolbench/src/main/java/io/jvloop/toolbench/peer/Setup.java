// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.result.Places;
import io.jvloop.toolbench.result.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What peers need, and what is built of them. A build is shared by all peers with the same folder and commands; the file that says that
 * it is there is removed first and written last, so that one that was broken off never looks ready.
 */
final class Setup {
    private static final String APT = "apt-get install ";

    private final Folders folders;

    /** Commands take their time, and peers share them. */
    private final Map<List<String>, Optional<String>> said = new HashMap<>();

    private final Map<List<List<String>>, Failed> failed = new HashMap<>();

    Setup(Folders folders) {
        this.folders = folders;
    }

    /** What of its needs is not there, or too old. */
    Optional<Missing> missingNeeds(Peer peer) {
        List<Need> unmet = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        List<String> old = new ArrayList<>();
        for (Need need : peer.needs()) {
            Optional<String> version = firstLine(folders.resolve(peer, need.check()));
            if (version.isEmpty()) {
                absent.add(need.shown());
                unmet.add(need);
            } else if (need.isTooOld(version.get())) {
                old.add(version.get() + " is too old: " + need.least() + " or newer is needed");
                unmet.add(need);
            }
        }
        if (unmet.isEmpty()) {
            return Optional.empty();
        }
        List<String> reasons = new ArrayList<>(old);
        if (!absent.isEmpty()) {
            List<String> names = absent.stream().distinct().toList();
            reasons.addFirst(String.join(", ", names) + (names.size() == 1 ? " is not there" : " are not there"));
        }
        return Optional.of(new Missing(peer.name(), String.join("; ", reasons), oneCommand(unmet)));
    }

    private static String oneCommand(List<Need> absent) {
        List<String> packages = new ArrayList<>();
        List<String> commands = new ArrayList<>();
        for (Need need : absent) {
            if (need.install().startsWith(APT)) {
                packages.addAll(List.of(need.install().substring(APT.length()).split(" +")));
            } else if (!need.install().isEmpty()) {
                commands.add(need.install());
            }
        }
        if (!packages.isEmpty()) {
            commands.addFirst(
                    APT + String.join(" ", packages.stream().distinct().toList()));
        }
        return String.join(" && ", commands.stream().distinct().toList());
    }

    boolean isBuilt(Peer peer) {
        try {
            Path stamp = stamp(peer);
            return peer.build().isEmpty()
                    || (Files.exists(stamp) && Files.readString(stamp).equals(fingerprint(peer)));
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** Unless it is. Others who build in the same folder are waited for; a build that failed is not tried again. */
    void build(Peer peer, Consumer<String> progress) throws Failed {
        if (isBuilt(peer)) {
            return;
        }
        List<List<String>> commands = resolved(peer);
        Failed before = failed.get(commands);
        if (before != null) {
            throw before;
        }
        try (var _ = FolderLock.of(folders.build(peer), () -> progress.accept("waiting for another build of it"))) {
            if (!isBuilt(peer)) {
                buildNow(peer, commands, progress);
            }
        } catch (IOException failure) {
            throw new Failed("cannot be built: " + shown(TextFile.said(failure)));
        } catch (Failed failure) {
            failed.put(commands, failure);
            throw failure;
        }
    }

    private void buildNow(Peer peer, List<List<String>> commands, Consumer<String> progress)
            throws IOException, Failed {
        Path stamp = stamp(peer);
        Files.createDirectories(stamp.getParent());
        Files.deleteIfExists(stamp);
        String fingerprint = fingerprint(peer);
        for (List<String> command : commands) {
            progress.accept(shown(String.join(" ", command)));
            try {
                Command.run(command, folders.here(peer), folders.build(peer).resolve(peer.name() + ".log"));
            } catch (Failed failure) {
                throw new Failed("cannot be built: " + shown(String.valueOf(failure.getMessage())));
            }
        }
        Path written = stamp.resolveSibling(stamp.getFileName() + ".new");
        Files.writeString(written, fingerprint);
        Files.move(written, stamp);
        said.clear();
    }

    /**
     * A changed compiler builds again: its version is a part of every result. What is asked of what was built cannot say with what that
     * was done.
     */
    private String fingerprint(Peer peer) throws IOException {
        List<String> tools = new ArrayList<>();
        Stream.concat(peer.needs().stream().map(Need::check), peer.versions().stream())
                .filter(command -> command.stream().noneMatch(word -> word.contains("{build}")))
                .forEach(command ->
                        tools.add(firstLine(folders.resolve(peer, command)).orElse("")));
        return Fingerprint.of(folders, peer, tools);
    }

    /** Of what it stands on, as far as they can be found out. */
    String version(Peer peer) {
        List<String> found = new ArrayList<>();
        peer.versions()
                .forEach(command -> firstLine(folders.resolve(peer, command)).ifPresent(found::add));
        if (found.isEmpty()) {
            peer.needs()
                    .forEach(need ->
                            firstLine(folders.resolve(peer, need.check())).ifPresent(found::add));
        }
        found.removeIf(String::isEmpty);
        return String.join("; ", found.stream().distinct().toList());
    }

    /** Nothing if it fails. */
    private Optional<String> firstLine(List<String> command) {
        return said.computeIfAbsent(
                command,
                words -> Optional.ofNullable(Command.output(words))
                        .map(all -> all.lines().findFirst().orElse("").strip()));
    }

    private List<List<String>> resolved(Peer peer) {
        return peer.build().stream()
                .map(command -> folders.resolve(peer, command))
                .toList();
    }

    private Path stamp(Peer peer) {
        return folders.build(peer).resolve(Integer.toHexString(resolved(peer).hashCode()) + ".built");
    }

    private String shown(String text) {
        return new Places(folders.root()).shortened(text);
    }
}
