// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.sim;

import io.jvloop.io.ListenOptions;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A socket that listens, and the connections that wait in its backlog. */
final class SimListening {
    private final SimAddresses addresses;
    private final SocketAddress address;
    private final ListenOptions options;
    private final ArrayDeque<SimSocket> backlog = new ArrayDeque<>();
    private Runnable watcher = () -> {};

    SimListening(SimAddresses addresses, SocketAddress address, ListenOptions options) {
        this.addresses = addresses;
        this.address = address;
        this.options = options;
    }

    SocketAddress address() {
        return address;
    }

    ListenOptions options() {
        return options;
    }

    /** Calls this when somebody has come. */
    void watch(Runnable newWatcher) {
        watcher = newWatcher;
    }

    boolean isFull() {
        return backlog.size() > options.backlog(); // listen(2): Linux keeps one more than it was asked for
    }

    /** What a connection to there has as its own address: the one that was asked for, also on every interface. */
    SocketAddress connectedTo(SocketAddress asked) {
        return asked instanceof InetSocketAddress ? asked : address;
    }

    void add(SimSocket socket) {
        socket.setOptions(options);
        backlog.add(socket);
        watcher.run();
    }

    boolean hasNext() {
        return !backlog.isEmpty();
    }

    @Nullable
    SimSocket next() {
        return backlog.poll();
    }

    /** Nobody listens here from now on; those who wait are reset. */
    void close() {
        addresses.remove(this);
        while (!backlog.isEmpty()) {
            backlog.remove().reset();
        }
    }
}
