// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.terminal;

import io.jvloop.toolbench.peer.Children;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How far it is and how long it will take: one line that is written over on a terminal, lines not too often elsewhere.
 */
public final class Progress {
    private static final long LINE_NANOS = 10_000_000_000L;
    private static final int WIDTH_MAX = 100;
    private static final int COLUMNS_USUAL = 80;

    private final PrintStream err;
    private final boolean isTerminal;
    private final int width;
    private final long started = System.nanoTime();
    private double expectedSeconds;
    private double doneSeconds;
    private long saidLast;
    private boolean hasLine;

    /** With nothing expected, it does not say how long it will take. */
    public Progress(PrintStream err, double expectedSeconds) {
        this(err, expectedSeconds, err == System.err && isTerminal(), columns());
    }

    /** On a terminal of so many columns, or on none. */
    public Progress(PrintStream err, double expectedSeconds, boolean isTerminal, int columns) {
        this.err = err;
        this.expectedSeconds = expectedSeconds;
        this.isTerminal = isTerminal;
        this.width = Math.min(WIDTH_MAX, columns - 1); // behind the last column a terminal may go on to the next line
    }

    /** As the script found it. */
    private static int columns() {
        String told = System.getenv().getOrDefault("COLUMNS", "");
        return told.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(told) : COLUMNS_USUAL;
    }

    private static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException notLinux) {
            return false;
        }
    }

    /** What is done now. */
    public void say(String what) {
        Children.unlessOver();
        String line = expectedSeconds == 0 ? what : what + ", " + left() + " left";
        if (isTerminal) {
            String shown = line.substring(0, Math.min(line.length(), width));
            err.print("\r" + shown + " ".repeat(width - shown.length()) + "\r" + shown);
            err.flush();
            hasLine = true;
        } else if (saidLast == 0 || System.nanoTime() - saidLast > LINE_NANOS) {
            err.println(line);
            saidLast = System.nanoTime();
        }
    }

    /** As much of what was expected is behind us, whether it took so long or not. */
    public void done(double seconds) {
        doneSeconds += seconds;
    }

    /** As much of what was expected need not be done. */
    public void skip(double seconds) {
        expectedSeconds -= seconds;
    }

    /** A line that stays. */
    public void keep(String line) {
        clear();
        err.println(line);
    }

    /** So that something else can be written. */
    public void clear() {
        if (hasLine) {
            err.print("\r" + " ".repeat(width) + "\r");
            err.flush();
            hasLine = false;
        }
    }

    /** From what it took until now, once that says something. */
    private String left() {
        double took = (System.nanoTime() - started) / 1e9;
        double pace = doneSeconds > expectedSeconds / 20 ? took / doneSeconds : 1;
        return clock(Math.max(0, expectedSeconds - doneSeconds) * pace);
    }

    public static String clock(double seconds) {
        long whole = Math.round(seconds);
        return whole >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }
}
