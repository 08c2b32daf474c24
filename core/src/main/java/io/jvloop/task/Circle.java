// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tasks that wait for each other: each for the next one, alone or among others, and the last for the first. They wait until
 * one of them is cancelled, or something else ends its wait.
 *
 * <p>Thread: any; where the loop is busy, the answer may be out of date.
 */
final class Circle {
    /** So many tasks are looked at, at most. */
    private static final int TASKS_MAX = 1000;

    private Circle() {}

    /** The shortest circle that this task is in, beginning with it; empty when there is none. */
    static List<Task<?>> through(Task<?> task) {
        Map<Task<?>, Task<?>> waiters = new HashMap<>();
        ArrayDeque<Task<?>> open = new ArrayDeque<>();
        open.add(task);
        while (!open.isEmpty() && waiters.size() < TASKS_MAX) {
            Task<?> waiter = open.remove();
            for (Task<?> awaited : awaitedBy(waiter)) {
                if (awaited == task) {
                    return way(waiter, waiters);
                }
                if (waiters.putIfAbsent(awaited, waiter) == null) {
                    open.add(awaited);
                }
            }
        }
        return List.of();
    }

    private static List<Task<?>> awaitedBy(Task<?> waiter) {
        Object what = waiter.waitingFor();
        if (what instanceof Task<?> one) {
            return List.of(one);
        }
        if (!(what instanceof Collection<?> several)) {
            return List.of();
        }
        List<Task<?>> tasks = new ArrayList<>();
        for (Object each : several.toArray()) { // a group's tasks may end while somebody looks
            if (each instanceof Task<?> task) {
                tasks.add(task);
            }
        }
        return tasks;
    }

    private static List<Task<?>> way(Task<?> last, Map<Task<?>, Task<?>> waiters) {
        ArrayDeque<Task<?>> way = new ArrayDeque<>();
        Task<?> at = last;
        while (at != null) { // the first has no entry
            way.addFirst(at);
            at = waiters.get(at);
        }
        return List.copyOf(way);
    }

    /** {@code a waits for b, b for c, c for a}. */
    static String sentence(List<Task<?>> circle) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < circle.size(); i++) {
            Task<?> next = circle.get((i + 1) % circle.size());
            text.append(i == 0 ? "" : ", ")
                    .append(circle.get(i).name())
                    .append(i == 0 ? " waits for " : " for ")
                    .append(next.name());
        }
        return text.toString();
    }
}
