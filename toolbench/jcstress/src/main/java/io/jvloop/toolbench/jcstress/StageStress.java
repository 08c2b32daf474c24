// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.jvloop.Backend;
import io.jvloop.EventLoop;
import io.jvloop.LoopOptions;
import io.jvloop.LoopPromise;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A thread attaches a stage while another one completes. How often it has run. The loop is closed: it runs at once. */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE, desc = "once")
@Outcome(expect = FORBIDDEN, desc = "lost, or run twice")
@State
public class StageStress {
    private static final EventLoop LOOP = EventLoop.open(LoopOptions.DEFAULT.withBackend(Backend.NIO));

    static {
        LOOP.close();
    }

    private final LoopPromise<Integer> promise = LoopPromise.of(LOOP, () -> {});
    private volatile int ran;

    /** Somebody. */
    @Actor
    @SuppressWarnings("NonAtomicVolatileUpdate") // twice would be a failure by itself
    public void attach() {
        var _ = promise.thenAccept(_ -> ran++);
    }

    /** The owner. */
    @Actor
    public void complete() {
        var _ = promise.complete(1);
    }

    /** Both are over. */
    @Arbiter
    public void look(I_Result result) {
        result.r1 = ran;
    }
}
