// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux allows this process, from /proc. */
final class Limits {
    private Limits() {}

    /** One of /proc/self/limits: soft and hard. */
    static String of(String name) {
        for (String line : lines("/proc/self/limits")) {
            if (line.startsWith(name)) {
                String[] words = line.substring(name.length()).strip().split("\\s+", -1);
                String unit = words.length > 2 ? " " + words[2] : "";
                return words.length < 2 || words[0].equals(words[1])
                        ? words[0] + unit
                        : words[0] + unit + ", up to " + words[1];
            }
        }
        return "unknown";
    }

    /** Whether system calls of this process are filtered, as in most containers. */
    static String seccomp() {
        for (String line : lines("/proc/self/status")) {
            if (line.startsWith("Seccomp:")) {
                return line.endsWith("0") ? "no filter" : "system calls are filtered";
            }
        }
        return "unknown";
    }

    /** The sysctl. */
    static String ioUringDisabled() {
        List<String> lines = lines("/proc/sys/kernel/io_uring_disabled");
        return switch (lines.isEmpty() ? "" : lines.getFirst()) {
            case "0" -> "0: io_uring is allowed";
            case "1" -> "1: only for the group kernel.io_uring_group, and for privileged processes";
            case "2" -> "2: turned off for all";
            default -> "no such sysctl (before Linux 6.6)";
        };
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException missing) {
            return List.of();
        }
    }
}
