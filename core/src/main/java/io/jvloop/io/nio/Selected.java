// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.nio;

/** What hangs on a selection key. */
interface Selected {
    /** Some of what it waits for has happened. */
    void ready(int operations);
}
