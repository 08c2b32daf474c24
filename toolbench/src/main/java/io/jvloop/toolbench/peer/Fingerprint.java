// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import io.jvloop.toolbench.result.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Of what a peer is built from: its commands, what builds it, the files of its folder and those beside all folders that are no
 * descriptions. What was built is up to date while that is the same, whatever the clock says.
 */
final class Fingerprint {
    /** What package tools write into a folder themselves. */
    private static final Set<String> WRITTEN =
            Set.of("Cargo.lock", "go.sum", "package-lock.json", "node_modules", "target", "__pycache__");

    private Fingerprint() {}

    /**
     * Of all that.
     *
     * @param tools versions of what builds it
     */
    static String of(Folders folders, Peer peer, List<String> tools) throws IOException {
        MessageDigest digest = Sha256.begin();
        tools.forEach(tool -> add(digest, tool));
        for (List<String> command : peer.build()) {
            add(digest, String.join("\0", folders.resolve(peer, command)));
        }
        Path here = folders.here(peer);
        try (Stream<Path> own = Files.walk(here);
                Stream<Path> shared = Files.list(folders.sources())) {
            Stream<Path> common = shared.filter(file -> !file.toString().endsWith(Peers.DESCRIPTION));
            for (Path file : Stream.concat(own.filter(file -> isSource(here.relativize(file))), common)
                    .filter(Files::isRegularFile)
                    .distinct()
                    .sorted()
                    .toList()) {
                add(digest, file.toString());
                digest.update(Files.readAllBytes(file));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static boolean isSource(Path file) {
        for (Path part : file) {
            if (WRITTEN.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
