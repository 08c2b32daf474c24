// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.cli.Failed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux knows of a running process: proc(5). */
final class ProcessStatus {
    /** USER_HZ is 100 on every architecture that we know. */
    private static final long TICK_NANOS = 10_000_000;

    private ProcessStatus() {}

    /** Its memory that is in RAM, in bytes; 0 where that is not known. */
    static long residentBytes(long pid) {
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

    /** How many descriptors it has open; 0 where that is not known. */
    static int descriptors(long pid) {
        String[] open = Path.of("/proc", String.valueOf(pid), "fd").toFile().list();
        return open == null ? 0 : open.length;
    }

    /** Does it run on a JVM? Then it is fast only when its compilers are done. */
    static boolean isJava(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", String.valueOf(pid), "exe"))
                    .endsWith("java");
        } catch (IOException notKnown) {
            return false;
        }
    }

    /** The words that it was started with. */
    static List<String> commandLine(long pid) throws IOException {
        String words = Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline"));
        return List.of(words.split("\0", -1));
    }

    /**
     * What all threads of a process have used of the processor.
     *
     * @param nanos in user space and in the kernel, to the hundredth of a second in which Linux counts
     * @param systemNanos in the kernel
     */
    record CpuTime(long nanos, long systemNanos) {}

    /** Since it was started; also of threads that are gone. */
    static CpuTime cpuTime(long pid) throws Failed {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long system = Long.parseLong(words[12]) * TICK_NANOS;
            return new CpuTime(Long.parseLong(words[11]) * TICK_NANOS + system, system);
        } catch (IOException gone) {
            throw new Failed("its CPU time cannot be read: " + gone.getMessage());
        }
    }
}
