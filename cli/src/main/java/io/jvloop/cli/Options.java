// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Options as people write them: {@code --name value}, {@code --name=value}, and {@code --flag}. */
public final class Options {
    private final Map<String, String> values = new HashMap<>();

    private Options() {}

    /**
     * Reads all of them.
     *
     * @param named those with a value
     * @param flags those without
     * @throws BadInput for everything else
     */
    public static Options parse(List<String> args, List<String> named, List<String> flags) throws BadInput {
        Options options = new Options();
        for (Iterator<String> all = args.iterator(); all.hasNext(); ) {
            String word = all.next();
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String name = equals < 0 ? word : word.substring(0, equals);
            if (named.contains(name)) {
                options.values.put(name, equals < 0 ? next(all, name) : word.substring(equals + 1));
            } else if (flags.contains(name) && equals < 0) {
                options.values.put(name, "");
            } else if (flags.contains(name)) {
                throw new BadInput(name + " takes no value");
            } else {
                throw unknown(name, named, flags);
            }
        }
        return options;
    }

    private static String next(Iterator<String> all, String name) throws BadInput {
        if (!all.hasNext()) {
            throw new BadInput(name + " needs a value");
        }
        return all.next();
    }

    private static BadInput unknown(String name, List<String> named, List<String> flags) {
        List<String> all = new ArrayList<>(named);
        all.addAll(flags);
        String what = name.startsWith("-") ? "unknown option '" : "unexpected '";
        String hint = Nearest.hint(name, all);
        String valid = all.isEmpty() ? ": there are no options" : ": expected " + String.join(", ", all);
        return new BadInput(what + name + "'" + (hint.isEmpty() ? valid : hint));
    }

    /** Was it given? */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** What was given. */
    public @Nullable String value(String name) {
        return values.get(name);
    }

    /** What was given, or what stands for nothing. */
    public String value(String name, String absent) {
        return values.getOrDefault(name, absent);
    }

    long number(String name, long absent, long least, long most) throws BadInput {
        String text = values.get(name);
        if (text == null) {
            return absent;
        }
        try {
            long number = Long.parseLong(whole(text));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        boolean any = least == Long.MIN_VALUE;
        throw new BadInput(
                name + " " + text + ": expected a whole number" + (any ? "" : " from " + least + " to " + most));
    }

    int port(String name, int absent) throws BadInput {
        String text = values.get(name);
        if (text == null) {
            return absent;
        }
        try {
            int port = Integer.parseInt(whole(text));
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new BadInput(name + " " + text + ": expected a number from 0 to 65535");
    }

    /**
     * The same text, if only the digits of ASCII are in it, and a minus before them: those who parse numbers take more than that, such as
     * {@code +5}.
     */
    public static String whole(String text) {
        if (!text.matches("-?[0-9]+")) {
            throw new NumberFormatException(text);
        }
        return text;
    }
}
