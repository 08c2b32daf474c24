// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

/** Work. */
@FunctionalInterface
public interface Callback {
    /** Runs. */
    void run() throws Exception;
}
