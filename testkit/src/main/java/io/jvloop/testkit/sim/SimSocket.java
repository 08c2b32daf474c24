// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.sim;

import io.jvloop.io.ListenOptions;
import io.jvloop.testkit.Fault;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection, with Linux' manners: what has arrived may be read after a reset (unless the seed wills
 * otherwise), an end that has arrived is told again and again, a failure once; who closes without having read everything
 * resets the connection.
 */
final class SimSocket {
    private final SimNetwork network;
    private final int number;
    private final SocketAddress local;
    private final SocketAddress remote;
    private final Pipe in;
    private @Nullable SimSocket other;
    private Runnable watcher = () -> {};
    private int failure;
    private boolean inputEnded;
    private boolean outputEnded;
    private boolean dead;
    private boolean closed;
    boolean noDelay;
    boolean keepAlive;

    SimSocket(SimNetwork network, SocketAddress local, SocketAddress remote) {
        this.network = network;
        this.number = network.nextSocket();
        this.local = local;
        this.remote = remote;
        this.in = new Pipe(network, remote, local);
        network.opened(this);
    }

    /** Connects them to each other. */
    static void join(SimSocket one, SimSocket two) {
        one.other = two;
        two.other = one;
    }

    void setOptions(ListenOptions options) {
        noDelay = options.noDelay();
        keepAlive = options.keepAlive();
    }

    int number() {
        return number;
    }

    SocketAddress local() {
        return local;
    }

    SocketAddress remote() {
        return remote;
    }

    private SimSocket other() {
        if (other == null) {
            throw new AssertionError("not connected");
        }
        return other;
    }

    /** Calls this whenever there may be something to read, or room to write, or a failure. */
    void watch(Runnable newWatcher) {
        watcher = newWatcher;
    }

    // ---- receiving

    /** Whether a receive would tell something: bytes, the end, or a failure. */
    boolean isReadable() {
        return in.readable() > 0 || inputEnded || failure != 0;
    }

    /** How many bytes there are. */
    int readableBytes() {
        return in.readable();
    }

    /** A count, 0 at the end, a failure, or WOULD_BLOCK. */
    int receive(byte[] to, int offset, int length) {
        int wanted = length;
        if (wanted > 1 && in.readable() > 1 && network.happens(Fault.SHORT_READ)) {
            wanted = network.dice().between(1, Math.min(wanted, in.readable()));
        }
        int result;
        if (in.readable() > 0) {
            result = in.read(to, offset, wanted);
            SimSocket sender = other();
            network.at(0, () -> sender.watcher.run());
        } else if (inputEnded) {
            result = 0;
        } else {
            result = failure != 0 ? takeFailure() : SimErrors.WOULD_BLOCK;
        }
        network.trace().add("receive", number, result);
        return result;
    }

    private int takeFailure() {
        int taken = failure;
        failure = 0;
        inputEnded = true; // from now on it is only over
        return taken;
    }

    // ---- sending

    /** Whether a send would take a byte, or tell a failure. */
    boolean isWritable() {
        return failure != 0 || dead || outputEnded || other().in.room() > 0;
    }

    /** How many bytes it will take of this many: 0 for none, or a failure. They are then passed to {@link #send}. */
    int admit(int length) {
        int result;
        if (failure != 0) {
            result = takeFailure();
        } else if (dead || outputEnded) {
            result = SimErrors.BROKEN_PIPE;
        } else {
            result = admitSome(Math.min(length, other().in.room()));
        }
        network.trace().add("send", number, result);
        return result;
    }

    private int admitSome(int most) {
        if (most <= 0 || network.happens(Fault.FULL_SOCKET)) {
            return 0;
        }
        if (network.happens(Fault.RESET)) {
            networkResets();
            return most;
        }
        return most > 1 && network.happens(Fault.SHORT_WRITE) ? network.dice().between(1, most) : most;
    }

    /** Sends what was admitted. */
    void send(byte[] bytes) {
        SimSocket to = other();
        to.in.send(bytes, to::arrived);
    }

    private void arrived() {
        if (closed) {
            in.discard();
            SimSocket sender = other();
            sender.in.inOrder(sender::resetArrived); // nobody is there any more
        } else {
            watcher.run();
        }
    }

    // ---- ending

    /** Ends the outgoing direction, behind what is on its way: 0 or a failure. */
    int shutdownOutput() {
        if (dead) {
            return SimErrors.NOT_CONNECTED;
        }
        if (!outputEnded) {
            outputEnded = true;
            network.trace().add("end", number, 0);
            SimSocket to = other();
            to.in.inOrder(to::endArrived);
        }
        return 0;
    }

    private void endArrived() {
        if (!dead && !in.isCut()) {
            inputEnded = true;
            watcher.run();
        }
    }

    /** Ends both directions. */
    void shutdown() {
        shutdownOutput();
        inputEnded = true;
        watcher.run();
    }

    void close() {
        if (closed) {
            throw new AssertionError("closed twice");
        }
        network.trace().add("close", number, in.readable());
        closed = true;
        network.closed(this);
        watcher = () -> {};
        if (dead) {
            return;
        }
        if (in.readable() > 0) {
            in.discard();
            SimSocket to = other();
            to.in.inOrder(to::resetArrived);
            dead = true;
        } else {
            shutdownOutput();
        }
    }

    /** Closes, for the other side to see a reset, behind what is on its way to it. */
    void reset() {
        network.trace().add("reset", number, 0);
        closed = true;
        network.closed(this);
        watcher = () -> {};
        if (!dead) {
            dead = true;
            in.cut();
            SimSocket to = other();
            to.in.inOrder(to::resetArrived);
        }
    }

    /** Whether it is this host's, on either side. */
    boolean isOf(InetAddress host) {
        return (local instanceof InetSocketAddress here && here.getAddress().equals(host))
                || (remote instanceof InetSocketAddress there
                        && there.getAddress().equals(host));
    }

    /** The connection is lost; both sides learn of it, in time. */
    void networkResets() {
        SimSocket to = other();
        in.cut();
        to.in.cut();
        network.after(network.delay(), this::resetArrived);
        network.after(network.delay(), to::resetArrived);
    }

    private void resetArrived() {
        if (dead || closed) {
            return;
        }
        network.trace().add("reset arrived", number, in.readable());
        dead = true;
        failure = SimErrors.RESET;
        if (in.readable() > 0 && network.happens(Fault.RESET_DISCARDS)) {
            in.discard();
            inputEnded = false;
        }
        in.cut();
        watcher.run();
    }
}
