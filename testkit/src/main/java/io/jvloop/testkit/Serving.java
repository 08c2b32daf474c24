// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit;

import io.jvloop.BaseProtocol;
import io.jvloop.Server;
import io.jvloop.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A server on the loop under test.
 *
 * @param <P> the protocol of its connections
 */
public final class Serving<P extends BaseProtocol> {
    private final Rig rig;
    private final Server server;
    private final SocketAddress address;
    private final List<Transport> accepted = new ArrayList<>();

    Serving(Rig rig, Server server) {
        this.rig = rig;
        this.server = server;
        this.address = server.addresses().getFirst();
    }

    void accepted(Transport transport) {
        accepted.add(transport);
    }

    /** The server. */
    public Server server() {
        return server;
    }

    /** Where it listens; also when it does no longer. */
    public SocketAddress address() {
        return address;
    }

    /** Its connections so far, also those that are lost. */
    public List<Transport> transports() {
        return List.copyOf(accepted);
    }

    /** Has a peer connect, and returns at once. */
    public Peer connect() {
        try {
            return rig.world().connect(address);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Has a peer connect, and runs the loop until the connection stands on both sides. */
    @SuppressWarnings("unchecked") // what the factory made
    public Link<P> accept() {
        int before = accepted.size();
        Peer peer = connect();
        rig.runUntil("a connection is accepted", () -> accepted.size() > before && peer.isConnected());
        Transport transport = accepted.get(before);
        return Rig.link(transport, (P) transport.protocol(), peer);
    }
}
