// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.sim;

import io.jvloop.net.Resolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Knows one name, localhost, and takes its time to answer. */
final class SimResolver implements Resolver {
    private final SimNetwork network;
    private boolean closed;

    SimResolver(SimNetwork network) {
        this.network = network;
    }

    @Override
    public void resolve(String host, Found found) {
        network.after(network.delay(), () -> {
            if (closed) {
                return;
            }
            if (host.equals("localhost")) {
                found.accept(List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1")), null);
            } else {
                found.accept(null, new UnknownHostException(host + ": nobody knows it"));
            }
        });
    }

    @Override
    public void close() {
        closed = true;
    }
}
