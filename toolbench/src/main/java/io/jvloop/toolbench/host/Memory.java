// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The memory that servers can have: the machine's, proc_meminfo(5), or what a container leaves of it, in bytes. {@link Long#MAX_VALUE}
 * where that is not known.
 */
public final class Memory {
    /** Of this machine's memory: what the server whose turn it is can take, and everybody else. */
    private static final double SHORT_SHARE = 0.125;

    private static final Path MACHINE = Path.of("/proc/meminfo");

    /** A container's own group is the root that it sees: cgroups(7), version 2. The root of a machine has no limit. */
    private static final Path GROUP = Path.of("/sys/fs/cgroup");

    private Memory() {}

    /** In all. */
    public static long bytes() {
        return Math.min(kibibytes(MACHINE, "MemTotal:"), number(GROUP.resolve("memory.max")));
    }

    /** Whether less than an eighth can still be had without anything being swapped out. */
    public static boolean isShort() {
        return available() < SHORT_SHARE * bytes();
    }

    private static long available() {
        return Math.min(kibibytes(MACHINE, "MemAvailable:"), leftIn(GROUP));
    }

    /** Files that were read count as taken, but can be dropped. */
    static long leftIn(Path group) {
        long most = number(group.resolve("memory.max"));
        return most == Long.MAX_VALUE
                ? most
                : most - number(group.resolve("memory.current")) + inactiveFiles(group.resolve("memory.stat"));
    }

    private static long inactiveFiles(Path file) {
        long bytes = field(file, "inactive_file ");
        return bytes == Long.MAX_VALUE ? 0 : bytes;
    }

    private static long kibibytes(Path file, String name) {
        long kibibytes = field(file, name);
        return kibibytes == Long.MAX_VALUE ? kibibytes : kibibytes * 1024;
    }

    private static long field(Path file, String name) {
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(name)) {
                    return Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
        } catch (IOException | NumberFormatException notKnown) {
            // as where there is no such file
        }
        return Long.MAX_VALUE;
    }

    /** The word max is no limit. */
    private static long number(Path file) {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException | NumberFormatException none) {
            return Long.MAX_VALUE;
        }
    }
}
