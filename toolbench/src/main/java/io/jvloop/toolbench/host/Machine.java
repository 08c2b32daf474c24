// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.host;

import io.jvloop.toolbench.peer.Command;
import io.jvloop.toolbench.result.Places;
import io.jvloop.toolbench.result.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where it was measured, and what.
 *
 * @param commit «0123456789ab», or «0123456789ab with changes cdef01234567»; «unknown» without git
 */
public record Machine(
        String cpu, int cores, String kernel, String jdk, String commit, Map<String, String> environment) {
    private static final int HASH_BYTES = 6;

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

    /** A hash of what is changed tells one edit from the next. Results are no change: a run that goes on has written some. */
    private static String revision(Path root) {
        String commit = git(root, "rev-parse", "--short=12", "HEAD");
        if (commit == null) {
            return "unknown";
        }
        String changes = git(
                root,
                "diff",
                "--no-ext-diff",
                "--no-textconv",
                "--no-color",
                "--binary",
                "HEAD",
                "--",
                ".",
                ":(exclude)toolbench/results");
        String added =
                git(root, "ls-files", "--others", "--exclude-standard", "--", "*/src/main/*", "toolbench/peers/*");
        if (changes == null || added == null) {
            return commit + " with changes";
        }
        return changes.isEmpty() && added.isEmpty() ? commit : commit + " with changes " + hash(root, changes, added);
    }

    private static @Nullable String git(Path root, String... words) {
        List<String> command = new ArrayList<>(List.of("git", "-C", root.toString()));
        command.addAll(List.of(words));
        return Command.output(command);
    }

    /**
     * In short.
     *
     * @param added files that git does not know, a line each
     */
    private static String hash(Path root, String changes, String added) {
        try {
            MessageDigest digest = Sha256.begin();
            digest.update((changes + "\n" + added).getBytes(StandardCharsets.UTF_8));
            for (String name : added.lines().toList()) {
                Path file = root.resolve(name);
                if (Files.isReadable(file)) { // a name that git quotes is not
                    digest.update(Files.readAllBytes(file));
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
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
