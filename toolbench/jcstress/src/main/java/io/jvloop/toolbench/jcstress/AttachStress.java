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
import org.openjdk.jcstress.infra.results.II_Result;

/** Two threads attach a stage each, then the promise is completed. How often each has run. The loop is closed: they run at once. */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "each once")
@Outcome(expect = FORBIDDEN, desc = "lost, or run twice")
@State
public class AttachStress {
    private static final EventLoop LOOP = EventLoop.open(LoopOptions.DEFAULT.withBackend(Backend.NIO));

    static {
        LOOP.close();
    }

    private final LoopPromise<Integer> promise = LoopPromise.of(LOOP, () -> {});
    private volatile int first;
    private volatile int second;

    /** One. */
    @Actor
    @SuppressWarnings("NonAtomicVolatileUpdate") // twice would be a failure by itself
    public void attachOne() {
        var _ = promise.thenAccept(_ -> first++);
    }

    /** Another one. */
    @Actor
    @SuppressWarnings("NonAtomicVolatileUpdate") // as above
    public void attachAnother() {
        var _ = promise.thenAccept(_ -> second++);
    }

    /** All are over. */
    @Arbiter
    public void look(II_Result result) {
        var _ = promise.complete(1);
        result.r1 = first;
        result.r2 = second;
    }
}
