// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one loop that are not done, in the order in which they were made: a list that goes through the tasks
 * themselves, so that one of a hundred thousand costs two references.
 *
 * <p>Thread: any.
 */
final class AliveTasks {
    private @Nullable Task<?> first;
    private @Nullable Task<?> last;
    private int count;

    synchronized void add(Task<?> task) {
        Task<?> before = last;
        task.before = before;
        if (before == null) {
            first = task;
        } else {
            before.after = task;
        }
        last = task;
        count++;
    }

    /** Once for each that was added. */
    synchronized void remove(Task<?> task) {
        Task<?> before = task.before;
        Task<?> after = task.after;
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.before = before;
        }
        task.before = null;
        task.after = null;
        count--;
    }

    synchronized List<Task<?>> all() {
        List<Task<?>> all = new ArrayList<>(count);
        for (Task<?> task = first; task != null; task = task.after) {
            all.add(task);
        }
        return all;
    }
}
