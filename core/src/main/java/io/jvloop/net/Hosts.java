// SPDX-License-Identifier: Apache-2.0
package io.jvloop.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From hosts and ports, as users write them, to addresses. Numeric ones never leave the loop. */
final class Hosts {
    private final NetContext context;
    private final Resolver resolver;

    Hosts(NetContext context, Resolver resolver) {
        this.context = context;
        this.resolver = resolver;
    }

    /** Is told once, on the loop: at least one address, or else a failure. */
    @FunctionalInterface
    interface Found {
        void accept(@Nullable List<InetSocketAddress> addresses, @Nullable Throwable failure);
    }

    static void checkPort(int port, int least) {
        if (port < least || port > 65535) {
            throw new IllegalArgumentException("port " + port + ": expected " + least + " to 65535");
        }
    }

    /** The address that this is, if it is numeric: IPv6 with or without brackets, and with a zone. */
    static @Nullable InetAddress numeric(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        boolean maybe =
                bare.indexOf(':') >= 0 || (!bare.isEmpty() && Character.isDigit(bare.charAt(bare.length() - 1)));
        if (!maybe) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(bare);
        } catch (IllegalArgumentException aName) {
            return null;
        }
    }

    static StandardProtocolFamily familyOf(InetAddress address) {
        return address instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    }

    /** All addresses of these hosts, each once, in order; of this family only, if one is given. */
    void resolve(List<String> hosts, int port, @Nullable StandardProtocolFamily family, Found found) {
        new Resolution(hosts, port, family, found).next();
    }

    /** A link-local address is another place in each zone, but equal in all of them to the JDK. */
    private record Place(InetAddress address, int zone) {
        static Place of(InetAddress address) {
            return new Place(address, address instanceof Inet6Address six ? six.getScopeId() : 0);
        }
    }

    /** One host after the other. */
    private final class Resolution {
        private final List<String> hosts;
        private final int port;
        private final @Nullable StandardProtocolFamily family;
        private final Found found;
        private final Map<Place, InetSocketAddress> addresses = new LinkedHashMap<>();
        private int index;

        Resolution(List<String> hosts, int port, @Nullable StandardProtocolFamily family, Found found) {
            this.hosts = hosts;
            this.port = port;
            this.family = family;
            this.found = found;
        }

        void next() {
            while (index < hosts.size()) {
                String host = hosts.get(index++);
                InetAddress numeric = numeric(host);
                if (numeric == null) {
                    resolver.resolve(
                            host,
                            (some, failure) -> context.scheduler()
                                    .callSoonThreadsafeInternally(() -> resolved(host, some, failure)));
                    return;
                }
                if (!add(host, List.of(numeric))) {
                    return;
                }
            }
            found.accept(new ArrayList<>(addresses.values()), null);
        }

        private void resolved(String host, @Nullable List<InetAddress> some, @Nullable Throwable failure) {
            if (some == null) {
                found.accept(null, failure);
            } else if (add(host, some)) {
                next();
            }
        }

        /** False when the resolution has failed. */
        private boolean add(String host, List<InetAddress> some) {
            boolean found = false;
            for (InetAddress address : some) {
                if (family == null || family == familyOf(address)) {
                    addresses.putIfAbsent(Place.of(address), new InetSocketAddress(address, port));
                    found = true;
                }
            }
            if (!found) {
                this.found.accept(null, new UnknownHostException(host + " has no address of family " + family));
            }
            return found;
        }
    }
}
