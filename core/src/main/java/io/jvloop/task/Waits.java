// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

import io.jvloop.EventLoop;
import io.jvloop.LoopFuture;
import io.jvloop.carry.Parking;
import java.net.SocketException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** How a task waits. */
final class Waits {
    /** The message of the JDK's SocketException, which has no other mark. */
    private static final String CLOSED_BY_INTERRUPT = "Closed by interrupt";

    private Waits() {}

    /** The task that calls, or a sentence that says what to use instead. */
    static Task<?> taskFor(String call) {
        Task<?> task = taskWithOrWithoutLoop(call);
        if (!task.loop().inLoop()) {
            throw new IllegalStateException(call + " needs the loop, and " + task.name()
                    + " does not have it: within blocking() it was given back, and is had again after that; or it was taken from a"
                    + " task that had held it up");
        }
        return task;
    }

    /** The task that calls, whether it has the loop or has given it back to wait in a way of the JDK's. */
    static Task<?> taskWithOrWithoutLoop(String call) {
        Task<?> task = TaskHost.current();
        if (task == null) {
            throw new IllegalStateException(sentenceWithoutTask(call));
        }
        return task;
    }

    private static String sentenceWithoutTask(String call) {
        if (EventLoop.currentOrNull() == null) {
            return call + " needs a task, and " + Thread.currentThread()
                    + " is not one: use future.get() to wait here, or"
                    + " Tasks.submit(loop, () -> ...) to run the code on a loop";
        }
        return Thread.currentThread().isVirtual()
                ? call + " needs a task, and " + Thread.currentThread()
                        + " is a virtual thread that somebody else started: use future.get() to wait here, or"
                        + " Tasks.createTask(() -> ...) instead of that thread"
                : call
                        + " needs a task, and this is the loop's own thread: wrap the code in Tasks.createTask(() -> ...),"
                        + " or attach a stage to the future (thenAccept, whenComplete, ...)";
    }

    /**
     * Waits until the future is done, whatever its outcome. A request to cancel the task is passed on to the future: if that
     * ends it, the task gets it now; if it takes a while, as with a task, when it is over, and only if the future did not
     * come to a result all the same. A task that waits for this one, so that none of the two could end first, is left alone,
     * and this one gets the request.
     */
    static void untilDone(Task<?> task, CompletableFuture<?> future) {
        untilDone(task, future, future);
    }

    /** As the other one; to those who look, the task waits for what is named here. */
    static void untilDone(Task<?> task, CompletableFuture<?> future, Object named) {
        if (future.isDone()) {
            if (task.pass() && Thread.interrupted()) {
                throw new CancellationException(); // a task that never really waits can be cancelled here
            }
            return;
        }
        if (future == task) {
            task.refuseItself();
        }
        task.waitsFor(named);
        boolean passedOn = false;
        try {
            while (!future.isDone()) {
                try {
                    waitOnce(task, future);
                } catch (InterruptedException request) {
                    if (future instanceof Task<?> && !Circle.through(task).isEmpty()) {
                        throw new CancellationException(); // what waits for this very task cannot end before it
                    }
                    if (future.cancel(true)) {
                        passedOn = true;
                    } else if (future.isDone()) {
                        Thread.currentThread().interrupt(); // for the next wait: another thread was quicker
                    } else {
                        throw new CancellationException(); // it does not let itself be cancelled
                    }
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
        if (future instanceof LoopFuture<?>) {
            try { // it knows by itself how this task has to wait
                if (future instanceof Task<?> other) {
                    other.awaitQuietly();
                } else {
                    future.get();
                }
            } catch (ExecutionException | CancellationException outcome) {
                // for later
            }
            return;
        }
        Parking parking = task.parking();
        var _ = future.whenComplete((_, _) -> parking.wake());
        while (!future.isDone()) {
            parking.park();
        }
    }

    /**
     * Whether this is how a request to cancel the task that calls has arrived: what waits in a socket or channel of the JDK's is
     * closed by the interrupt, and says so in ways of its own.
     */
    static boolean isRequest(Throwable thrown) {
        return thrown instanceof CancellationException
                || thrown instanceof InterruptedException
                || thrown instanceof ClosedByInterruptException
                || (thrown instanceof SocketException && CLOSED_BY_INTERRUPT.equals(thrown.getMessage()) && isAsked());
    }

    /** Whether the calling task is interrupted; or was, and has cleared that to be able to wait in its clean-up. */
    private static boolean isAsked() {
        Task<?> task = TaskHost.current();
        return Thread.currentThread().isInterrupted() || (task != null && task.cancelling() > 0);
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
