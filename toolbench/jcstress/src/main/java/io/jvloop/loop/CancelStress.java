// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A callback is cancelled by another thread while the loop runs it. How often it ran, whether it is cancelled, and whether it
 * was under way when {@code cancel} had returned.
 */
@JCStressTest
@Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "it ran, and cancel waited for its end")
@Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "it was cancelled")
@Outcome(expect = FORBIDDEN, desc = "both, neither, or torn down while it ran")
@State
public class CancelStress {
    private final Scheduler scheduler = Parts.scheduler();
    private volatile boolean underWay;
    private int ran;
    private int underWayAfterCancel;
    private final ThreadsafeHandle handle = new ThreadsafeHandle(scheduler, () -> {
        underWay = true;
        ran++;
        underWay = false;
    });

    /** The loop. */
    @Actor
    public void run() {
        handle.run();
    }

    /** Another thread. */
    @Actor
    public void cancel() {
        handle.cancel();
        underWayAfterCancel = underWay ? 1 : 0;
    }

    /** Both are over. */
    @Arbiter
    public void look(III_Result result) {
        result.r1 = ran;
        result.r2 = handle.isCancelled() ? 1 : 0;
        result.r3 = underWayAfterCancel;
    }
}
