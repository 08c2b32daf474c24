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
    private final Digits digits = new Digits();

    /** One thread. */
    @Actor
    public void pushTwo() {
        digits.push(1);
        digits.push(2);
    }

    /** Another one. */
    @Actor
    public void pushOne() {
        digits.push(3);
    }

    /** The loop, later. */
    @Arbiter
    public void run(I_Result result) {
        digits.runDue();
        result.r1 = digits.ran();
    }
}
