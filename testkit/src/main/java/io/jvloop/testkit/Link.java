// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit;

import io.jvloop.BaseProtocol;
import io.jvloop.Transport;

/**
 * A connection between the loop and a peer.
 *
 * @param transport the loop's side
 * @param protocol who is told about it
 * @param peer the other side, in the test's hands
 * @param <P> the protocol's type
 */
public record Link<P extends BaseProtocol>(Transport transport, P protocol, Peer peer) {}
