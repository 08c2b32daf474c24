// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.peer.Command;
import io.jvloop.toolbench.peer.Listen;
import io.jvloop.toolbench.result.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One folder with the UNIX sockets of this run: a short path, as a socket's may have no more than 107 bytes. Its name has the number of
 * this process, as those of all temporary files have, so that a later run can remove what one that was killed has left.
 */
final class Sockets implements AutoCloseable {
    private static final Pattern LEFT = Pattern.compile(Command.TEMPORARY + "([0-9]{1,9})-.*");
    private static final Path PARENT = Path.of(System.getProperty("java.io.tmpdir"));

    private final Path folder;
    private int count;

    private Sockets(Path folder) {
        this.folder = folder;
    }

    static Sockets open() throws Failed {
        try {
            removeLeftovers();
            return new Sockets(Files.createTempDirectory(Command.temporaryPrefix()));
        } catch (IOException failure) {
            throw new Failed("no folder for UNIX sockets can be made in " + PARENT + ": " + TextFile.reason(failure));
        }
    }

    private static void removeLeftovers() throws IOException {
        try (Stream<Path> all = Files.list(PARENT)) {
            for (Path left : all.toList()) {
                Matcher name = LEFT.matcher(left.getFileName().toString());
                if (name.matches()
                        && Files.isWritable(left)
                        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                    remove(left);
                }
            }
        }
    }

    Listen next() {
        return new Listen.Unix(folder.resolve("s" + ++count));
    }

    @Override
    public void close() {
        remove(folder);
    }

    /** A file, or a folder with all files in it. */
    private static void remove(Path left) {
        try {
            if (Files.isDirectory(left, LinkOption.NOFOLLOW_LINKS)) {
                try (Stream<Path> all = Files.list(left)) {
                    for (Path file : all.toList()) {
                        Files.deleteIfExists(file);
                    }
                }
            }
            Files.deleteIfExists(left);
        } catch (IOException kept) {
            // the next run tries again
        }
    }
}
