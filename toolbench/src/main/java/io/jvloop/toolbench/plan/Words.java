// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.plan;

import io.jvloop.cli.BadInput;
import io.jvloop.cli.Options;
import java.util.ArrayList;
import java.util.List;

/** Values of options that are numbers or lists. */
public record Words(Options options) {
    private static final double SECONDS_MAX = 3600;

    /** Separated by commas; none empty, none twice. */
    public List<String> list(String name, List<String> absent) throws BadInput {
        String text = options.value(name);
        if (text == null) {
            return absent;
        }
        List<String> all = new ArrayList<>();
        for (String word : text.split(",", -1)) {
            if (word.isEmpty() || all.contains(word)) {
                throw new BadInput(name + " " + text + ": "
                        + (word.isEmpty()
                                ? "expected a list with commas in between"
                                : "'" + word + "' is there twice"));
            }
            all.add(word);
        }
        return all;
    }

    public List<Integer> numbers(String name, List<Integer> absent, int most) throws BadInput {
        if (!options.has(name)) {
            return absent;
        }
        List<Integer> numbers = new ArrayList<>();
        for (String word : list(name, List.of())) {
            numbers.add(whole(name, word, most));
        }
        return numbers;
    }

    public int number(String name, int absent, int most) throws BadInput {
        String text = options.value(name);
        return text == null ? absent : whole(name, text, most);
    }

    private static int whole(String name, String text, int most) throws BadInput {
        try {
            int number = Integer.parseInt(Options.whole(text));
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new BadInput(name + " " + text + ": expected a number from 1 to " + most);
    }

    public double seconds(String name, double absent) throws BadInput {
        String text = options.value(name);
        if (text == null) {
            return absent;
        }
        try {
            double seconds = Double.parseDouble(text);
            if (seconds >= 0.1 && seconds <= SECONDS_MAX) {
                return seconds;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new BadInput(name + " " + text + ": expected seconds from 0.1 to " + (int) SECONDS_MAX);
    }
}
