// SPDX-License-Identifier: Apache-2.0
package io.jvloop.net;

import io.jvloop.EventLoop;
import io.jvloop.LoopFuture;
import io.jvloop.LoopPromise;
import java.util.function.IntSupplier;

/** The orderly end of a server, whose deadline is given up when it is over or nobody wants to know any more. Thread: the loop's. */
public final class Shutdown {
    private Shutdown() {}

    /**
     * Completes when all connections are gone, with the number of those that had to be ended.
     *
     * @param gone when they are; cancelled if the answer is
     * @param giveUp gives the deadline up; may be called twice
     */
    public static LoopFuture<Integer> until(EventLoop loop, LoopFuture<Void> gone, Runnable giveUp, IntSupplier ended) {
        LoopPromise<Integer> promise = loop.createFuture();
        promise.onCancel(_ -> {
            giveUp.run();
            gone.cancel(false);
        });
        var _ = gone.whenComplete((_, failure) -> {
            giveUp.run();
            if (failure == null) {
                promise.complete(ended.getAsInt());
            } else {
                promise.completeExceptionally(failure);
            }
        });
        return promise.future();
    }
}
