// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit;

/** How the tasks of a loop get to run. */
public enum TaskMode {
    /** The loop's own thread carries them: the JVM has to be opened for it. */
    CARRIED,
    /** Ordinary virtual threads that the loop is lent to, one at a time: the fallback of a JVM that was not opened. */
    LENT
}
