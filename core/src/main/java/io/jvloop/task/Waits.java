// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

import io.jvloop.LoopFuture;
import io.jvloop.carry.TaskThreads;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** How a task waits. */
final class Waits {
    private Waits() {}

    /** The task that calls, or a sentence that says what to use instead. */
    static Task<?> taskFor(String call) {
        Task<?> task = TaskHost.current();
        if (task == null || !task.loop().inLoop()) {
            throw new IllegalStateException(sentence(call));
        }
        return task;
    }

    private static String sentence(String call) {
        if (io.jvloop.EventLoop.currentOrNull() != null) {
            return call
                    + " needs a task, and this is the loop's own thread: wrap the code in Tasks.createTask(() -> ...), or"
                    + " attach a stage to the future (thenAccept, whenComplete, ...)";
        }
        return call + " needs a task, and " + Thread.currentThread() + " is not one: use future.get() to wait here, or"
                + " Tasks.submit(loop, () -> ...) to run the code on a loop";
    }

    /**
     * Waits until the future is done, whatever its outcome. A request to cancel the task is passed on to the future: if that
     * ends it, the task gets it now; if it takes a while, as with a task, when it is over, and only if the future did not
     * come to a result all the same.
     */
    static void untilDone(Task<?> task, CompletableFuture<?> future) {
        if (future.isDone()) {
            return;
        }
        task.setWaitingFor(future);
        boolean passedOn = false;
        try {
            while (!future.isDone()) {
                try {
                    waitOnce(task, future);
                } catch (InterruptedException request) {
                    passedOn = true;
                    future.cancel(true);
                }
            }
        } finally {
            task.setWaitingFor(null);
        }
        if (passedOn && future.isCancelled()) {
            throw new CancellationException();
        }
    }

    private static void waitOnce(Task<?> task, CompletableFuture<?> future) throws InterruptedException {
        try {
            if (future instanceof LoopFuture<?>) {
                future.get(); // knows by itself how this task has to wait
            } else {
                waitForForeign(task, future);
            }
        } catch (ExecutionException | CancellationException outcome) {
            // for later
        }
    }

    private static void waitForForeign(Task<?> task, CompletableFuture<?> future)
            throws InterruptedException, ExecutionException {
        TaskThreads threads = TaskHost.of(task.loop()).threads();
        try {
            threads.waiting(future::get);
        } catch (InterruptedException | ExecutionException | RuntimeException thrown) {
            throw thrown;
        } catch (Exception bug) {
            throw new AssertionError(bug);
        }
    }

    /** The value, or the very failure. */
    static <T> T outcome(CompletableFuture<T> future) throws Exception {
        return switch (future.state()) {
            case SUCCESS -> future.resultNow();
            case CANCELLED -> throw new CancellationException();
            default -> throw failure(future.exceptionNow());
        };
    }

    private static Exception failure(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof Exception exception ? exception : new ExecutionException(thrown);
    }
}
