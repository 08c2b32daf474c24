// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import io.jvloop.cli.Failed;

/** When the next request begins. Times are those of {@link System#nanoTime}. */
interface Pace {
    /** A connection has nothing under way, at this time. */
    void freed(Connection connection, long now) throws Failed;

    /** Begins what is due. */
    void begin(long now) throws Failed;

    /** Until something is due; {@link Long#MAX_VALUE} if only an answer makes it so. */
    long nanosUntilDue(long now);

    /** Nothing begins that should have begun after this time. */
    void endAt(long end);

    /** Has all begun that should? */
    boolean isOver();
}
