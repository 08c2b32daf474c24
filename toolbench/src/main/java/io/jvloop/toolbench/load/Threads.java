// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The threads of a process that are there at one moment, proc(5).
 *
 * @param switches by thread
 * @param compilerNanos of CPU time that each JIT compiler of a JVM had, by thread, told by their names; none of anything else
 */
record Threads(Map<Long, ServerUsage.Switches> switches, Map<Long, Long> compilerNanos) {
    /** The kernel keeps fifteen bytes of a name. */
    private static final String COMPILER = "C[12] CompilerThre";

    /** Of a process whose folder this is. */
    static Threads of(Path process) throws IOException {
        Map<Long, ServerUsage.Switches> switches = new HashMap<>();
        Map<Long, Long> compilerNanos = new HashMap<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(process.resolve("task"))) {
            for (Path thread : threads) {
                try {
                    String status = Files.readString(thread.resolve("status"));
                    Long id = Long.valueOf(thread.getFileName().toString());
                    switches.put(
                            id,
                            new ServerUsage.Switches(
                                    field(status, "\nvoluntary_ctxt_switches:"),
                                    field(status, "nonvoluntary_ctxt_switches:")));
                    if (Files.readString(thread.resolve("comm")).strip().matches(COMPILER)) {
                        String schedstat = Files.readString(thread.resolve("schedstat"));
                        compilerNanos.put(id, Long.valueOf(schedstat.substring(0, schedstat.indexOf(' '))));
                    }
                } catch (IOException threadEnded) {
                    // what it did is left out
                }
            }
        }
        return new Threads(switches, compilerNanos);
    }

    /** The number behind a name; 0 if it is not there. */
    static long field(String status, String name) {
        int at = status.indexOf(name);
        if (at < 0) {
            return 0;
        }
        int end = status.indexOf('\n', at + name.length());
        String digits = status.substring(at + name.length(), end).replaceAll("[^0-9]", "");
        return Long.parseLong(digits);
    }
}
