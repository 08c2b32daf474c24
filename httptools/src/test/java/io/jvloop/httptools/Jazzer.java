// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Jazzer in a JVM of its own: libFuzzer, which changes inputs, led by what the parser's byte code does with them.
 *
 * <p>Memory: what leads to something new is kept in {@code folder/corpus}, what fails in {@code folder/finding-*}.
 */
final class Jazzer {
    /** What libFuzzer and Jazzer end with when the target has thrown. */
    private static final int FOUND = 77;

    private final FuzzTarget target;
    private final Path folder;

    Jazzer(FuzzTarget target, Path folder) {
        this.target = target;
        this.folder = folder;
    }

    /** Looks for so long. Returns what was found, and where it is kept; empty when there was nothing. */
    String look(long seconds, long seed) throws IOException, InterruptedException {
        Path corpus = Files.createDirectories(folder.resolve("corpus"));
        Path seeds = Files.createDirectories(folder.resolve("seeds"));
        int number = 0;
        for (byte[] each : target.seeds()) {
            Files.write(seeds.resolve(String.format("%04d", number++)), each);
        }
        Path log = folder.resolve("jazzer.log");
        int status = new ProcessBuilder(command(corpus, seeds, seconds, seed))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        String said = Files.readString(log, StandardCharsets.ISO_8859_1);
        Assumptions.assumeFalse(
                said.contains("UnsatisfiedLinkError"), "not run: Jazzer (it has no library for this system)");
        if (status == FOUND) {
            return said.substring(said.indexOf("== Java")) + "\nkept in " + folder.toAbsolutePath();
        }
        if (status != 0 || said.lines().noneMatch(line -> line.startsWith("Done "))) {
            throw new AssertionError("Jazzer has ended with status " + status + ":\n" + said);
        }
        System.out.println(
                "fuzz " + target + ": " + said.lines().filter(Jazzer::isSum).toList());
        return "";
    }

    private static boolean isSum(String line) {
        return line.startsWith("Done ") || line.contains("DONE ");
    }

    private List<String> command(Path corpus, Path seeds, long seconds, long seed) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath(),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.target.getName()));
        // the parser leads, not what looks at it
        command.add("--instrumentation_includes=" + parser());
        command.add("--reproducer_path=" + folder);
        command.addAll(List.of(
                "-max_total_time=" + seconds,
                "-seed=" + ((seed & 0x7fff_ffffL) | 1), // 0 is a seed of its own choice
                "-max_len=1024",
                "-len_control=0",
                "-timeout=20",
                "-print_final_stats=1",
                "-dict=" + Path.of("src/test/fuzz/http.dict"),
                "-artifact_prefix=" + folder + File.separator + "finding-",
                corpus.toString(),
                seeds.toString()));
        return command;
    }

    private static String classPath() {
        String given = System.getProperty("java.class.path");
        String modules = System.getProperty("jdk.module.path", "");
        return String.join(File.pathSeparator, "target/classes", "target/test-classes", modules, given);
    }

    /** The names of the parser's own classes. */
    private static String parser() {
        try (Stream<Path> files = Files.walk(Path.of("target/classes/io"))) {
            List<String> names = files.map(Path::getFileName)
                    .map(Path::toString)
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> "io.jvloop.httptools." + name.substring(0, name.length() - 6))
                    .toList();
            return String.join(":", names);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
