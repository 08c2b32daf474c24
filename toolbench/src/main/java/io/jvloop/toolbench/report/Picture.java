// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import io.jvloop.toolbench.result.PeerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How jvloop stands, as a small SVG that is readable on light and dark: bars of each group's peers, as multiples of jvloop's cost. */
final class Picture {
    private static final int WIDTH = 760;
    private static final int LABEL = 170;
    private static final int ROW = 18;
    private static final int HEAD = 34;
    /** In each group: the whole field is in the report. */
    private static final int PEERS_MAX = 10;
    /** A bar that is longer goes on beyond the scale. */
    private static final double RATIO_MAX = 4;

    private static final String STYLE =
            "text{font:13px system-ui,sans-serif;fill:#24292f}.b{fill:#7d92ab}.o{fill:#c8500a}.t{font-weight:600}"
                    + ".l{stroke:#c8500a;stroke-width:1.5}@media(prefers-color-scheme:dark){text{fill:#e6e9ec}.b{fill:#6f87a3}.o{fill:#ff9a4d}"
                    + ".l{stroke:#ff9a4d}}";

    private final StringBuilder body = new StringBuilder();
    private int y;

    private Picture() {}

    static String of(Overview overview) {
        Picture picture = new Picture();
        overview.groups().forEach(picture::add);
        return Html.of(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\">\n<style>%s</style>\n%s</svg>\n",
                WIDTH,
                Math.max(picture.y, 1),
                overview.headline(),
                new Markup(STYLE),
                new Markup(picture.body.toString()));
    }

    private void add(GroupView group) {
        List<PeerEntry> shown = shown(group);
        y += HEAD;
        body.append(Html.of("<text class=\"t\" x=\"0\" y=\"%s\">%s</text>\n", y - 12, group.title()));
        int top = y;
        for (PeerEntry peer : shown) {
            double cost = group.cost(peer.name()).orElseThrow();
            double length = Math.min(cost, RATIO_MAX) * unit();
            body.append(Html.of(
                    "<text x=\"%s\" y=\"%s\" text-anchor=\"end\">%s</text>", LABEL - 8, y + 13, group.label(peer)));
            body.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"12\"/>",
                    peer.isOurs() ? "o" : "b",
                    LABEL,
                    y + 3,
                    length));
            body.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\">%s%s</text>\n",
                    LABEL + length + 6,
                    y + 13,
                    cost > RATIO_MAX ? "» " : "",
                    Numbers.ratio(cost)));
            y += ROW;
        }
        double line = LABEL + unit();
        body.append(String.format(Locale.ROOT, "<path class=\"l\" d=\"M%.1f %dV%d\"/>\n", line, top, y));
    }

    /** The best, and the reference among them. */
    private static List<PeerEntry> shown(GroupView group) {
        List<PeerEntry> peers = new ArrayList<>(group.peers());
        peers.removeIf(peer -> group.cost(peer.name()).isEmpty()
                || (peer.isOurs() && !peer.name().equals(group.reference())));
        while (peers.size() > PEERS_MAX) {
            int last = peers.size() - 1;
            peers.remove(peers.get(last).name().equals(group.reference()) ? last - 1 : last);
        }
        return peers;
    }

    private static double unit() {
        return (WIDTH - LABEL - 70) / RATIO_MAX;
    }
}
