// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.cli.BadInput;
import io.jvloop.cli.Failed;
import io.jvloop.cli.Nearest;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code ./jvloop bench WHAT}, where WHAT is a scenario, start, idle or parser.
 *
 * <p>Ends with 0 when all was measured, 1 when something failed, 2 when it was asked for something that it does not know;
 * each failure is one line.
 */
public final class Main {
    private Main() {}

    /** The root of the repository, what to measure, and its options. */
    public static void main(String[] args) {
        List<String> all = List.of(args);
        int status = run(Path.of(all.getFirst()), all.subList(1, all.size()), System.out, System.err);
        System.out.flush();
        System.exit(status);
    }

    static int run(Path root, List<String> args, PrintStream out, PrintStream err) {
        try {
            bench(new Toolbench(root, out, err), args);
            return 0;
        } catch (BadInput wrong) {
            err.println("jvloop: " + wrong.getMessage());
            return 2;
        } catch (Failed failure) {
            err.println("jvloop: " + failure.getMessage());
            return 1;
        }
    }

    private static void bench(Toolbench toolbench, List<String> args) throws BadInput, Failed {
        String what = args.isEmpty() ? "" : args.getFirst();
        List<String> options = args.subList(Math.min(1, args.size()), args.size());
        switch (what) {
            case "start" -> StartTime.run(toolbench, options);
            case "idle" -> IdleMemory.run(toolbench, options);
            case "parser" -> ParserSpeed.run(toolbench, options);
            default -> {
                Optional<Scenario> scenario = Scenario.named(what);
                if (scenario.isEmpty()) {
                    throw unknown(what);
                }
                Comparison.run(toolbench, scenario.get(), options);
            }
        }
    }

    private static BadInput unknown(String what) {
        List<String> names =
                new ArrayList<>(Scenario.ALL.stream().map(Scenario::name).toList());
        names.addAll(List.of("start", "idle", "parser", "jmh"));
        return new BadInput(("bench " + what).strip() + ": expected one of: " + String.join(", ", names)
                + Nearest.hint(what, names));
    }
}
