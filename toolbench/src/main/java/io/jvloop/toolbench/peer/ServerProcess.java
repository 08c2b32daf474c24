// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import io.jvloop.cli.Failed;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that was started for us, and ends with {@link #close}. */
public final class ServerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("listening on (\\S+)(?: \\((.*)\\))?");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long END_SECONDS = 15;
    private static final long END_MILLIS = 500;

    /** The status of a process that a signal ended is above this. */
    private static final int SIGNALLED = 128;

    private final Process process;
    private final Address address;
    private final String note;

    private ServerProcess(Process process, Address address, String note) {
        this.process = process;
        this.address = address;
        this.note = note;
    }

    /**
     * Starts it, waits until it says that it listens.
     *
     * @param command becomes the server
     * @param environment on top of ours
     * @param errors where its stderr goes
     */
    public static ServerProcess start(List<String> command, Listen where, Map<String, String> environment, Path errors)
            throws Failed {
        return start(command, where, environment, errors, PATIENCE);
    }

    static ServerProcess start(
            List<String> command, Listen where, Map<String, String> environment, Path errors, Duration patience)
            throws Failed {
        List<String> words = new ArrayList<>(command);
        words.addAll(where.options());
        ProcessBuilder builder = builder(words, errors);
        builder.environment().putAll(environment);
        Process process;
        try {
            process = Children.start(builder);
        } catch (IOException cannotBeStarted) {
            throw new Failed(String.valueOf(cannotBeStarted.getMessage()));
        }
        try {
            Optional<String> line = firstLine(process, patience);
            Matcher ready = READY.matcher(line.orElse(""));
            if (!ready.matches()) {
                String said = Command.lastLine(errors);
                throw new Failed("it does not start: "
                        + (line.isEmpty() ? late(patience, said) : said.isEmpty() ? silence(process) : said));
            }
            return new ServerProcess(
                    process, Address.parse(ready.group(1)), ready.group(2) == null ? "" : ready.group(2));
        } catch (Failed notReady) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            Children.end(process);
            throw notReady;
        }
    }

    /** For a peer's program, server or not: without input, and without what in our environment would change what is measured. */
    public static ProcessBuilder builder(List<String> command, Path errors) {
        ProcessBuilder builder = Environment.clean(new ProcessBuilder(command));
        builder.redirectInput(new File("/dev/null")).redirectError(errors.toFile());
        builder.environment().put("JVLOOP_BUILD", "never"); // not while something is measured
        return builder;
    }

    /**
     * Of its stdout: empty if that ends before, nothing if it says none for so long. Another one that has its stdout may keep the thread
     * that reads: nobody waits for that.
     */
    public static Optional<String> firstLine(Process process, Duration patience) throws Failed {
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try { // closed with the process
                String read = new BufferedReader(
                                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                        .readLine();
                line.complete(read == null ? "" : read);
            } catch (IOException failure) {
                line.completeExceptionally(failure);
            }
        });
        try {
            return Optional.of(line.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException late) {
            return Optional.empty();
        } catch (ExecutionException failure) {
            throw new Failed(String.valueOf(failure.getCause()));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Failed("stopped");
        }
    }

    private static String late(Duration patience, String said) {
        return "it did not say within " + patience.toSeconds() + " s where it listens"
                + (said.isEmpty() ? "" : ": " + said);
    }

    /** What has closed its stdout may be about to end. */
    private static String silence(Process process) {
        process.onExit()
                .completeOnTimeout(process, END_MILLIS, TimeUnit.MILLISECONDS)
                .join();
        return process.isAlive() ? "it does not say where it listens" : "it ended before it listened";
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** How it ended: {@code status 3}, or {@code signal 9}. */
    public String ending() {
        int status = process.exitValue();
        return status > SIGNALLED ? "signal " + (status - SIGNALLED) : "status " + status;
    }

    /** At once, whatever it does. */
    public void kill() {
        Children.end(process);
    }

    public Address address() {
        return address;
    }

    /** What it said of itself. */
    public String note() {
        return note;
    }

    public long pid() {
        return process.pid();
    }

    /** Ends it. */
    @Override
    public void close() throws Failed {
        process.destroy();
        try {
            if (process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        kill();
        throw new Failed("it does not end at SIGTERM");
    }
}
