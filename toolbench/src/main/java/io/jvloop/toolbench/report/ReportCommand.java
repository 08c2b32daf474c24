// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import io.jvloop.cli.BadInput;
import io.jvloop.cli.Failed;
import io.jvloop.cli.Options;
import io.jvloop.toolbench.result.NamedFile;
import io.jvloop.toolbench.result.ResultFile;
import io.jvloop.toolbench.result.Results;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** {@code ./jvloop bench report FILE.json [--out FILE.html]}. */
public final class ReportCommand {
    private static final String RESULTS = ".json";

    private ReportCommand() {}

    /** Writes the page beside the results, unless it is told where. */
    public static void run(Path root, List<String> args, PrintStream out) throws BadInput, Failed {
        Path file = file(args, "bench report");
        Options options = Options.parse(args.subList(1, args.size()), List.of("--out"), List.of());
        Results results = read(file);
        String name = options.value("--out", beside(file));
        Path page = NamedFile.toWrite("--out", name);
        if (NamedFile.areSame(page, file)) {
            throw new BadInput("--out " + name + ": the results are there, of which it is made");
        }
        try {
            Report.write(root, page, results);
        } catch (IOException failure) {
            throw new Failed(String.valueOf(failure.getMessage()));
        }
        out.println("report: " + name);
    }

    private static String beside(Path file) {
        String name = file.toString();
        return (name.endsWith(RESULTS) ? name.substring(0, name.length() - RESULTS.length()) : name) + ".html";
    }

    /** The first argument. */
    static Path file(List<String> args, String command) throws BadInput {
        if (args.isEmpty() || args.getFirst().startsWith("-") || args.getFirst().isEmpty()) {
            throw new BadInput(command + ": expected a result file first, as ./jvloop bench writes it");
        }
        return NamedFile.toRead(args.getFirst());
    }

    static Results read(Path file) throws BadInput {
        try {
            return ResultFile.read(file);
        } catch (IOException unreadable) {
            throw new BadInput(String.valueOf(unreadable.getMessage()));
        }
    }
}
