// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import io.jvloop.cli.BadInput;
import io.jvloop.cli.Failed;
import io.jvloop.toolbench.result.Figure;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The load as a program. Prints one line of JSON, {@link Figure}s by their keys, and ends with 0; with {@code --mode idle} the line
 * is {@code ready}, and it ends when its input does. Ends with 1 when the server answered wrongly, closed a connection, was silent or
 * could not be reached, and with 2 when the options make no sense; each is one line on stderr.
 */
public final class Main {
    private Main() {}

    /** The options of {@link Arguments}. */
    public static void main(String[] args) {
        System.exit(run(List.of(args), System.out, System.err));
    }

    static int run(List<String> args, PrintStream out, PrintStream err) {
        try {
            Job job = Arguments.job(args);
            if (job.mode() == Mode.IDLE) {
                IdleConnections.hold(job, out);
            } else {
                out.println(json(new Generator(job).measure()));
            }
            return 0;
        } catch (BadInput wrong) {
            err.println("load: " + wrong.getMessage());
            return 2;
        } catch (Failed failure) {
            err.println("load: " + failure.getMessage());
            return 1;
        }
    }

    private static String json(Map<Figure, Double> figures) {
        StringJoiner all = new StringJoiner(",", "{", "}");
        figures.forEach((figure, value) -> all.add("\"" + figure.key() + "\":" + value));
        return all.toString();
    }
}
