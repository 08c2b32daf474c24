// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.terminal;

import io.jvloop.toolbench.peer.Peer;
import io.jvloop.toolbench.result.Case;
import io.jvloop.toolbench.result.Figure;
import io.jvloop.toolbench.result.Interval;
import io.jvloop.toolbench.result.Sample;
import io.jvloop.toolbench.result.Series;
import java.util.List;
import java.util.Optional;

/** Peers divided by those that their descriptions name, for people who look at a few of them. */
public final class BesideTable {
    private BesideTable() {}

    /** Empty if none of them shares a round with one that it is to be seen beside. */
    public static String of(Case of, List<Peer> peers, List<Sample> all) {
        Series series = new Series(of, all);
        Columns columns = new Columns();
        columns.add(List.of("peer", "CPU ratio", "requests ratio", "beside"));
        boolean isEmpty = true;
        for (Peer peer : peers) {
            for (String beside : peer.beside()) {
                Optional<Interval> cpu = series.ratio(peer.name(), beside, Figure.CPU);
                Optional<Interval> requests = series.ratio(peer.name(), beside, Figure.REQUESTS_PER_SECOND);
                if (!beside.equals(peer.name()) && cpu.isPresent() && requests.isPresent()) {
                    columns.add(List.of(
                            peer.name(), cpu.get().text(3), requests.get().text(3), beside));
                    isEmpty = false;
                }
            }
        }
        return isEmpty ? "" : columns.text();
    }
}
