// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io;

/**
 * How a socket listens. What a kind of socket does not have is ignored for it.
 *
 * @param backlog connections that wait to be accepted
 * @param reuseAddress {@code SO_REUSEADDR}
 * @param reusePort {@code SO_REUSEPORT}
 * @param ipv6Only {@code IPV6_V6ONLY} on an IPv6 socket; true needs {@link Capability#IPV6_ONLY} where it would matter
 * @param noDelay {@code TCP_NODELAY} of accepted connections
 * @param keepAlive {@code SO_KEEPALIVE} of accepted connections
 */
public record ListenOptions(
        int backlog, boolean reuseAddress, boolean reusePort, boolean ipv6Only, boolean noDelay, boolean keepAlive) {}
