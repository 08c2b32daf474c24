// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.jmh;

import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** {@code ./jvloop bench jmh [PATTERN]}: the file for the raw results, then the pattern. */
public final class Main {
    private Main() {}

    /** Ends with 2 when the pattern matches nothing, 1 when a benchmark failed. */
    public static void main(String[] args) throws RunnerException {
        Path results = Path.of(args[0]);
        String pattern = args.length > 1 ? args[1] : ".*";
        if (args.length > 2) {
            complain("bench jmh takes one pattern");
        }
        try {
            var _ = Pattern.compile(pattern);
        } catch (PatternSyntaxException invalid) {
            complain("'" + pattern + "' is no regular expression: " + invalid.getDescription());
        }
        try {
            var _ = new Runner(new OptionsBuilder()
                            .include(pattern)
                            .shouldFailOnError(true)
                            .resultFormat(ResultFormatType.JSON)
                            .result(results.toString())
                            .build())
                    .run();
            System.out.println("raw results: " + results);
        } catch (NoBenchmarksException none) {
            complain("no benchmark matches '" + pattern
                    + "' (CallSoon, CallSoonThreadsafe, HttpParsers, TaskSwitches, Timers)");
        }
    }

    private static void complain(String what) {
        System.err.println("jvloop: " + what);
        System.exit(2);
    }
}
