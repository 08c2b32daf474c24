// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.sim;

import io.jvloop.UnixAddress;
import io.jvloop.testkit.Fault;
import io.jvloop.testkit.Faults;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A machine and its network, in virtual time: who listens, what is on its way, and what will go wrong. Kernels, peers and
 * programs share one; its seed decides everything.
 *
 * <p>Thread: the loop's.
 */
public final class SimNetwork {
    /** How long the other side of a machine is away when the network is kind. */
    private static final long HOP_NANOS_MAX = 20_000;

    private static final long SYN_RETRY_NANOS = 1_000_000_000;
    private static final int SYN_TRIES = 7;

    /** tcp(7): tcp_syn_retries. */
    private static final long NO_ANSWER_NANOS = 127_000_000_000L;

    private final long seed;
    private final Faults faults;
    private final Dice dice;
    private final SimClock clock = new SimClock();
    private final Trace trace = new Trace(clock);
    private final Agenda agenda = new Agenda();
    private final SimAddresses addresses = new SimAddresses();
    private final Partitions partitions = new Partitions();
    private final Set<SimSocket> open = new LinkedHashSet<>();
    private int sockets;

    /** With these faults, as this seed has them happen. */
    public SimNetwork(long seed, Faults faults) {
        this.seed = seed;
        this.faults = faults;
        this.dice = new Dice(seed);
    }

    /** What decides everything. */
    public long seed() {
        return seed;
    }

    /** What goes wrong. */
    public Faults faults() {
        return faults;
    }

    /** What time it is. */
    public SimClock clock() {
        return clock;
    }

    /** What was done so far. */
    public Trace trace() {
        return trace;
    }

    Dice dice() {
        return dice;
    }

    SimAddresses addresses() {
        return addresses;
    }

    /** Whether this happens now. */
    boolean happens(Fault fault) {
        return dice.chance(faults.rate(fault));
    }

    int nextSocket() {
        return sockets++;
    }

    // ---- partitions

    /** Nothing comes through between these two. */
    public void partition(InetAddress one, InetAddress other) {
        trace.add("partition", one.hashCode(), other.hashCode());
        partitions.cut(one, other);
    }

    /** Everything comes through again, what waited first. */
    public void heal() {
        trace.add("heal", 0, 0);
        partitions.heal();
    }

    Partitions partitions() {
        return partitions;
    }

    /** Resets all connections of this host. */
    public void loseConnections(InetAddress host) {
        List.copyOf(open).stream().filter(socket -> socket.isOf(host)).forEach(SimSocket::networkResets);
    }

    void opened(SimSocket socket) {
        open.add(socket);
    }

    void closed(SimSocket socket) {
        open.remove(socket);
    }

    // ---- time

    /** Has this happen after this time. */
    void after(long nanos, Runnable event) {
        agenda.add(clock.nanoTime() + nanos, event);
    }

    /** Has this happen at this time. */
    void at(long time, Runnable event) {
        agenda.add(Math.max(time, clock.nanoTime()), event);
    }

    /** Has everything happen that is due. */
    int runDue() {
        return agenda.run(clock.nanoTime());
    }

    /** When something will happen next. */
    long nextTime() {
        return agenda.nextTime();
    }

    /** Whether nothing is on its way. */
    public boolean isQuiet() {
        return agenda.isEmpty();
    }

    /** The program took some time. */
    void turnPassed() {
        if (faults.turnNanos() > 0) {
            clock.moveTo(clock.nanoTime() + dice.below(faults.turnNanos()));
        }
    }

    /** Time passes until something happens, or until then; whether it was the former. Neither: it stays what it is. */
    boolean jump(long deadline) {
        long next = Math.min(agenda.nextTime(), deadline);
        if (next != Agenda.NOTHING) {
            clock.moveTo(next);
        }
        return runDue() > 0;
    }

    /** How long something takes on its way. */
    long delay() {
        if (happens(Fault.SLOW_NETWORK)) {
            return dice.below(faults.delayNanos() + 1);
        }
        return faults.turnNanos() == 0 ? 0 : dice.below(HOP_NANOS_MAX);
    }

    // ---- connecting

    /** Somebody who wants a connection. */
    final class Connecting {
        private final Consumer<Connecting> answered;
        private final SocketAddress remote;
        private final SocketAddress local;
        private @Nullable SimSocket socket;
        private int result;
        private boolean cancelled;

        private Connecting(SocketAddress remote, SocketAddress local, Consumer<Connecting> answered) {
            this.remote = remote;
            this.local = local;
            this.answered = answered;
        }

        /** 0 or a failure. */
        int result() {
            return result;
        }

        /** When the result is 0. */
        @Nullable
        SimSocket socket() {
            return socket;
        }

        SocketAddress local() {
            return local;
        }

        void cancel() {
            cancelled = true;
            if (socket != null) {
                socket.reset();
            }
        }

        private void arrived(int triesLeft) {
            SimListening listening = addresses.find(remote, dice);
            if (cancelled) {
                return;
            }
            if (partitions.isCut(local, remote)) {
                again(triesLeft);
            } else if (listening == null || happens(Fault.REFUSED)) {
                after(delay(), () -> answer(SimErrors.REFUSED));
            } else if (listening.isFull()) {
                again(triesLeft);
            } else {
                stand(listening);
                after(delay(), () -> answer(0));
            }
        }

        private void again(int triesLeft) {
            if (triesLeft == 0) {
                answer(SimErrors.TIMED_OUT);
            } else {
                after(SYN_RETRY_NANOS, () -> arrived(triesLeft - 1));
            }
        }

        private void stand(SimListening listening) {
            SimSocket ours = new SimSocket(SimNetwork.this, local, remote);
            SimSocket theirs = new SimSocket(SimNetwork.this, listening.connectedTo(remote), local);
            SimSocket.join(ours, theirs);
            listening.add(theirs);
            socket = ours;
        }

        /** A UNIX socket is connected, or not, at once. */
        private void connectNow() {
            SimListening listening = addresses.find(remote, dice);
            if (listening == null) {
                result = SimErrors.NO_SUCH_FILE;
            } else if (happens(Fault.REFUSED)) {
                result = SimErrors.REFUSED;
            } else if (listening.isFull()) {
                result = SimErrors.WOULD_BLOCK;
            } else {
                stand(listening);
            }
            at(0, () -> answer(result));
        }

        private void answer(int answer) {
            if (!cancelled) {
                result = answer;
                trace.add("connected", socket == null ? -1 : socket.number(), answer);
                answered.accept(this);
            }
        }
    }

    /** Starts to connect; the answer comes later. */
    Connecting connect(SocketAddress remote, @Nullable SocketAddress wanted, Consumer<Connecting> answered) {
        Connecting connecting = new Connecting(remote, addresses.localFor(remote, wanted), answered);
        trace.add("connect", sockets, 0);
        if (remote instanceof UnixAddress) {
            connecting.connectNow();
        } else if (!SimAddresses.isHere(remote) || happens(Fault.NO_ANSWER)) {
            after(NO_ANSWER_NANOS, () -> connecting.answer(SimErrors.TIMED_OUT));
        } else {
            after(delay(), () -> connecting.arrived(SYN_TRIES));
        }
        return connecting;
    }
}
