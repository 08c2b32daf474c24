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

/** A thread pushes while the loop takes. What it has run in the end: a digit for each, in order. */
@JCStressTest
@Outcome(id = "12", expect = ACCEPTABLE, desc = "each once, in order")
@Outcome(expect = FORBIDDEN, desc = "lost, run twice, or overtaken")
@State
public class TakeStress {
    private final Digits digits = new Digits();

    /** Another thread. */
    @Actor
    public void pushTwo() {
        digits.push(1);
        digits.push(2);
    }

    /** The loop. */
    @Actor
    public void run() {
        digits.runDue();
    }

    /** The loop, later. */
    @Arbiter
    public void runTheRest(I_Result result) {
        digits.runDue();
        result.r1 = digits.ran();
    }
}
