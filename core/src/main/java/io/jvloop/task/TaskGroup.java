// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

import io.jvloop.LoopPromise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that belong together (asyncio's {@code TaskGroup}): {@link Tasks#taskGroup} returns when all have ended. When one
 * fails, the others and the body are cancelled, and everything that went wrong is thrown as one {@link TaskGroupException}.
 *
 * <p>Thread: the loop's.
 */
public final class TaskGroup {
    private final Task<?> parent;
    private final Children children = new Children();
    private final List<Throwable> failures = new ArrayList<>();
    private @Nullable LoopPromise<Void> childrenGone;
    private boolean aborting;
    private boolean exiting;
    private boolean parentAsked;

    private TaskGroup(Task<?> parent) {
        this.parent = parent;
    }

    /**
     * The body of a group.
     *
     * @param <T> its result
     */
    @FunctionalInterface
    public interface Part<T> {
        /** Makes tasks in the group, and whatever else. */
        T run(TaskGroup group) throws Exception;
    }

    /** The body of a group, without a result. */
    @FunctionalInterface
    public interface Body {
        /** Makes tasks in the group, and whatever else. */
        void run(TaskGroup group) throws Exception;
    }

    /**
     * A task of this group, beginning in its turn.
     *
     * @throws IllegalStateException when the group has ended, or is ending because something failed
     */
    public <T> Task<T> createTask(Callable<T> body) {
        return createTask(null, body);
    }

    /** As {@link #createTask(Callable)}, without a result. */
    public Task<Void> createTask(io.jvloop.task.Body body) {
        return createTask(null, new NoResult(body));
    }

    /** As {@link #createTask(Callable)}, with a name. */
    public <T> Task<T> createTask(@Nullable String name, Callable<T> body) {
        if (exiting && children.isEmpty()) {
            throw new IllegalStateException("this task group has ended");
        }
        if (aborting) {
            throw new IllegalStateException("this task group is ending, because a task in it failed");
        }
        if (!parent.loop().inLoop()) {
            throw new IllegalStateException("this task group belongs to " + parent.loop() + ", and this is "
                    + Thread.currentThread() + ": Tasks.submit runs a task there");
        }
        Task<T> task = Tasks.createTask(name, body);
        children.add(task);
        var _ = task.whenComplete((_, failure) -> childDone(task, failure));
        return task;
    }

    /** As {@link #createTask(String, Callable)}, without a result. */
    public Task<Void> createTask(@Nullable String name, io.jvloop.task.Body body) {
        return createTask(name, new NoResult(body));
    }

    private void childDone(Task<?> task, @Nullable Throwable failure) {
        children.remove(task);
        if (failure != null && !task.isCancelled()) {
            Throwable own = Several.unwrapped(failure);
            if (!isKnown(own)) {
                failures.add(own);
            }
            if (!aborting && !parentAsked) {
                abort();
                if (!exiting) { // while it waits for the children, they wake it
                    parentAsked = true;
                    parent.cancel(true);
                }
            }
        }
        if (childrenGone != null && children.isEmpty()) {
            childrenGone.complete(null);
        }
    }

    /** Whoever awaits a task of the group gets its very failure: that is none of their own. */
    private boolean isKnown(Throwable failure) {
        return failures.stream().anyMatch(known -> known == failure);
    }

    /** Asks all of its tasks to end, once: one that cleans up is left to it. */
    private void abort() {
        if (!aborting) {
            aborting = true;
            List.copyOf(children).forEach(child -> child.cancel(true));
        }
    }

    static <T> T run(Task<?> parent, Part<T> body) throws Exception {
        return new TaskGroup(parent).run(body);
    }

    private <T> T run(Part<T> body) throws Exception {
        T result = null;
        Exception cancelled = null;
        Throwable failed = null;
        try {
            result = body.run(this);
        } catch (Throwable thrown) {
            if (thrown instanceof Exception request && Waits.isRequest(request)) {
                cancelled = request;
            } else {
                failed = thrown;
            }
            abort();
        }
        exiting = true;
        Exception whileWaiting = waitForChildren();
        cancelled = cancelled != null ? cancelled : whileWaiting;
        if (parentAsked && parent.uncancel() == 0) {
            cancelled = null; // it was ours, and nobody else's
        }
        if (failed != null) {
            Throwable ofBody = failed;
            failures.removeIf(known -> known == ofBody);
            failures.addFirst(ofBody);
        }
        if (!failures.isEmpty()) {
            if (parent.cancelling() > 0) {
                // somebody else wants the parent to end as well: it shall hear of it at its next wait
                parent.uncancel();
                parent.cancel(true);
            }
            throw new TaskGroupException(failures);
        }
        if (cancelled != null) {
            throw cancelled;
        }
        return Several.known(result);
    }

    /** Until the last one has ended; a request to cancel in the meantime is for all of them. */
    private @Nullable Exception waitForChildren() throws Exception {
        Exception cancelled = null;
        while (!children.isEmpty()) {
            LoopPromise<Void> gone = parent.loop().createFuture();
            childrenGone = gone;
            try {
                Waits.untilDone(parent, gone, children);
            } catch (CancellationException request) {
                cancelled = request;
                abort();
            }
            childrenGone = null;
        }
        return cancelled;
    }
}
