// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** The real command, as people start it. It must have been built: a test does not build what it is a part of. */
final class Command {
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final long PATIENCE_SECONDS = 60;

    private final Path script;
    private final Map<String, String> environment = new HashMap<>();

    private Command(Path script) {
        this.script = script;
        environment.put("JVLOOP_BUILD", "never");
        environment.put("JVLOOP_JAVA_HOME", System.getProperty("java.home"));
    }

    /** The repository's. */
    static Command jvloop() {
        return new Command(ROOT.resolve("jvloop"));
    }

    /** One that is elsewhere. */
    static Command at(Path script) {
        return new Command(script);
    }

    Command with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Command without(String variable) {
        environment.remove(variable);
        return this;
    }

    /** What it did. */
    record Outcome(int status, String out, String err) {}

    /** A process, and what it writes to stderr. */
    record Running(Process process, BufferedReader out, CompletableFuture<String> err) implements AutoCloseable {
        String line() throws IOException {
            String line = out.readLine();
            if (line == null) {
                throw new AssertionError("it ended: " + err.join());
            }
            return line;
        }

        /** Waits for the end. */
        int status() throws InterruptedException {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("it does not end");
            }
            return process.exitValue();
        }

        /** Sends a signal, waits for the end. */
        int end(String signal) throws Exception {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("SIG" + signal + " did not end it");
            }
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    Running start(String... args) throws IOException {
        List<String> words = new ArrayList<>(List.of(script.toString()));
        words.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().keySet().removeIf(name -> name.startsWith("JVLOOP_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        CompletableFuture<String> err = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                err.complete(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException closed) {
                err.completeExceptionally(closed);
            }
        });
        return new Running(
                process,
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)),
                err);
    }

    /** Runs it to its end. */
    Outcome run(String... args) throws Exception {
        try (Running running = start(args)) {
            String out = running.out().lines().reduce("", (all, line) -> all + line + "\n");
            return new Outcome(running.status(), out, running.err().get(5, TimeUnit.SECONDS));
        }
    }

    /** A program on the path, if it is there. */
    static @Nullable Path find(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(entry -> Path.of(entry, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** Ends the test as one that could not be run where there is nothing to start. */
    static void assumeBuilt() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(ROOT.resolve("jvloop"))
                        && jvloop().run("build").status() == 0,
                "not run: the command (it is not built, or not since something changed: ./jvloop build)");
    }
}
