// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import java.util.Collection;
import java.util.Locale;

/** Which name was probably meant. */
public final class Nearest {
    private static final int EDITS_MAX = 2;

    private Nearest() {}

    /** {@code ": did you mean 'x'?"}, or nothing when none is near. */
    public static String hint(String word, Collection<String> names) {
        String best = "";
        int fewest = EDITS_MAX + 1;
        for (String name : names) {
            int edits = isBeginning(word, name) ? 1 : edits(word.toLowerCase(Locale.ROOT), name);
            if (edits < fewest && edits < name.length()) {
                fewest = edits;
                best = name;
            }
        }
        return best.isEmpty() ? "" : ": did you mean '" + best + "'?";
    }

    private static boolean isBeginning(String word, String name) {
        return word.replace("-", "").length() >= 2 && name.startsWith(word);
    }

    /** How many characters have to be put in, taken out or changed (Levenshtein). */
    private static int edits(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] here = new int[to.length() + 1];
            here[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int change = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
                here[column] = Math.min(above[column - 1] + change, Math.min(above[column], here[column - 1]) + 1);
            }
            above = here;
        }
        return above[to.length()];
    }
}
