// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import io.jvloop.EventLoop;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * Starts programs of these tests in a JVM of their own: one that nothing else has warmed up, or with limits of its own.
 *
 * <p>Their classes come from jars, as users have them: out of a folder, every class that is loaded late costs a descriptor.
 */
final class ChildJvm {
    private ChildJvm() {}

    /** Starts this program; {@code shellPrefix} goes before it, for instance a ulimit and {@code &&}. */
    static Process start(Path scratch, String shellPrefix, Class<?> program, String... arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of("sh", "-c", shellPrefix + "exec \"$@\"", "sh"));
        command.addAll(List.of(java, "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp"));
        command.add(jar(scratch, EventLoop.class) + ":" + jar(scratch, program));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Path jar(Path scratch, Class<?> type) throws IOException {
        Path classes = where(type);
        if (Files.isRegularFile(classes)) {
            return classes;
        }
        Path jar = scratch.resolve(type.getSimpleName() + ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> all = Files.walk(classes)) {
            for (Path each : all.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(each).toString()));
                Files.copy(each, out);
            }
        }
        return jar;
    }

    private static Path where(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
