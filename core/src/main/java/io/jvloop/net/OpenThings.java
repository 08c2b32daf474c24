// SPDX-License-Identifier: Apache-2.0
package io.jvloop.net;

import java.util.LinkedHashSet;
import java.util.Set;

/** What a loop has open: in the order in which it was opened, so that closing it all has an order too. */
public final class OpenThings {
    private final Set<SocketTransport> transports = new LinkedHashSet<>();
    private final Set<SocketServer> servers = new LinkedHashSet<>();
    private final Set<Connector<?>> connectors = new LinkedHashSet<>();

    /** Connections. */
    public Set<SocketTransport> transports() {
        return transports;
    }

    /** Servers that listen. */
    public Set<SocketServer> servers() {
        return servers;
    }

    /** Connections being made. */
    Set<Connector<?>> connectors() {
        return connectors;
    }

    /** How many connections are being made. */
    public int connectorCount() {
        return connectors.size();
    }
}
