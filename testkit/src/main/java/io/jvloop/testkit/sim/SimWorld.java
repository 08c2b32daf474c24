// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.sim;

import io.jvloop.UnixAddress;
import io.jvloop.io.IoFailure;
import io.jvloop.io.ListenOptions;
import io.jvloop.testkit.Peer;
import io.jvloop.testkit.SocketKind;
import io.jvloop.testkit.rig.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The other processes of a machine that is not there. */
public final class SimWorld implements World {
    private static final ListenOptions LISTEN = new ListenOptions(1024, true, false, false, false, false);
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    private final SimNetwork network;
    private final List<SimPeer> peers = new ArrayList<>();
    private final List<SimListening> listeners = new ArrayList<>();
    private int names;

    /** On this machine. */
    public SimWorld(SimNetwork network) {
        this.network = network;
    }

    @Override
    public Listener listen(SocketKind kind) throws IOException {
        try {
            SimListening listening = network.addresses().listen(kind == SocketKind.TCP ? ANY_PORT : newName(), LISTEN);
            listeners.add(listening);
            return new SimListener(listening);
        } catch (IoFailure failure) {
            throw new IOException(failure);
        }
    }

    /** A name in a file system that is not there either. */
    private UnixAddress newName() {
        return UnixAddress.of("/no-such-folder-jvloop-sim/" + names++);
    }

    private final class SimListener implements Listener {
        private final SimListening listening;

        SimListener(SimListening listening) {
            this.listening = listening;
        }

        @Override
        public SocketAddress address() {
            return listening.address();
        }

        @Override
        public @Nullable Peer accept() {
            SimSocket accepted = listening.next();
            return accepted == null ? null : peer(new SimPeer(network, accepted));
        }

        @Override
        public void close() {
            listeners.remove(listening);
            listening.close();
        }
    }

    private SimPeer peer(SimPeer peer) {
        peers.add(peer);
        return peer;
    }

    @Override
    public Peer connect(SocketAddress address) {
        return peer(new SimPeer(network, address));
    }

    @Override
    public SocketAddress unusedAddress(SocketKind kind) {
        return kind == SocketKind.UNIX
                ? newName()
                : new InetSocketAddress(
                        ANY_PORT.getAddress(), network.addresses().freePort());
    }

    @Override
    public boolean work() {
        boolean any = false;
        for (int i = 0; i < peers.size(); i++) {
            any |= peers.get(i).work();
        }
        return any;
    }

    @Override
    public void close() {
        peers.forEach(SimPeer::close);
        listeners.forEach(SimListening::close);
    }
}
