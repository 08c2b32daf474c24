// SPDX-License-Identifier: Apache-2.0
/**
 * TCP and UNIX connections and servers: what protocols see, over whatever kernel. {@link io.jvloop.net.Network} opens
 * them; a {@link io.jvloop.net.SocketTransport} is one connection, with a side that reads and a side that writes.
 */
package io.jvloop.net;
