// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

/**
 * A peer that cannot be measured here.
 *
 * @param remedy the command that helps; empty if there is none
 */
public record Missing(String peer, String reason, String remedy) {
    @Override
    public String toString() {
        return peer + ": " + reason + (remedy.isEmpty() ? "" : ": " + remedy);
    }
}
