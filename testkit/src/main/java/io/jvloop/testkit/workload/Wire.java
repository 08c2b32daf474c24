// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.workload;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One connection with its two ends, and what each knows of the other. */
final class Wire {
    private final Direction there;
    private final Direction back;
    private @Nullable End client;
    private @Nullable End server;

    /** All of them, by what both ends know: the client's port, or the name of the UNIX socket. */
    static final class All {
        private final Map<Object, Wire> wires = new HashMap<>(); // looked up, never iterated
        private int count;

        /** The wire of this connection, whichever end asks first. */
        Wire of(Object key) {
            return wires.computeIfAbsent(key, _ -> new Wire(count++));
        }
    }

    private Wire(int number) {
        there = new Direction("wire " + number + ", to the server", 2 * number);
        back = new Direction("wire " + number + ", to the client", 2 * number + 1);
    }

    Direction outOf(End end) {
        return end.isClient() ? there : back;
    }

    Direction into(End end) {
        return end.isClient() ? back : there;
    }

    void join(End end) {
        if ((end.isClient() ? client : server) != null) {
            throw new Broken("two ends of a kind on one connection");
        }
        if (end.isClient()) {
            client = end;
        } else {
            server = end;
        }
    }

    /** The other end, once it is known. */
    @Nullable
    End otherThan(End end) {
        return end.isClient() ? server : client;
    }
}
