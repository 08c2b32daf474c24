// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import io.jvloop.cli.Failed;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Programs that are run to their end. */
public final class Command {
    private static final long CHECK_SECONDS = 20;
    private static final int LATE = -1;
    private static final long BUILD_SECONDS = 900;

    /** The number of a process follows, and a dash. */
    public static final String TEMPORARY = "jvloop-bench-";

    /** What Maven goes on to say once it has said what is wrong. */
    private static final Pattern ADVICE =
            Pattern.compile("\\[ERROR\\] *(\\[Help \\d+\\].*|To see the full stack trace.*"
                    + "|Re-run Maven.*|For more information about.*|After correcting the problems.*|mvn <args>.*)?");

    private Command() {}

    /** What it writes to stdout and stderr, without spaces around; null if it cannot be started, fails, or does not end in time. */
    public static @Nullable String output(List<String> command) {
        return output(command, CHECK_SECONDS);
    }

    /** A file takes what it says: a pipe would be waited for until all have closed it that it has started. */
    static @Nullable String output(List<String> command, long seconds) {
        try {
            Path said = temporaryFile();
            try {
                Process process = Children.start(new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(said.toFile()));
                return end(process, seconds) == 0
                        ? new String(Files.readAllBytes(said), StandardCharsets.UTF_8).strip()
                        : null;
            } finally {
                Files.deleteIfExists(said);
            }
        } catch (IOException cannotBeStarted) {
            return null;
        }
    }

    /** Runs it in a folder; what it says goes to a file. */
    public static void run(List<String> command, Path folder, Path log) throws Failed {
        try {
            Files.createDirectories(folder);
            Files.createDirectories(log.toAbsolutePath().getParent());
            Process process = Children.start(new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .redirectInput(new File("/dev/null")));
            if (end(process, BUILD_SECONDS) != 0) {
                Children.awaitOurSignal();
                throw new Failed(String.join(" ", command) + " failed: " + reason(log) + " (" + log + ")");
            }
        } catch (IOException cannotBeStarted) {
            throw new Failed(String.valueOf(cannotBeStarted.getMessage()));
        }
    }

    /**
     * The last line of what a load writes to stdout, in a clean {@link Environment}; a failure says the last line of stderr. One that does
     * not end in time is ended.
     */
    public static String answer(List<String> command, long seconds) throws Failed {
        try {
            Path said = temporaryFile();
            Path errors = temporaryFile();
            try {
                Process process = Children.start(Environment.clean(new ProcessBuilder(command))
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(said.toFile())
                        .redirectError(errors.toFile()));
                int status = end(process, seconds);
                if (status != 0) {
                    String why = lastLine(errors);
                    throw new Failed(
                            !why.isEmpty()
                                    ? why
                                    : status == LATE ? "no answer after " + seconds + " s" : "status " + status);
                }
                return lastLine(said);
            } finally {
                Files.deleteIfExists(said);
                Files.deleteIfExists(errors);
            }
        } catch (IOException failure) {
            throw new Failed(String.valueOf(failure.getMessage()));
        }
    }

    public static String lastLine(Path file) {
        return lastLine(file, line -> !line.isBlank());
    }

    /** The last line of a build's log that says what is wrong. */
    private static String reason(Path log) {
        return lastLine(log, line -> !line.isBlank() && !isAdvice(line));
    }

    private static boolean isAdvice(String line) {
        return ADVICE.matcher(line.strip()).matches();
    }

    private static String lastLine(Path file, Predicate<String> isOne) {
        try {
            return Files.readString(file).lines().filter(isOne).reduce("", (before, line) -> line);
        } catch (IOException unreadable) {
            return "";
        }
    }

    /**
     * For what a program says: to be deleted, which is done at the latest when this one ends, also by a signal, and if it is killed by
     * the next bench.
     */
    public static Path temporaryFile() throws IOException {
        Path file = Files.createTempFile(temporaryPrefix(), ".said");
        file.toFile().deleteOnExit();
        return file;
    }

    /** How the names of temporary files and folders begin: with the number of this process, whose they are. */
    public static String temporaryPrefix() {
        return TEMPORARY + ProcessHandle.current().pid() + "-";
    }

    /** Its status; one that does not end in time is killed, with what it has started. */
    private static int end(Process process, long seconds) {
        try {
            if (process.waitFor(seconds, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return LATE;
    }
}
