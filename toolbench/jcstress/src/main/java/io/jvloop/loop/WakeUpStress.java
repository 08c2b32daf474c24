// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A loop that falls asleep while another thread has something for it. Slept, woken. */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "the loop has seen it")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "both have noticed")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the loop was woken")
@Outcome(expect = FORBIDDEN, desc = "the loop sleeps for ever")
@State
public class WakeUpStress {
    private final Scheduler scheduler = Parts.scheduler();
    private volatile int woken;
    private final Inbox inbox = new Inbox(() -> woken = 1, Integer.MAX_VALUE);
    private int slept;

    /** Another thread. */
    @Actor
    public void push() {
        inbox.push(new ThreadsafeHandle(scheduler, () -> {}));
    }

    /** The loop. */
    @Actor
    public void fallAsleep() {
        slept = inbox.fallAsleep() ? 1 : 0;
    }

    /** Both are over. */
    @Arbiter
    public void look(II_Result result) {
        result.r1 = slept;
        result.r2 = woken;
    }
}
