// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.peer.Listen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * One folder with the UNIX sockets of this run: a short path, as a socket's may have no more than 107 bytes. Its name has the number of
 * this process, so that a later run can remove what one that was killed has left.
 */
final class Sockets implements AutoCloseable {
    private static final String PREFIX = "jvloop-bench-";
    private static final Path PARENT = Path.of(System.getProperty("java.io.tmpdir"));

    private final Path folder;
    private int count;

    private Sockets(Path folder) {
        this.folder = folder;
    }

    static Sockets open() throws Failed {
        try {
            removeLeftovers();
            return new Sockets(
                    Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-"));
        } catch (IOException failure) {
            throw new Failed("no folder for sockets: " + failure.getMessage());
        }
    }

    private static void removeLeftovers() throws IOException {
        try (Stream<Path> all = Files.list(PARENT)) {
            for (Path folder : all.toList()) {
                String name = folder.getFileName().toString();
                if (name.matches(PREFIX + "[0-9]+-.*") && Files.isWritable(folder)) {
                    long owner = Long.parseLong(name.substring(PREFIX.length(), name.indexOf('-', PREFIX.length())));
                    if (ProcessHandle.of(owner).isEmpty()) {
                        remove(folder);
                    }
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

    private static void remove(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path socket : all.toList()) {
                Files.deleteIfExists(socket);
            }
            Files.deleteIfExists(folder);
        } catch (IOException left) {
            // the next run tries again
        }
    }
}
