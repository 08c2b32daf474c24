// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import io.jvloop.cli.BadInput;
import io.jvloop.cli.Nearest;
import io.jvloop.cli.Options;
import java.util.List;
import java.util.Locale;

/** A {@link Job} as words of a command line. */
record Arguments(Options options) {
    private static final List<String> NAMES = List.of(
            "--mode",
            "--to",
            "--connections",
            "--size",
            "--lines",
            "--pipeline",
            "--warmup",
            "--seconds",
            "--server-pid",
            "--rate",
            "--patience");
    private static final int PID_MAX = 4_194_304; // proc_sys_kernel(5)
    private static final int CONNECTIONS_MAX = 100_000;
    private static final int SIZE_MAX = 16 * 1024 * 1024;

    static Job job(List<String> words) throws BadInput {
        return new Arguments(Options.parse(words, NAMES, List.of())).job();
    }

    private Job job() throws BadInput {
        Mode mode = mode(options.value("--mode", "echo"));
        String to = options.value("--to");
        if (to == null) {
            throw new BadInput("--to is missing: HOST:PORT or unix:PATH");
        }
        only("--lines", mode, Mode.LINES);
        only("--pipeline", mode, Mode.HTTP);
        int size = whole("--size", mode == Mode.LINES ? 100 : 1024, 1, SIZE_MAX);
        int lines = mode == Mode.LINES ? whole("--lines", 5, 1, 1000) : 0;
        if ((long) size * Math.max(1, lines) > SIZE_MAX) {
            throw new BadInput("--lines " + lines + ": " + lines + " of " + size + " bytes are more than " + SIZE_MAX);
        }
        return new Job(
                mode,
                Target.parse(to),
                whole("--connections", mode == Mode.IDLE ? 10_000 : 10, 1, CONNECTIONS_MAX),
                size,
                lines,
                whole("--pipeline", 1, 1, 1000),
                number("--warmup", 1, 0, 3600),
                number("--seconds", mode == Mode.IDLE ? 60 : 4, 0.1, 3600),
                whole("--server-pid", 0, 1, PID_MAX),
                number("--rate", 0, 1, 10_000_000),
                number("--patience", 10, 0.1, 3600));
    }

    private static Mode mode(String word) throws BadInput {
        if (!Mode.words().contains(word)) {
            throw new BadInput("--mode " + word + ": expected one of: " + String.join(", ", Mode.words())
                    + Nearest.hint(word, Mode.words()));
        }
        return Mode.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private void only(String name, Mode mode, Mode its) throws BadInput {
        if (options.has(name) && mode != its) {
            throw new BadInput(name + " belongs to --mode " + its.word() + ", not " + mode.word());
        }
    }

    private int whole(String name, int absent, int least, int most) throws BadInput {
        String text = options.value(name);
        if (text == null) {
            return absent;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new BadInput(name + " " + text + ": expected a whole number from " + least + " to " + most);
    }

    private double number(String name, double absent, double least, double most) throws BadInput {
        String text = options.value(name);
        if (text == null) {
            return absent;
        }
        try {
            double number = Double.parseDouble(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new BadInput(name + " " + text + ": expected a number from " + text(least) + " to " + text(most));
    }

    /** Without a point if it is whole. */
    static String text(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }
}
