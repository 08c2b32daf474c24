// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.result.TextFile;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

    /** The status of a process that a signal ended is above this. */
    private static final int SIGNALLED = 128;

    /** No such file, no program, none that may be executed, a name that is no folder's. */
    private static final Pattern ABSENT = Pattern.compile("error[=:] ?(2|8|13|20)\\b");

    /** Where there is place for so much, that was not why a build failed. */
    private static final int FULL_BYTES = 8192;

    /** What other messages follow from. */
    private static final Pattern HELPLESS = Pattern.compile(
            "No space left on device|Disk quota exceeded|Read-only file"
                    + " system|Cannot allocate memory|Too many open files",
            Pattern.CASE_INSENSITIVE);

    /** What Maven goes on to say once it has said what is wrong, and compilers once the linker has. */
    private static final Pattern ADVICE = Pattern.compile(
            "collect2: error: ld returned .*|compilation terminated\\.|\\[ERROR\\] *(\\[Help \\d+\\].*|To see the full stack trace.*"
                    + "|Re-run Maven.*|For more information about.*|After correcting the problems.*|mvn <args>.*)?");

    private Command() {}

    /** What it writes to stdout and stderr, without spaces around; null if it is not there, fails, or does not end in time. */
    public static @Nullable String output(List<String> command) {
        return output(command, CHECK_SECONDS);
    }

    /** Whether it is there, and ends well; not where none can be started: who wants to start one is told. */
    public static boolean isThere(List<String> command) {
        try {
            return output(command) != null;
        } catch (UncheckedIOException noneCanBeStarted) {
            return false;
        }
    }

    static @Nullable String output(List<String> command, long seconds) {
        Process process;
        try {
            process = Children.start(
                    new ProcessBuilder(command).redirectErrorStream(true).redirectInput(new File("/dev/null")));
        } catch (IOException cannotBeStarted) {
            if (isAbsent(cannotBeStarted)) {
                return null;
            }
            throw new UncheckedIOException(String.valueOf(cannotBeStarted.getMessage()), cannotBeStarted);
        }
        Heard heard = Heard.of(process.getInputStream());
        int status = end(process, seconds);
        if (status > SIGNALLED) {
            Children.awaitOurSignal();
        }
        return status == 0 ? heard.text().strip() : null;
    }

    /** All else that keeps a program from starting, such as too many processes, says nothing of whether it is there. */
    static boolean isAbsent(IOException cannotBeStarted) {
        return ABSENT.matcher(String.valueOf(cannotBeStarted.getMessage())).find();
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
            int status = end(process, BUILD_SECONDS);
            if (status != 0) {
                Children.awaitOurSignal();
                throw new Failed(String.join(" ", command) + " failed: " + reason(log, status) + " (" + log + ")");
            }
        } catch (IOException failure) {
            throw new Failed(TextFile.said(failure));
        }
    }

    /**
     * The last line of what a load writes to stdout, in a clean {@link Environment}; a failure says the last line of stderr. One that does
     * not end in time is ended.
     */
    public static String answer(List<String> command, long seconds) throws Failed {
        return answer("the load", command, seconds);
    }

    /**
     * As {@link #answer(List, long)}.
     *
     * @param who is named where it has not said itself what is wrong
     */
    public static String answer(String who, List<String> command, long seconds) throws Failed {
        Process process;
        try {
            process = Children.start(
                    Environment.clean(new ProcessBuilder(command)).redirectInput(new File("/dev/null")));
        } catch (IOException failure) {
            throw new Failed(String.valueOf(failure.getMessage()));
        }
        Heard said = Heard.of(process.getInputStream());
        Heard errors = Heard.of(process.getErrorStream());
        int status = end(process, seconds);
        if (status != 0) {
            String why = errors.lastLine();
            throw new Failed(
                    !why.isEmpty()
                            ? why + hint(why)
                            : status == LATE ? "no answer after " + seconds + " s" : who + " " + ending(status));
        }
        return said.lastLine();
    }

    /** How a process ended that did not do it well. */
    static String ending(int status) {
        return status > SIGNALLED ? "was ended by signal " + (status - SIGNALLED) : "ended with status " + status;
    }

    private static String hint(String why) {
        return why.contains("Too many open files") ? " (ulimit -n says how many there may be)" : "";
    }

    public static String lastLine(Path file) {
        return lastLine(text(file), line -> !line.isBlank());
    }

    /** The line of a build's log that says what is wrong: what no program can help comes first, else it is the last one. */
    private static String reason(Path log, int status) {
        String said = text(log);
        String why = lastLine(said, line -> HELPLESS.matcher(line).find());
        if (why.isEmpty()) {
            why = lastLine(said, line -> !line.isBlank() && !isAdvice(line));
        }
        if (!why.isEmpty()) {
            return why;
        }
        String unwritable = said.isBlank() ? whyNothing(log) : "";
        return !unwritable.isEmpty() ? unwritable : status == LATE ? "it did not end in time" : "it " + ending(status);
    }

    /** Why nothing can be written to a log that is empty; nothing if it can. */
    private static String whyNothing(Path log) {
        try {
            Files.write(log, new byte[FULL_BYTES], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            Files.write(log, new byte[0]);
            return "";
        } catch (IOException failure) {
            return "its log cannot be written: " + TextFile.reason(failure);
        }
    }

    private static boolean isAdvice(String line) {
        return ADVICE.matcher(line.strip()).matches();
    }

    private static String lastLine(String text, Predicate<String> isOne) {
        return text.lines().filter(isOne).reduce("", (before, line) -> line);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return "";
        }
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
