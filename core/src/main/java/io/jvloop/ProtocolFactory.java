// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

/**
 * Makes the protocol of a new connection. Called on the loop, once for each connection.
 *
 * @param <P> what it makes
 */
@FunctionalInterface
public interface ProtocolFactory<P extends BaseProtocol> {
    /**
     * A protocol for one connection. Usually a new object; the same one may be handed out again when it does not keep
     * anything that belongs to one connection.
     *
     * @throws Exception whatever it likes: a server reports it to the exception handler, closes that connection and
     *     goes on serving; a client's future fails with it
     */
    P create() throws Exception;
}
