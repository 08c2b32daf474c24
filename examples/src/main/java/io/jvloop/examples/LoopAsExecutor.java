// SPDX-License-Identifier: Apache-2.0
package io.jvloop.examples;

import io.jvloop.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/**
 * Whatever takes an {@link Executor} can run on the loop: here the stages of a CompletableFuture of somebody else's, which
 * hand over from a thread of a pool to the loop's, where the loop's own data may be touched without a lock.
 */
class LoopAsExecutor {
    static void main() throws Exception {
        try (EventLoop loop = EventLoop.open()) {
            Executor onLoop = loop.executor();
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> 6 * 7, ForkJoinPool.commonPool())
                    .thenApplyAsync(number -> number + ", on the loop: " + loop.inLoop(), onLoop);
            System.out.println(loop.runUntilComplete(answer));
        }
    }
}
