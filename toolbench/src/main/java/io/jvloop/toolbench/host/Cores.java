// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.host;

import io.jvloop.toolbench.peer.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * On which core a server runs, and on which the load; -1 where they cannot be kept apart.
 *
 * @param server the last one that we may use, as the first one has most interrupts to serve
 * @param client the first one
 * @param unpinned why they are not kept apart; empty if they are
 */
public record Cores(int server, int client, String unpinned) {
    public static final Cores ANY = new Cores(-1, -1, "server and load are not pinned");

    Cores(int server, int client) {
        this(server, client, "");
    }

    public static Cores detect() {
        return among(allowed(), Command.output(List.of("taskset", "--version")) != null);
    }

    /** Of those that we may use; none, if that is not known. */
    static Cores among(List<Integer> allowed, boolean hasTaskset) {
        if (allowed.size() == 1) {
            return new Cores(
                    -1,
                    -1,
                    "server and load share core " + allowed.getFirst() + ", as there is no other: each waits for the"
                            + " other one");
        }
        if (!allowed.isEmpty() && !hasTaskset) {
            return new Cores(-1, -1, "server and load are not pinned, as taskset (util-linux) is not there");
        }
        return allowed.isEmpty() ? ANY : new Cores(allowed.getLast(), allowed.getFirst());
    }

    private static List<Integer> allowed() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("Cpus_allowed_list:")) {
                    return parse(line.substring(line.indexOf(':') + 1).strip());
                }
            }
        } catch (IOException notLinux) {
            // cannot be pinned
        }
        return List.of();
    }

    /** {@code 0-2,5}. */
    static List<Integer> parse(String list) {
        List<Integer> cores = new ArrayList<>();
        for (String part : list.split(",", -1)) {
            int dash = part.indexOf('-');
            int from = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
            int to = Integer.parseInt(part.substring(dash + 1));
            for (int core = from; core <= to; core++) {
                cores.add(core);
            }
        }
        return cores;
    }

    public boolean arePinned() {
        return server >= 0;
    }

    public List<String> server(List<String> command) {
        return pinned(server, command);
    }

    public List<String> client(List<String> command) {
        return pinned(client, command);
    }

    private static List<String> pinned(int core, List<String> command) {
        if (core < 0) {
            return command;
        }
        List<String> all = new ArrayList<>(List.of("taskset", "-c", String.valueOf(core)));
        all.addAll(command);
        return all;
    }

    @Override
    public String toString() {
        return arePinned() ? "server on core " + server + ", load on core " + client : unpinned;
    }
}
