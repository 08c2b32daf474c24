// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.jvloop.Callback;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A loop is closed while another thread has work for it. How often work of its own was done, whether a callback was
 * refused, and how often it was told that it will never run.
 */
@JCStressTest
@Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "refused")
@Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "taken, and dropped by the close")
@Outcome(expect = FORBIDDEN, desc = "work lost or done twice, or a callback that nobody hears of")
@State
public class CloseStress {
    private final Scheduler scheduler = Parts.scheduler();
    private volatile int done;
    private volatile int dropped;
    private int refused;

    private final class Told implements Callback, Droppable {
        @Override
        public void run() {}

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // twice would be a failure by itself
        public void dropped() {
            dropped++;
        }
    }

    /** Another thread. */
    @Actor
    @SuppressWarnings("NonAtomicVolatileUpdate") // as above
    public void schedule() {
        scheduler.dispatch(() -> done++);
        try {
            scheduler.callSoonThreadsafe(new Told());
        } catch (IllegalStateException closed) {
            refused = 1;
        }
    }

    /** The loop's owner. */
    @Actor
    public void close() {
        scheduler.close();
    }

    /** Both are over. */
    @Arbiter
    public void look(III_Result result) {
        result.r1 = done;
        result.r2 = refused;
        result.r3 = dropped;
    }
}
