// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io;

/** What some backends cannot do. */
public enum Capability {
    /** {@link Io#adoptStream} and {@link Io#adoptListener}. */
    ADOPTION,
    /** Abstract names of UNIX sockets. */
    ABSTRACT_NAMES,
    /** An IPv6 socket on the wildcard address that leaves IPv4 alone. */
    IPV6_ONLY,
    /** Errors come with their number. */
    ERROR_NUMBERS
}
