// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.jvloop.Backend;
import io.jvloop.EventLoop;
import io.jvloop.LoopFuture;
import io.jvloop.LoopOptions;
import io.jvloop.LoopPromise;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** One thread completes a promise while another one cancels its future. Taken, cancelled, and what became of the future. */
@JCStressTest
@Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "it has the value")
@Outcome(id = "0, 1, -1", expect = ACCEPTABLE, desc = "it is cancelled")
@Outcome(expect = FORBIDDEN, desc = "one of the two was told something else")
@State
public class PromiseStress {
    private static final EventLoop LOOP = EventLoop.open(LoopOptions.DEFAULT.withBackend(Backend.NIO));

    private final LoopPromise<Integer> promise = LoopPromise.of(LOOP, () -> {});
    private final LoopFuture<Integer> future = promise.future();
    private int taken;
    private int cancelled;

    /** The owner. */
    @Actor
    public void complete() {
        taken = promise.complete(1) ? 1 : 0;
    }

    /** Somebody else. */
    @Actor
    public void cancel() {
        cancelled = future.cancel(false) ? 1 : 0;
    }

    /** Both are over. */
    @Arbiter
    public void look(III_Result result) {
        result.r1 = taken;
        result.r2 = cancelled;
        result.r3 = future.isCancelled() ? -1 : future.getNow(0);
    }
}
