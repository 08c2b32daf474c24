// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import java.nio.file.Path;
import java.util.List;

/**
 * Where peers are in a repository, and where what is built of them goes.
 *
 * @param root of the repository, absolute
 */
record Folders(Path root) {
    /** All descriptions, and the folders that they name. */
    Path sources() {
        return root.resolve("toolbench").resolve("peers");
    }

    /** What is built. */
    Path builds() {
        return root.resolve("build").resolve("bench");
    }

    /** A peer's own sources. */
    Path here(Peer peer) {
        return sources().resolve(peer.folder());
    }

    /** What is built of them. */
    Path build(Peer peer) {
        return builds().resolve(folderName(peer));
    }

    /** Sources may lie beside the folder of peers, what is built from them does not lie beside that of all that is built. */
    private static String folderName(Peer peer) {
        return peer.folder().isEmpty() ? peer.name() : peer.folder().replace("../", "");
    }

    /** A command, with the folders in it. */
    List<String> resolve(Peer peer, List<String> command) {
        return command.stream()
                .map(word -> word.replace("{here}", here(peer).toString())
                        .replace("{build}", build(peer).toString())
                        .replace("{root}", root.toString())
                        .replace("{jdk}", System.getProperty("java.home")))
                .toList();
    }
}
