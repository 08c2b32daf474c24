// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.sim;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Between whom nothing comes through, and what waits until it does. */
final class Partitions {
    private final Set<Set<InetAddress>> cuts = new HashSet<>(); // asked only, never iterated
    private final List<Runnable> waiting = new ArrayList<>();

    void cut(InetAddress one, InetAddress other) {
        if (!one.equals(other)) { // nobody is parted from itself
            cuts.add(Set.of(one, other));
        }
    }

    void heal() {
        cuts.clear();
        List<Runnable> released = List.copyOf(waiting);
        waiting.clear();
        released.forEach(Runnable::run);
    }

    boolean isCut(SocketAddress one, SocketAddress other) {
        return !cuts.isEmpty()
                && one instanceof InetSocketAddress from
                && other instanceof InetSocketAddress to
                && !from.getAddress().equals(to.getAddress())
                && cuts.contains(Set.of(from.getAddress(), to.getAddress()));
    }

    /** Calls this when everything comes through again. */
    void whenHealed(Runnable release) {
        waiting.add(release);
    }
}
