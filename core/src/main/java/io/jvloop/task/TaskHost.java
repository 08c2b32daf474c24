// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

import io.jvloop.EventLoop;
import io.jvloop.ExceptionContext;
import io.jvloop.carry.LentThreads;
import io.jvloop.carry.TaskThreads;
import io.jvloop.engine.Engine;
import io.jvloop.loop.Debugging;
import java.lang.ref.Cleaner;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one loop.
 *
 * <p>Thread: any.
 */
final class TaskHost implements Engine.Extension {
    /** In this many turns tasks that were cancelled have ended, unless they refuse to. */
    private static final int CLOSING_TURNS_MAX = 1000;

    private static final ThreadLocal<@Nullable Task<?>> CURRENT = new ThreadLocal<>();

    private final Engine engine;
    private final TaskThreads threads;
    private final AtomicInteger names = new AtomicInteger();

    private final AliveTasks alive = new AliveTasks();

    private final Set<Neglected> neglected = ConcurrentHashMap.newKeySet();

    private TaskHost(Engine engine) {
        this.engine = engine;
        threads = engine.taskThreads();
        threads.onHeldUp(this::heldUp);
        engine.scheduler().debugging().onSlow(this::running);
        if (threads.areLent()) {
            SaidOnce.say();
        }
    }

    /** What runs on the loop at this moment, if it is a task. */
    private Debugging.@Nullable Running running() {
        for (Task<?> task : all()) {
            if (task.isRunning()) {
                return new Debugging.Running(task.toString(), List.of(task.stack()));
            }
        }
        return null;
    }

    /** The one of this loop. */
    static TaskHost of(EventLoop loop) {
        return ((Engine) loop).extension(TaskHost.class, TaskHost::new);
    }

    private static final class SaidOnce {
        static {
            System.getLogger("io.jvloop")
                    .log(
                            System.Logger.Level.INFO,
                            "tasks run on the JDK's own virtual threads, which takes two hand-overs for every wait: to have"
                                    + " the loop's own thread carry them, start the JVM with " + LentThreads.FLAG);
        }

        static void say() {}
    }

    private static final class Watcher {
        private static final Cleaner CLEANER = Cleaner.create(
                Thread.ofPlatform().daemon().name("jvloop-neglected-tasks").factory());
    }

    EventLoop loop() {
        return engine;
    }

    TaskThreads threads() {
        return threads;
    }

    <T> Task<T> create(@Nullable String name, Callable<T> body) {
        Task<T> task = new Task<>(this, name != null ? name : "Task-" + names.incrementAndGet(), body);
        alive.add(task);
        return task;
    }

    // ---- the life of a task

    void started(Task<?> task) {
        CURRENT.set(task);
        if (threads.areLent()) { // else its carrier tells
            engine.enterTask();
        }
    }

    void ended(Task<?> task) {
        alive.remove(task);
    }

    Neglected neglected(Task<?> task, Throwable failure) {
        Neglected report = new Neglected(engine, task.name(), failure, neglected);
        if (failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError)) {
            report.run(); // the JVM itself is in trouble: the loop must know now
        } else {
            Watcher.CLEANER.register(task, report);
        }
        return report;
    }

    private void heldUp(Thread thread, IllegalStateException failure) {
        for (Task<?> task : all()) {
            if (task.thread() == thread) {
                task.fail(failure);
                return;
            }
        }
        engine.errors().report(ExceptionContext.of("A thread held up the loop: " + thread.getName(), failure));
    }

    static @Nullable Task<?> current() {
        return CURRENT.get();
    }

    /** All that are not done. */
    List<Task<?>> all() {
        return alive.all();
    }

    // ---- the end

    /** The loop is about to be closed: cancels every task and lets it end, unless that takes for ever. */
    @Override
    public void closing() {
        all().forEach(task -> task.cancel(true));
        for (int turns = 0; turns < CLOSING_TURNS_MAX && !all().isEmpty(); turns++) {
            engine.turn();
        }
        for (Task<?> task : all()) {
            engine.errors()
                    .report(ExceptionContext.of(
                                    "the loop was closed with a task that does not end: " + task.name(), null)
                            .withFuture(task));
        }
        List.copyOf(neglected).forEach(Neglected::run);
    }
}
