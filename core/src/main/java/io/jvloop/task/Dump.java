// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All tasks as people read them: who waits for whom, and where. */
final class Dump {
    private Dump() {}

    static String of(List<Task<?>> tasks) {
        StringBuilder text = new StringBuilder();
        for (Task<?> task : tasks) {
            text.append(task).append(System.lineSeparator());
            for (Task<?> waiter : tasks) {
                if (waitsFor(waiter.waitingFor(), task)) {
                    text.append("    awaited by ").append(waiter.name()).append(System.lineSeparator());
                }
            }
            for (StackTraceElement frame : task.stack()) {
                text.append("    at ").append(frame).append(System.lineSeparator());
            }
        }
        return text.toString();
    }

    private static boolean waitsFor(@Nullable Object what, Task<?> task) {
        return what == task || (what instanceof Collection<?> several && several.contains(task));
    }
}
