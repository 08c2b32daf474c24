// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.sim;

import io.jvloop.UnixAddress;
import io.jvloop.io.IoFailure;
import io.jvloop.io.ListenOptions;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who listens where, on a machine that has only itself: 127.0.0.0/8, ::1, and names of UNIX sockets. */
final class SimAddresses {
    private static final InetAddress ANY_4 = InetAddress.ofLiteral("0.0.0.0");
    private static final InetAddress ANY_6 = InetAddress.ofLiteral("::");
    private static final InetAddress HERE_4 = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress HERE_6 = InetAddress.ofLiteral("::1");
    private static final int FIRST_FREE_PORT = 20_000;
    private static final int PORT_MAX = 65_535;

    private final Map<SocketAddress, List<SimListening>> listening = new LinkedHashMap<>();
    private int lastPort = FIRST_FREE_PORT - 1;

    static boolean isHere(SocketAddress address) {
        return address instanceof UnixAddress
                || (address instanceof InetSocketAddress internet
                        && (internet.getAddress().isLoopbackAddress()
                                || internet.getAddress().isAnyLocalAddress()));
    }

    int freePort() {
        do {
            lastPort = lastPort == PORT_MAX ? FIRST_FREE_PORT : lastPort + 1;
        } while (isTaken(lastPort));
        return lastPort;
    }

    private boolean isTaken(int port) {
        return listening.keySet().stream()
                .anyMatch(address -> address instanceof InetSocketAddress internet && internet.getPort() == port);
    }

    /** Somebody listens from now on. */
    SimListening listen(SocketAddress wanted, ListenOptions options) throws IoFailure {
        if (!isHere(wanted)) {
            throw new IoFailure(SimErrors.ADDRESS_NOT_AVAILABLE);
        }
        SocketAddress address = withPort(wanted);
        List<SimListening> there = listening.computeIfAbsent(address, _ -> new ArrayList<>());
        boolean shared = options.reusePort()
                && there.stream().allMatch(other -> other.options().reusePort());
        if (!there.isEmpty() && !shared) {
            throw new IoFailure(SimErrors.ADDRESS_IN_USE);
        }
        SimListening added = new SimListening(this, address, options);
        there.add(added);
        return added;
    }

    private SocketAddress withPort(SocketAddress wanted) {
        return wanted instanceof InetSocketAddress internet && internet.getPort() == 0
                ? new InetSocketAddress(internet.getAddress(), freePort())
                : wanted;
    }

    void remove(SimListening gone) {
        List<SimListening> there = listening.get(gone.address());
        if (there != null && there.remove(gone) && there.isEmpty()) {
            listening.remove(gone.address());
        }
    }

    /** Who takes a connection to this address, or null. */
    @Nullable
    SimListening find(SocketAddress address, Dice dice) {
        List<SimListening> there = listening.get(address);
        if (there == null && address instanceof InetSocketAddress internet) {
            there = onEveryInterface(internet);
        }
        if (there == null || there.isEmpty()) {
            return null;
        }
        return there.size() == 1 ? there.getFirst() : there.get(dice.below(there.size()));
    }

    private @Nullable List<SimListening> onEveryInterface(InetSocketAddress internet) {
        boolean six = internet.getAddress() instanceof Inet6Address;
        List<SimListening> own = listening.get(new InetSocketAddress(six ? ANY_6 : ANY_4, internet.getPort()));
        if (own != null || six) {
            return own;
        }
        List<SimListening> both = listening.get(new InetSocketAddress(ANY_6, internet.getPort()));
        return both == null
                ? null
                : both.stream().filter(one -> !one.options().ipv6Only()).toList();
    }

    /** Where a connection to there comes from. */
    SocketAddress localFor(SocketAddress remote, @Nullable SocketAddress wanted) {
        if (!(remote instanceof InetSocketAddress internet)) {
            return UnixAddress.UNNAMED;
        }
        InetAddress address = internet.getAddress() instanceof Inet6Address ? HERE_6 : HERE_4;
        int port = 0;
        if (wanted instanceof InetSocketAddress asked) {
            address = asked.getAddress();
            port = asked.getPort();
        }
        return new InetSocketAddress(address, port == 0 ? freePort() : port);
    }
}
