// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.tasks;

import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.createTask;
import static io.jvloop.task.Tasks.dump;
import static io.jvloop.task.Tasks.gather;
import static io.jvloop.task.Tasks.sleep;
import static io.jvloop.task.Tasks.taskGroup;
import static io.jvloop.task.Tasks.timeout;
import static io.jvloop.task.Tasks.waitAll;
import static io.jvloop.task.Tasks.yieldNow;
import static io.jvloop.testkit.TaskMode.CARRIED;
import static io.jvloop.testkit.TaskMode.LENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.ExceptionContext;
import io.jvloop.LoopOptions;
import io.jvloop.task.Task;
import io.jvloop.task.Tasks;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Rig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that wait for each other: the program says so where it can, and goes on when one of them is cancelled. */
@Timeout(120)
class CircleTest {
    private static final Duration SHORT = Duration.ofMillis(5);

    private final List<Object> seen = new ArrayList<>();

    /** Each awaits the next one, and the last the first. */
    private static List<Task<?>> circle(String... names) {
        Task<?>[] tasks = new Task<?>[names.length];
        for (int i = 0; i < names.length; i++) {
            int next = (i + 1) % names.length;
            tasks[i] = createTask(names[i], () -> {
                await(tasks[next]);
            });
        }
        return Arrays.asList(tasks);
    }

    private static void settle() {
        for (int turns = 0; turns < 5; turns++) {
            yieldNow();
        }
    }

    private static void assertAllAreCancelled(List<Task<?>> tasks) {
        waitAll(tasks);
        for (Task<?> task : tasks) {
            assertTrue(task.isCancelled(), task.toString());
        }
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void cancellingOneOfACircleEndsThemAll(Rig rig) throws Exception {
        rig.run(() -> {
            for (List<Task<?>> circle : List.of(circle("a", "b"), circle("a", "b", "c"), circle("a", "b", "c", "d"))) {
                settle();
                sleep(SHORT);
                for (Task<?> task : circle) {
                    assertFalse(task.isDone());
                }
                circle.get(1).cancel(false);
                assertAllAreCancelled(circle);
            }
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void cancellingAllOfACircleAtOnceEndsThemAll(Rig rig) throws Exception {
        rig.run(() -> {
            List<Task<?>> circle = circle("a", "b", "c");
            settle();
            circle.forEach(task -> task.cancel(false));
            assertAllAreCancelled(circle);
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void whoeverWaitsForACircleFromOutsideIsNoPartOfIt(Rig rig) throws Exception {
        rig.run(() -> {
            List<Task<?>> circle = circle("a", "b", "c");
            Task<?> outside = createTask("outside", () -> {
                await(circle.getFirst());
            });
            settle();
            assertFalse(circleOf(rig).contains("outside"), circleOf(rig));
            outside.cancel(false); // which asks what it waits for
            waitAll(List.of(outside));
            assertTrue(outside.isCancelled());
            assertAllAreCancelled(circle);
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aTimeOutBreaksACircle(Rig rig) throws Exception {
        rig.run(() -> {
            Task<?>[] tasks = new Task<?>[2];
            tasks[0] = createTask("limited", () -> {
                assertThrows(TimeoutException.class, () -> timeout(SHORT, () -> await(tasks[1])));
                seen.add("goes on");
            });
            tasks[1] = createTask("waits", () -> {
                await(tasks[0]);
                seen.add("too");
            });
            waitAll(List.of(tasks));
        });
        assertEquals(List.of("goes on", "too"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aTaskOfAGroupThatWaitsForTheOneThatMadeItIsCancelledWithIt(Rig rig) throws Exception {
        rig.run(() -> {
            Task<?>[] parent = new Task<?>[1];
            parent[0] = createTask(
                    "parent",
                    () -> taskGroup(group -> {
                        group.createTask("child", () -> {
                            await(parent[0]);
                        });
                    }));
            settle();
            assertEquals("parent waits for child, child for parent", circleOf(rig));
            parent[0].cancel(false);
            assertThrows(CancellationException.class, () -> await(parent[0]));
        });
    }

    // ---- seen

    private static String circleOf(Rig rig) {
        return dump(rig.loop())
                .lines()
                .filter(line -> line.startsWith("circle: "))
                .map(line -> line.substring("circle: ".length()))
                .reduce("", (some, more) -> some + more);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void aDumpSaysWhoWaitsForWhomInACircle(Rig rig) throws Exception {
        rig.run(() -> {
            Task<?> other = createTask("other", () -> sleep(Duration.ofHours(1)));
            List<Task<?>> circle = circle("one", "two", "three");
            settle();
            String text = dump(rig.loop());
            assertTrue(text.contains("Task[one, pending, waits for two]"), text);
            assertTrue(text.contains("Task[three, pending, waits for one]"), text);
            assertTrue(text.substring(text.indexOf("Task[two")).contains("awaited by one"), text);
            assertEquals("one waits for two, two for three, three for one", circleOf(rig));
            circle.getLast().cancel(false);
            assertAllAreCancelled(circle);
            assertEquals("", circleOf(rig));
            other.cancel(false);
            waitAll(List.of(other));
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void allWaysOfWaitingForATaskAreSeen(Rig rig) throws Exception {
        rig.run(() -> {
            Task<?>[] tasks = new Task<?>[4];
            tasks[0] = createTask("get", () -> {
                tasks[1].get();
            });
            tasks[1] = createTask("timed", () -> {
                tasks[2].get(1, TimeUnit.HOURS);
            });
            tasks[2] = createTask("joins", () -> {
                tasks[3].join();
            });
            tasks[3] = createTask("gathers", () -> {
                gather(List.of(tasks[0]));
            });
            settle();
            assertEquals("get waits for timed, timed for joins, joins for gathers, gathers for get", circleOf(rig));
            tasks[3].cancel(false);
            waitAll(List.of(tasks));
            assertEquals("", circleOf(rig));
        });
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void debugModeReportsACircleWhenItIsClosed(Rig rig) throws Exception {
        rig.open(LoopOptions.DEFAULT.withDebug(true).withSlowCallback(Duration.ofHours(1)));
        rig.run(() -> {
            List<Task<?>> circle = circle("one", "two", "three");
            settle();
            List<ExceptionContext> reports = rig.takeReports();
            assertEquals(
                    List.of("Tasks wait for each other in a circle, until one is cancelled or stops waiting:"
                            + " three waits for one, one for two, two for three"),
                    reports.stream().map(ExceptionContext::message).toList());
            assertSame(circle.getLast(), reports.getFirst().future());
            circle.getFirst().cancel(false);
            assertAllAreCancelled(circle);
        });
    }

    @Test
    void aProgramThatLeavesACircleBehindEnds() throws Exception {
        assertEquals("over", Tasks.run(() -> {
            circle("one", "two", "three");
            settle();
            return "over";
        }));
    }
}
