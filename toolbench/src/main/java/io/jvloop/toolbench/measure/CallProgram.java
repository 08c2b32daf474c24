// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.measure;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.jvloop.cli.Failed;
import io.jvloop.toolbench.peer.Children;
import io.jvloop.toolbench.peer.Command;
import io.jvloop.toolbench.peer.Heard;
import io.jvloop.toolbench.peer.ServerProcess;
import io.jvloop.toolbench.result.Case;
import io.jvloop.toolbench.result.Figure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program that measures calls inside of itself, and says in one line of JSON what one takes. */
public final class CallProgram implements Launch {
    public static final String TITLE = "in the process itself";

    /** The most for what comes before the warm-up and after the measured time: a JVM that compiles a source, 100,000 timers. */
    private static final double SPARE_SECONDS = 20;

    private static final double SPARE_SECONDS_EXPECTED = 1;

    /** What it says. */
    private record Said(double nanosPerCall, double cpuNanosPerCall, long calls) {
        boolean isPlausible() {
            return calls > 0
                    && nanosPerCall > 0
                    && cpuNanosPerCall >= 0
                    && Double.isFinite(nanosPerCall)
                    && Double.isFinite(cpuNanosPerCall);
        }
    }

    private final boolean isPinned;
    private final double spareSeconds;

    /** On one core, as a loop is, unless it has several threads. */
    public CallProgram(boolean isPinned) {
        this(isPinned, SPARE_SECONDS);
    }

    /** For tests: with another patience. */
    public CallProgram(boolean isPinned, double spareSeconds) {
        this.isPinned = isPinned;
        this.spareSeconds = spareSeconds;
    }

    @Override
    public String title() {
        return TITLE;
    }

    @Override
    public boolean isPinned() {
        return isPinned;
    }

    @Override
    public double seconds(Pace pace) {
        return pace.warmupSeconds() + pace.seconds() + SPARE_SECONDS_EXPECTED;
    }

    /**
     * Runs it to its end.
     *
     * @throws Failed when it failed, with the last line of its stderr; when it said nothing that can be understood; when it
     *     did not end in time, after it was killed
     */
    @Override
    public Map<String, Double> run(List<String> command, Case of, Pace pace, Path errors) throws Failed {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of("--case", of.name()));
        words.addAll(List.of("--warmup", String.valueOf(pace.warmupSeconds())));
        words.addAll(List.of("--seconds", String.valueOf(pace.seconds())));
        Process process;
        try {
            process = Children.start(ServerProcess.builder(words, errors));
        } catch (IOException failure) {
            throw new Failed(String.valueOf(failure.getMessage()));
        }
        return figures(lastLine(process, pace, errors));
    }

    private String lastLine(Process process, Pace pace, Path errors) throws Failed {
        Heard heard = Heard.of(process.getInputStream());
        try {
            double patience = pace.warmupSeconds() + pace.seconds() + spareSeconds;
            if (!process.waitFor((long) (patience * 1000), TimeUnit.MILLISECONDS)) {
                throw new Failed("it did not end within " + Math.round(patience) + " s");
            }
            if (process.exitValue() != 0) {
                String said = Command.lastLine(errors);
                throw new Failed(said.isEmpty() ? "it ended with status " + process.exitValue() : said);
            }
            return heard.lastLine(); // before its end closes the stream
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Failed("stopped");
        } finally {
            Children.end(process);
        }
    }

    private static Map<String, Double> figures(String line) throws Failed {
        @Nullable Said said;
        try {
            said = new Gson().fromJson(line, Said.class);
        } catch (JsonParseException unreadable) {
            said = null;
        }
        if (said == null || !said.isPlausible()) {
            throw new Failed(line.isEmpty() ? "it said nothing" : "it said what is no result: " + line);
        }
        return Map.of(
                Figure.NANOS_PER_CALL.key(), said.nanosPerCall(),
                Figure.CPU_NANOS_PER_CALL.key(), said.cpuNanosPerCall());
    }
}
