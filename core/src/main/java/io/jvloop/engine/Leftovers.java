// SPDX-License-Identifier: Apache-2.0
package io.jvloop.engine;

/**
 * What a loop still has, apart from what its kernel knows of: for tests, which want none of it in the end.
 *
 * @param transports connections that are open
 * @param servers servers that listen
 * @param connectors connections that are being made
 * @param timers timers that are not due
 * @param callbacks callbacks that are ready
 * @param chunks pieces of pooled memory that are in use
 */
public record Leftovers(int transports, int servers, int connectors, int timers, int callbacks, int chunks) {
    /** Nothing is left. */
    public boolean isNone() {
        return transports == 0 && servers == 0 && connectors == 0 && timers == 0 && callbacks == 0 && chunks == 0;
    }
}
