// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

import io.jvloop.EventLoop;
import io.jvloop.ExceptionContext;
import io.jvloop.LoopOptions;
import io.jvloop.LoopPromise;
import io.jvloop.engine.Interruption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** A program from its beginning to its end: what {@link Tasks#run} does. */
final class Program {
    private final LoopOptions options;
    private final Duration executorTimeout;

    Program(LoopOptions options, Duration executorTimeout) {
        this.options = options;
        this.executorTimeout = executorTimeout;
    }

    <T> T run(Callable<T> main) throws Exception {
        Interruption toRaise = null;
        try (EventLoop loop = EventLoop.open(options)) {
            Task<T> task = Tasks.submit(loop, main);
            Interruption controlC = Interruption.listen(() -> task.cancel(true));
            try {
                return Several.known(loop.runUntilComplete(task));
            } catch (CancellationException cancelled) {
                toRaise = controlC.happened() ? controlC : null;
                throw cancelled;
            } finally {
                try {
                    finish(loop);
                } finally {
                    controlC.close();
                }
            }
        } finally {
            if (toRaise != null) {
                toRaise.raise();
            }
        }
    }

    private void finish(EventLoop loop) throws Exception {
        List<Task<?>> left = Tasks.allTasks(loop);
        left.forEach(task -> task.cancel(true));
        LoopPromise<Void> gone = loop.createFuture();
        var _ = CompletableFuture.allOf(left.toArray(CompletableFuture[]::new))
                .whenComplete((_, _) -> gone.complete(null));
        loop.runUntilComplete(gone);
        for (Task<?> task : left) {
            if (task.isCompletedExceptionally() && !task.isCancelled()) {
                loop.callExceptionHandler(ExceptionContext.of(
                                "unhandled exception during Tasks.run() shutdown: " + task.name(), task.exceptionNow())
                        .withFuture(task));
            }
        }
        loop.runUntilComplete(loop.shutdownDefaultExecutor(executorTimeout));
    }
}
