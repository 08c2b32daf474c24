// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All tasks as people read them: who waits for whom, and where, and who for each other in a circle. */
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
        appendCircles(tasks, text);
        return text.toString();
    }

    /** Each once, whichever of its tasks comes first. */
    private static void appendCircles(List<Task<?>> tasks, StringBuilder text) {
        Set<Task<?>> said = new HashSet<>();
        for (Task<?> task : tasks) {
            List<Task<?>> circle = said.contains(task) ? List.of() : Circle.through(task);
            if (!circle.isEmpty()) {
                text.append("circle: ").append(Circle.sentence(circle)).append(System.lineSeparator());
                said.addAll(circle);
            }
        }
    }

    private static boolean waitsFor(@Nullable Object what, Task<?> task) {
        return what == task || (what instanceof Collection<?> several && several.contains(task));
    }
}
