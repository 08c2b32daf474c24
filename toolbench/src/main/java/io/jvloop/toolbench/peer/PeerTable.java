// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import java.io.Console;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Peers for people: a line or more for each, of 80 to 120 columns. */
final class PeerTable {
    private static final int WIDTH_MIN = 80;
    private static final int WIDTH_MAX = 120;
    private static final String GAP = "  ";
    private static final String GREEN = "\033[32m";
    private static final String YELLOW = "\033[33m";
    private static final String PLAIN = "\033[0m";

    private PeerTable() {}

    /** Of the terminal, as the script found it; else in between. */
    static int width() {
        String columns = System.getenv().getOrDefault("COLUMNS", "100");
        try {
            return Math.clamp(Integer.parseInt(columns), WIDTH_MIN, WIDTH_MAX);
        } catch (NumberFormatException noNumber) {
            return 100;
        }
    }

    static boolean isColoured() {
        return System.getenv("NO_COLOR") == null
                && !"dumb".equals(System.getenv("TERM"))
                && isTerminal(System.console());
    }

    private static boolean isTerminal(@Nullable Console console) {
        return console != null && console.isTerminal();
    }

    static String of(List<PeerState> peers, int width, boolean isColoured) {
        int name = widest(peers.stream().map(PeerState::name).toList());
        int language = widest(peers.stream().map(PeerState::language).toList());
        int rest = width - name - language - "missing".length() - 4 * GAP.length();
        int title = rest / 2;
        StringBuilder table = new StringBuilder();
        for (PeerState peer : peers) {
            String state = peer.ready() ? "ready" : "missing";
            List<String> titles = wrapped(peer.title(), title);
            List<String> notes = wrapped(peer.ready() ? peer.version() : peer.missing(), rest - title);
            for (int line = 0; line < Math.max(titles.size(), notes.size()); line++) {
                String padded = padded(line == 0 ? state : "", "missing".length());
                String shown = isColoured && line == 0 ? (peer.ready() ? GREEN : YELLOW) + padded + PLAIN : padded;
                String text = padded(line == 0 ? peer.name() : "", name)
                        + GAP
                        + padded(line == 0 ? peer.language() : "", language)
                        + GAP
                        + shown
                        + GAP
                        + padded(line < titles.size() ? titles.get(line) : "", title)
                        + GAP
                        + (line < notes.size() ? notes.get(line) : "");
                table.append(text.stripTrailing()).append('\n');
            }
            if (!peer.remedy().isEmpty()) {
                table.append(" ".repeat(name + language + 2 * GAP.length()))
                        .append("get it: ")
                        .append(peer.remedy())
                        .append('\n');
            }
        }
        long ready = peers.stream().filter(PeerState::ready).count();
        table.append('\n').append(ready).append(" of ").append(peers.size()).append(" are ready");
        return table.append('\n').toString();
    }

    private static int widest(List<String> words) {
        return words.stream().mapToInt(String::length).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** At spaces; a word that is too long is cut. At least one line. */
    private static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int end = space > 0 ? space : width;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).strip();
        }
        lines.add(rest);
        return lines;
    }
}
