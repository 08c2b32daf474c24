// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

/**
 * A connection that was made: both ends of the conversation on this side (the pair that asyncio's {@code
 * create_connection} returns).
 *
 * @param transport the way to the other side
 * @param protocol what the factory made for it
 * @param <P> the protocol's type
 */
public record Connection<P extends BaseProtocol>(Transport transport, P protocol) {}
