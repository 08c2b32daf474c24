// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.workload;

import io.jvloop.testkit.sim.Dice;

/** One end of a connection: the loop's, or another process'. */
sealed interface End permits LoopEnd, PeerEnd {
    boolean isClient();

    /** Something that it may do, as the dice have it. */
    void act(Dice dice);

    /** Reads to the end, and ends its own direction. */
    void windDown();

    boolean isOver();

    /** Whether it did anything for which the other end may see a failure: a close, an abort, a reset. */
    boolean mayBreak();
}
