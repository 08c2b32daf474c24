// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.command;

import java.util.List;
import java.util.Locale;

/** The median of some figures, and how far they lie apart. */
record Spread(double median, double least, double most) {
    /** Of at least one. */
    static Spread of(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(median, sorted.getFirst(), sorted.getLast());
    }

    /** With so many digits after the point. */
    String text(int digits) {
        String form = "%." + digits + "f";
        return String.format(Locale.ROOT, form + " [" + form + ".." + form + "]", median, least, most);
    }
}
