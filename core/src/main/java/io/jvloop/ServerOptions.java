// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

import java.net.StandardProtocolFamily;
import org.jspecify.annotations.Nullable;

/**
 * How {@link EventLoop#createServer} listens.
 *
 * @param backlog connections that the kernel keeps for a server that has not accepted them yet: 1 or more (the kernel
 *     has a limit of its own, {@code net.core.somaxconn})
 * @param family only addresses of this family, null for both
 * @param reuseAddress {@code SO_REUSEADDR}: a port whose last connections are in TIME_WAIT may be taken
 * @param reusePort {@code SO_REUSEPORT}: several sockets, of several loops or processes, share the port
 * @param ipv6Only {@code IPV6_V6ONLY}; null, as in asyncio, sets it where the backend can, so that the IPv4 and the IPv6
 *     socket of one port do not get in each other's way. The NIO backend cannot: true is refused there
 * @param noDelay {@code TCP_NODELAY} of accepted connections
 * @param keepAlive {@code SO_KEEPALIVE} of accepted connections
 * @param startServing whether to accept connections at once, or only after {@link Server#startServing}
 */
public record ServerOptions(
        int backlog,
        @Nullable StandardProtocolFamily family,
        boolean reuseAddress,
        boolean reusePort,
        @Nullable Boolean ipv6Only,
        boolean noDelay,
        boolean keepAlive,
        boolean startServing) {
    /** asyncio's: a backlog of 100, {@code SO_REUSEADDR} and {@code TCP_NODELAY} on, everything else off. */
    public static final ServerOptions DEFAULT = new ServerOptions(100, null, true, false, null, true, false, true);

    /** Checks what can be checked without a network. */
    public ServerOptions {
        checkBacklog(backlog);
        checkFamily(family);
    }

    static void checkBacklog(int backlog) {
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog " + backlog + ": expected 1 or more");
        }
    }

    static void checkFamily(@Nullable StandardProtocolFamily family) {
        if (family == StandardProtocolFamily.UNIX) {
            throw new IllegalArgumentException("family UNIX: expected INET or INET6; createUnixConnection and"
                    + " createUnixServer are for UNIX sockets");
        }
    }

    /** With this backlog. */
    public ServerOptions withBacklog(int value) {
        return new ServerOptions(value, family, reuseAddress, reusePort, ipv6Only, noDelay, keepAlive, startServing);
    }

    /** On addresses of this family only. */
    public ServerOptions withFamily(@Nullable StandardProtocolFamily value) {
        return new ServerOptions(backlog, value, reuseAddress, reusePort, ipv6Only, noDelay, keepAlive, startServing);
    }

    /** With {@code SO_REUSEADDR} or without. */
    public ServerOptions withReuseAddress(boolean value) {
        return new ServerOptions(backlog, family, value, reusePort, ipv6Only, noDelay, keepAlive, startServing);
    }

    /** With {@code SO_REUSEPORT} or without. */
    public ServerOptions withReusePort(boolean value) {
        return new ServerOptions(backlog, family, reuseAddress, value, ipv6Only, noDelay, keepAlive, startServing);
    }

    /** With {@code IPV6_V6ONLY}, without, or (null) where the backend can. */
    public ServerOptions withIpv6Only(@Nullable Boolean value) {
        return new ServerOptions(backlog, family, reuseAddress, reusePort, value, noDelay, keepAlive, startServing);
    }

    /** With {@code TCP_NODELAY} on accepted connections or without. */
    public ServerOptions withNoDelay(boolean value) {
        return new ServerOptions(backlog, family, reuseAddress, reusePort, ipv6Only, value, keepAlive, startServing);
    }

    /** With {@code SO_KEEPALIVE} on accepted connections or without. */
    public ServerOptions withKeepAlive(boolean value) {
        return new ServerOptions(backlog, family, reuseAddress, reusePort, ipv6Only, noDelay, value, startServing);
    }

    /** Accepting at once or only when told to. */
    public ServerOptions withStartServing(boolean value) {
        return new ServerOptions(backlog, family, reuseAddress, reusePort, ipv6Only, noDelay, keepAlive, value);
    }
}
