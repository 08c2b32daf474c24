// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two threads push. What the loop runs then: a digit for each, in order. */
@JCStressTest
@Outcome(
        id = {"123", "132", "312"},
        expect = ACCEPTABLE,
        desc = "each once, and 1 before 2, which the same thread has pushed")
@Outcome(expect = FORBIDDEN, desc = "lost, or overtaken")
@State
public class PushOrderStress {
    private final Scheduler scheduler = Parts.scheduler();
    private int ran;

    private void push(int digit) {
        scheduler.callSoonThreadsafe(() -> ran = ran * 10 + digit);
    }

    /** One thread. */
    @Actor
    public void pushTwo() {
        push(1);
        push(2);
    }

    /** Another one. */
    @Actor
    public void pushOne() {
        push(3);
    }

    /** The loop, later. */
    @Arbiter
    public void run(I_Result result) {
        scheduler.runDue();
        result.r1 = ran;
    }
}
