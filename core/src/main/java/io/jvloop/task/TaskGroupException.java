// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

import java.util.List;

/** What went wrong in a {@link TaskGroup}: one failure or several, each of them suppressed, the first one the cause. */
public final class TaskGroupException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Throwable> failures;

    TaskGroupException(List<Throwable> failures) {
        super(
                failures.size() == 1
                        ? "a task of the group failed: " + failures.getFirst()
                        : failures.size() + " tasks of the group failed, first: " + failures.getFirst(),
                failures.getFirst());
        this.failures = List.copyOf(failures);
        failures.stream().skip(1).forEach(this::addSuppressed);
    }

    /**
     * All of them; the body's comes first, then the tasks' in the order in which they failed. One that others failed of as well,
     * because they awaited that task, is there once.
     */
    public List<Throwable> failures() {
        return failures;
    }
}
