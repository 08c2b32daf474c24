// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.host;

import io.jvloop.toolbench.peer.Command;
import io.jvloop.toolbench.result.Places;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where it was measured, and what. */
public record Machine(
        String cpu, int cores, String kernel, String jdk, String commit, Map<String, String> environment) {
    public static Machine detect(Path root) {
        Map<String, String> environment = new TreeMap<>(System.getenv());
        environment.keySet().removeIf(name -> !name.equals("JVLOOP_JAVA_OPTS"));
        environment.replaceAll((_, value) -> new Places(root).hidden(value));
        return new Machine(
                model(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                revision(root),
                environment);
    }

    private static String model() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        } catch (IOException notLinux) {
            // said below
        }
        return System.getProperty("os.arch");
    }

    private static String revision(Path root) {
        String commit = Command.output(List.of("git", "-C", root.toString(), "rev-parse", "--short=12", "HEAD"));
        String changes = Command.output(List.of("git", "-C", root.toString(), "status", "--porcelain", "-uno"));
        return commit == null ? "unknown" : commit + (changes == null || changes.isEmpty() ? "" : " with changes");
    }

    /** As in a result file. */
    public io.jvloop.toolbench.result.Machine entry(Cores pinned) {
        return new io.jvloop.toolbench.result.Machine(
                cpu, cores, Memory.bytes(), kernel, jdk, commit, pinned.server(), pinned.client(), environment);
    }

    @Override
    public String toString() {
        return cpu + ", " + cores + (cores == 1 ? " core; " : " cores; ") + kernel + "; " + jdk + "; commit " + commit;
    }
}
