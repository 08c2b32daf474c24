// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.simulation;

import io.jvloop.task.Task;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What to use instead of a wait that the loop does not decide about. */
final class Advice {
    private Advice() {}

    /** That this task did such a thing, where, and what to use instead. */
    static AssertionError failure(Task<?> task, String what) {
        Thread.State state = task.thread().getState(); // first: looking at the stack may have it run again
        StackTraceElement[] stack = task.stack();
        StringBuilder text = new StringBuilder("the task " + task.name() + " " + what + ": " + instead(state, stack));
        for (StackTraceElement frame : stack) {
            text.append(System.lineSeparator()).append("    at ").append(frame);
        }
        AssertionError failure = new AssertionError(text.toString());
        failure.setStackTrace(stack);
        return failure;
    }

    private static String instead(Thread.State state, StackTraceElement[] stack) {
        if (calls(stack, "java.lang.Thread", "sleep")) {
            return "use Tasks.sleep instead of Thread.sleep";
        }
        if (state == Thread.State.BLOCKED) {
            return "use a ReentrantLock instead of synchronized around what waits";
        }
        if (state == Thread.State.TIMED_WAITING
                || calls(stack, null, "awaitNanos")
                || calls(stack, null, "parkNanos")
                || calls(stack, "java.lang.Object", "wait")) {
            return "use Tasks.timeout(limit, () -> ...) around the same call without a time";
        }
        return "use Tasks.toThread for work on other threads, or have the loop complete what is waited for";
    }

    private static boolean calls(StackTraceElement[] stack, @Nullable String type, String method) {
        return Arrays.stream(stack)
                .anyMatch(frame -> frame.getMethodName().equals(method)
                        && (type == null || frame.getClassName().equals(type)));
    }
}
