// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import io.jvloop.cli.Options;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** The command that starts {@link Main} as a JVM of its own, on nothing but what it needs. */
public final class LoadProgram {
    private LoadProgram() {}

    /** With these options, see {@code toolbench/README.md}. */
    public static List<String> command(List<String> options) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED"));
        if (hasAvx512()) {
            words.add("-XX:UseAVX=2");
        }
        words.addAll(List.of("-cp", path(), Main.class.getName()));
        words.addAll(options);
        return words;
    }

    private static String path() {
        return Stream.of(Main.class, Options.class, Histogram.class)
                .map(LoadProgram::home)
                .collect(Collectors.joining(java.io.File.pathSeparator));
    }

    /** The jar or folder that a class is from. */
    private static String home(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return Path.of(URI.create(source.getLocation().toString())).toString();
    }

    /** Compares of short pieces with the widest registers cost more than they gain: ./jvloop sets the same for servers. */
    private static boolean hasAvx512() {
        try {
            return Files.readString(Path.of("/proc/cpuinfo")).contains("avx512");
        } catch (IOException notLinux) {
            return false;
        }
    }
}
