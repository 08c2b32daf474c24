// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import com.google.gson.Gson;
import io.jvloop.cli.Options;
import io.jvloop.toolbench.peer.Command;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** The toolbench as a process, in a session of its own as on a terminal: signals can reach it, and its environment can be another one. */
final class Program implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;
    private static final String TEMPORARY = "tmp";

    private final Path root;
    private final Process process;

    private Program(Path root, Process process) {
        this.root = root;
        this.process = process;
    }

    /** With a prefix such as {@code taskset -c 0}. */
    static Program start(Path root, List<String> prefix, Map<String, String> environment, List<String> args)
            throws IOException {
        return start(Main.class, root, prefix, environment, args);
    }

    private static Program start(
            Class<?> main, Path root, List<String> prefix, Map<String, String> environment, List<String> args)
            throws IOException {
        List<String> words = new ArrayList<>(List.of("setsid"));
        if (Command.output(List.of("env", "--default-signal=INT", "true")) != null) {
            words.addAll(List.of("env", "--default-signal=INT")); // a shell may have had it ignored
        }
        words.addAll(prefix);
        words.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + Files.createDirectories(root.resolve(TEMPORARY)),
                "-cp",
                path(),
                main.getName(),
                root.toString()));
        words.addAll(args);
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(root.resolve("said.out").toFile())
                .redirectError(root.resolve("said.err").toFile());
        builder.environment().putAll(environment);
        return new Program(root, builder.start());
    }

    /** {@code ./jvloop peers}. */
    static Outcome peers(Path root, List<String> prefix, String... args) throws IOException, InterruptedException {
        try (Program program = start(io.jvloop.toolbench.peer.Main.class, root, prefix, Map.of(), List.of(args))) {
            return program.end();
        }
    }

    static Outcome run(Path root, List<String> prefix, Map<String, String> environment, List<String> args)
            throws IOException, InterruptedException {
        try (Program program = start(root, prefix, environment, args)) {
            return program.end();
        }
    }

    private static String path() {
        return Stream.of(Main.class, Options.class, Histogram.class, Gson.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(place -> Path.of(URI.create(place.toString())).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** To it alone, or to all processes of its group, as Ctrl-C on a terminal. */
    void signal(String name, boolean isForAll) throws InterruptedException, IOException {
        String target = (isForAll ? "-" : "") + process.pid();
        new ProcessBuilder("kill", "-s", name, "--", target).inheritIO().start().waitFor();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String err() throws IOException {
        return Files.readString(root.resolve("said.err"));
    }

    /** Waits for it. */
    Outcome end() throws InterruptedException, IOException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("it did not end: " + err());
        }
        return new Outcome(process.exitValue(), Files.readString(root.resolve("said.out")), err());
    }

    /** What it has in its folder for temporary files. */
    List<String> temporaryFiles() {
        String[] names = root.resolve(TEMPORARY).toFile().list();
        return names == null ? List.of() : List.of(names);
    }

    /** Command lines of what runs in its session. */
    List<String> running() throws IOException {
        List<String> running = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            for (Path one : all.filter(file -> file.getFileName().toString().matches("[0-9]+"))
                    .toList()) {
                try {
                    String stat = Files.readString(one.resolve("stat"));
                    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                    boolean isZombie = fields[0].equals("Z");
                    if (!isZombie && fields[3].equals(String.valueOf(process.pid()))) {
                        running.add(Files.readString(one.resolve("cmdline")).replace('\0', ' '));
                    }
                } catch (IOException gone) {
                    // it ended meanwhile
                }
            }
        }
        return running;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
