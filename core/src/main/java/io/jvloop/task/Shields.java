// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

import io.jvloop.LoopFuture;
import io.jvloop.LoopPromise;
import io.jvloop.engine.Engine;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/** Futures that stand for others and are cancelled in their place. Thread: the loop's. */
@SuppressWarnings("UndefinedEquals") // each future is equal to itself alone
final class Shields {
    private final Engine engine;

    /** What is known of those that are behind others. */
    private final Map<Object, GivenUp> givenUp = new WeakHashMap<>();

    /** Has no reference to the future that it belongs to. */
    private static final class GivenUp {
        /** Whether somebody got the failure. */
        private boolean isTaken;

        /** Whether the end is waited for, to report a failure that nobody got. */
        private boolean isWatched;
    }

    Shields(Engine engine) {
        this.engine = engine;
    }

    <T> LoopFuture<T> shield(CompletionStage<T> stage) {
        CompletableFuture<T> inner = stage.toCompletableFuture();
        Several.lookAt(inner);
        LoopPromise<T> outer = engine.createFuture();
        if (inner.isDone()) {
            handOver(inner, outer);
            return outer.future();
        }
        Runnable takeBack = Several.whenDone(engine, inner, () -> handOver(inner, outer));
        outer.onCancel(_ -> {
            takeBack.run();
            giveUp(inner);
        });
        return outer.future();
    }

    private <T> void handOver(CompletableFuture<T> inner, LoopPromise<T> outer) {
        boolean isTold = switch (inner.state()) {
            case SUCCESS -> outer.complete(inner.resultNow());
            case CANCELLED -> outer.completeExceptionally(new CancellationException());
            default -> outer.completeExceptionally(inner.exceptionNow());
        };
        if (isTold && inner.state() == Future.State.FAILED) {
            of(inner).isTaken = true;
        }
    }

    private GivenUp of(CompletableFuture<?> inner) {
        return givenUp.computeIfAbsent(inner, _ -> new GivenUp());
    }

    /** A failure is reported once, by the first who gives up, a turn after all others could be told. */
    private void giveUp(CompletableFuture<?> inner) {
        GivenUp those = of(inner);
        if (!those.isWatched) {
            those.isWatched = true;
            var _ = Several.whenDone(engine, inner, () -> engine.scheduler().dispatch(() -> end(inner, those)));
        }
    }

    private void end(CompletableFuture<?> inner, GivenUp those) {
        if (those.isTaken || inner.state() != Future.State.FAILED) {
            return;
        }
        Throwable failure = inner.exceptionNow();
        if (!(failure instanceof CancellationException)) { // as a stage has it whose source is cancelled
            Neglected.report(engine, "Nobody waits any more for what was shielded, and it failed: " + inner, failure);
        }
    }
}
