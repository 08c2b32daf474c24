// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.workload;

import io.jvloop.testkit.Peer;
import io.jvloop.testkit.sim.Dice;
import io.jvloop.testkit.sim.Trace;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An end in the hands of another process. */
final class PeerEnd implements End {
    private final Peer peer;
    private final boolean isClient;
    private final Wire.All wires;
    private final Trace trace;
    private @Nullable Wire wire;
    private boolean shutDown;

    PeerEnd(Peer peer, boolean isClient, Wire.All wires, Trace trace) {
        this.peer = peer;
        this.isClient = isClient;
        this.wires = wires;
        this.trace = trace;
    }

    @Override
    public boolean isClient() {
        return isClient;
    }

    /** Null until it is connected. */
    private @Nullable Wire wire() {
        if (wire == null && peer.isConnected()) {
            InetSocketAddress client = (InetSocketAddress) (isClient ? peer.localAddress() : peer.remoteAddress());
            wire = wires.of(Objects.requireNonNull(client).getPort());
            wire.join(this);
        }
        return wire;
    }

    @Override
    public void act(Dice dice) {
        Wire connected = wire();
        int action = dice.below(20);
        trace.add("peer acts", action, 0);
        if (connected == null || peer.isEnded() || shutDown) {
            return;
        }
        switch (action) {
            case 0 -> peer.pauseReading();
            case 1, 2, 3 -> peer.resumeReading();
            case 4 -> shutDown();
            case 5 -> close(connected, false);
            case 6 -> close(connected, true);
            default -> peer.send(connected.outOf(this).next(Sizes.some(dice)));
        }
    }

    private void shutDown() {
        if (!shutDown) {
            shutDown = true;
            peer.shutdownOutput();
        }
    }

    private void close(Wire connected, boolean reset) {
        Direction out = connected.outOf(this);
        out.cut(reset ? 0 : out.given() - peer.unsent());
        if (reset) {
            peer.reset();
        } else {
            peer.close();
        }
    }

    @Override
    public void windDown() {
        peer.resumeReading();
        if (!peer.isClosed()) {
            shutDown();
        }
    }

    @Override
    public boolean isOver() {
        return peer.isEnded();
    }

    @Override
    public boolean mayBreak() {
        return peer.isClosed();
    }

    /** In the end: whether what came is right. */
    void check() {
        Wire connected = wire();
        if (connected != null) {
            connected.into(this).receiveAll(peer.received());
            if (peer.isEof() && peer.failure() == null) {
                connected.into(this).end();
            }
        }
    }

    @Override
    public String toString() {
        return "PeerEnd[" + (isClient ? "client" : "server") + (peer.isConnected() ? ", connected" : "")
                + (shutDown ? ", shut down" : "") + ", " + peer.unsent() + " bytes unsent, from " + peer.localAddress()
                + "]";
    }
}
