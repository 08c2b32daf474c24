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
public final class ChildJvm {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private ChildJvm() {}

    /** Starts this program; {@code shellPrefix} goes before it, for instance a ulimit and {@code &&}. */
    static Process start(Path scratch, String shellPrefix, Class<?> program, String... arguments) throws IOException {
        return start(scratch, shellPrefix, List.of(), program, arguments);
    }

    /** The same, with options for the JVM. */
    public static Process start(
            Path scratch, String shellPrefix, List<String> options, Class<?> program, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", shellPrefix + "exec \"$@\"", "sh"));
        command.addAll(List.of(JAVA, "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        command.add("-cp");
        command.add(jar(scratch, EventLoop.class) + ":" + jar(scratch, program));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        return start(command);
    }

    /** The same for a source file. */
    public static Process startSource(Path scratch, List<String> options, Path source) throws IOException {
        List<String> command = new ArrayList<>(List.of(JAVA, "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        command.addAll(List.of("-cp", jar(scratch, EventLoop.class).toString(), source.toString()));
        return start(command);
    }

    private static Process start(List<String> command) throws IOException {
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
