// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.plan;

import io.jvloop.toolbench.measure.Load;
import io.jvloop.toolbench.result.Case;
import io.jvloop.toolbench.result.Figure;
import java.util.ArrayList;
import java.util.List;

/**
 * A group with a case for each size of message and each number of connections.
 *
 * @param title for people
 * @param served the key under which peers say how they serve it
 * @param transport {@code tcp} or {@code unix}
 * @param sizes of a message, or of each line of it, in bytes, unless told otherwise
 * @param connections at a time, unless told otherwise
 */
record Grid(
        String name,
        String title,
        boolean isUsual,
        String served,
        String transport,
        List<Integer> sizes,
        List<Integer> connections,
        Load load)
        implements Group {
    @Override
    public List<Scenario> scenarios() {
        return scenarios(sizes, connections);
    }

    @Override
    public List<Scenario> scenarios(List<Integer> otherSizes, List<Integer> otherConnections) {
        List<Scenario> all = new ArrayList<>();
        for (int count : otherConnections.isEmpty() ? connections : otherConnections) {
            for (int size : otherSizes.isEmpty() ? sizes : otherSizes) {
                all.add(new Scenario(of(size, count), served, load));
            }
        }
        return all;
    }

    private Case of(int size, int count) {
        boolean isWhole = size % 1024 == 0;
        Case asked = new Case(
                name + (size == 1 ? "" : "-" + (isWhole ? size / 1024 + "k" : String.valueOf(size))) + "-" + count,
                name,
                title + ", " + (isWhole ? size / 1024 + " KiB" : size + (size == 1 ? " byte" : " bytes")) + ", " + count
                        + (count == 1 ? " connection" : " connections"),
                transport,
                size,
                count,
                load.title(),
                Figure.CPU.key());
        return asked.askedBy(load.version());
    }
}
