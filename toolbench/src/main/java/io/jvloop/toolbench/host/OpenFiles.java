// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many files, sockets among them, a program may have open here. */
public final class OpenFiles {
    private static final Pattern LIMIT = Pattern.compile("Max open files +([0-9]+) .*");

    /** What a server has open besides its connections: a JVM's jars, what it listens on, epoll and the like. */
    private static final int OTHERS = 50;

    private OpenFiles() {}

    /** A line that says so, if they are too few for so many connections. */
    public static Optional<String> tooFewFor(int connections) {
        try {
            return tooFewFor(connections, Files.readAllLines(Path.of("/proc/self/limits")));
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }

    static Optional<String> tooFewFor(int connections, List<String> limits) {
        return limits.stream()
                .map(LIMIT::matcher)
                .filter(Matcher::matches)
                .map(limit -> limit.group(1))
                .filter(limit -> limit.length() < 10 && Integer.parseInt(limit) < connections + OTHERS)
                .map(limit -> "no more than " + limit + " files may be open here, too few for " + connections
                        + " connections: ulimit -n " + (connections + OTHERS) + " allows more")
                .findFirst();
    }
}
