// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What Linux knows of a running process: proc(5). */
public final class ProcessStatus {
    private ProcessStatus() {}

    /** Its memory that is in RAM, in bytes; 0 where that is not known. */
    public static long residentBytes(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
                }
            }
        } catch (IOException notLinux) {
            // not known
        }
        return 0;
    }

    /** What all of its threads have used of processors, to the tick of the kernel's accounts; 0 where that is not known. */
    public static long cpuNanos(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(Duration::toNanos)
                .orElse(0L);
    }

    /** How many sockets it has open; 0 where that is not known. */
    public static int sockets(long pid) {
        int count = 0;
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc", String.valueOf(pid), "fd"))) {
            for (Path descriptor : open) {
                if (isSocket(descriptor)) {
                    count++;
                }
            }
        } catch (IOException notLinux) {
            // not known
        }
        return count;
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    /** Does it run on a JVM? Then it is fast only when its compilers are done. */
    public static boolean isJava(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", String.valueOf(pid), "exe"))
                    .endsWith("java");
        } catch (IOException notKnown) {
            return false;
        }
    }

    /** The words that it was started with. */
    public static List<String> commandLine(long pid) throws IOException {
        String words = Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline"));
        return List.of(words.split("\0", -1));
    }
}
