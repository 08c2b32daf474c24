// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.cli.BadInput;
import io.jvloop.cli.Failed;
import io.jvloop.cli.Stdout;
import io.jvloop.toolbench.command.IdleMemory;
import io.jvloop.toolbench.command.LoadCost;
import io.jvloop.toolbench.command.ParserSpeed;
import io.jvloop.toolbench.command.StartTime;
import io.jvloop.toolbench.host.Toolbench;
import io.jvloop.toolbench.peer.Children;
import io.jvloop.toolbench.report.Compare;
import io.jvloop.toolbench.report.Documents;
import io.jvloop.toolbench.report.ReportCommand;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code ./jvloop bench [GROUP ...]}, parser, load, report or docs; and {@code ./jvloop compare}. {@code start} and {@code idle} look closer at jvloop before they measure every peer.
 *
 * <p>Ends with 0 when all was measured, 1 when something failed, 2 when it was asked for something that it does not know;
 * each failure is one line.
 */
public final class Main {
    private Main() {}

    /** The root of the repository, what to measure, and its options. */
    public static void main(String[] args) {
        Runtime.getRuntime().addShutdownHook(new Thread(Children::endForGood));
        List<String> all = List.of(args);
        Stdout stdout = Stdout.take();
        int status = run(Path.of(all.getFirst()), all.subList(1, all.size()), stdout.stream(), System.err);
        System.exit(stdout.end(status));
    }

    static int run(Path root, List<String> args, PrintStream out, PrintStream err) {
        try {
            return bench(new Toolbench(root, out, err), args);
        } catch (BadInput wrong) {
            err.println("jvloop: " + wrong.getMessage());
            return 2;
        } catch (Failed failure) {
            Children.awaitOurSignal();
            err.println("jvloop: " + failure.getMessage());
            return 1;
        } catch (UncheckedIOException system) { // it cannot start a program
            Children.awaitOurSignal();
            err.println("jvloop: " + system.getMessage());
            return 1;
        }
    }

    private static int bench(Toolbench toolbench, List<String> args) throws BadInput, Failed {
        String what = args.isEmpty() ? "" : args.getFirst();
        List<String> options = args.subList(Math.min(1, args.size()), args.size());
        if (what.equals("parser")) {
            ParserSpeed.run(toolbench, options);
            return 0;
        }
        if (what.equals("load")) {
            LoadCost.run(toolbench, options);
            return 0;
        }
        if (what.equals("report")) {
            ReportCommand.run(toolbench.root(), options, toolbench.out());
            return 0;
        }
        if (what.equals("docs")) {
            Documents.run(toolbench.root(), options, toolbench.out());
            return 0;
        }
        if (what.equals("compare")) {
            Compare.run(options, toolbench.out());
            return 0;
        }
        if (what.equals("idle") && (options.isEmpty() || has(options, "--connections", "--backends"))) {
            int alone = IdleMemory.run(toolbench, options) ? 0 : 1;
            return options.isEmpty() ? Math.max(alone, everyPeer(toolbench, args)) : alone;
        }
        if (what.equals("start") && (options.isEmpty() || hasNoneBut(options, "--rounds"))) {
            return Math.max(startAlone(toolbench, options), everyPeer(toolbench, args));
        }
        return Bench.run(toolbench, args);
    }

    /** What fails of jvloop alone is a line, and leaves the peers. */
    private static int startAlone(Toolbench toolbench, List<String> options) throws BadInput {
        try {
            StartTime.run(toolbench, options);
            return 0;
        } catch (Failed failure) {
            Children.awaitOurSignal();
            toolbench.err().println("jvloop: start of jvloop alone: " + failure.getMessage());
            return 1;
        }
    }

    /** After what was of jvloop alone. */
    private static int everyPeer(Toolbench toolbench, List<String> args) throws BadInput, Failed {
        toolbench.out().println("\nEvery peer, each as a whole process:");
        return Bench.run(toolbench, args);
    }

    private static boolean has(List<String> options, String... names) {
        return names(options).anyMatch(List.of(names)::contains);
    }

    private static boolean hasNoneBut(List<String> options, String name) {
        return options.getFirst().startsWith("-") && names(options).allMatch(name::equals);
    }

    private static Stream<String> names(List<String> options) {
        return options.stream().filter(word -> word.startsWith("-")).map(option -> option.replaceFirst("=.*", ""));
    }
}
