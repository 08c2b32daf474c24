// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

/** A callback that wants to know when it will never run, because the loop was closed. */
public interface Droppable {
    /** Says that the callback will never run. Called on the thread that closes the loop. */
    void dropped();
}
