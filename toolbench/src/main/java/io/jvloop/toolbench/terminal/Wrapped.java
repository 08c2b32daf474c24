// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.terminal;

/** Long lines in several, of which all but the first are set in. */
public final class Wrapped {
    /** What a line of a terminal of 120 columns takes. */
    private static final int LINE = 118;

    private Wrapped() {}

    public static String line(String line) {
        return line.length() > LINE ? at(LINE, line) : line;
    }

    public static String at(int width, String line) {
        StringBuilder text = new StringBuilder();
        int column = 0;
        for (String word : line.split(" ", -1)) {
            if (column > 0 && column + 1 + word.length() > width) {
                text.append("\n  ");
                column = 2;
            } else if (column > 0) {
                text.append(' ');
                column++;
            }
            text.append(word);
            column += word.length();
        }
        return text.toString();
    }
}
