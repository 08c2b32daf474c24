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
import java.util.Objects;
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

    /** Of tasks that loops are lent to. Others are too many for a table of thread-locals each: see {@link #caller}. */
    private static final ThreadLocal<@Nullable Task<?>> LENT = new ThreadLocal<>();

    private final Engine engine;
    private final TaskThreads threads;
    private final AtomicInteger names = new AtomicInteger();

    private final AliveTasks alive = new AliveTasks();

    private final Set<Neglected> neglected = ConcurrentHashMap.newKeySet();
    private final Shields shields;

    private TaskHost(Engine engine) {
        this.engine = engine;
        threads = engine.taskThreads();
        shields = new Shields(engine);
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

    /** Of the loop that runs on this thread, or a sentence that says what to use instead. */
    static TaskHost ofCurrent(String call) {
        EventLoop loop = EventLoop.currentOrNull();
        if (loop == null) {
            throw new IllegalStateException(call + " needs a running loop, and there is none on "
                    + Thread.currentThread() + ": Tasks.submit(loop, () -> ...) runs the code on a loop from anywhere,"
                    + " Tasks.run(() -> ...) on a new one");
        }
        return of(loop);
    }

    EventLoop loop() {
        return engine;
    }

    TaskThreads threads() {
        return threads;
    }

    Shields shields() {
        return shields;
    }

    <T> Task<T> create(@Nullable String name, Callable<T> body) {
        Objects.requireNonNull(body);
        Task<T> task = new Task<>(this, name != null ? name : "Task-" + names.incrementAndGet(), body);
        alive.add(task);
        return task;
    }

    /** It will not begin. */
    void forget(Task<?> task) {
        alive.remove(task);
    }

    // ---- the life of a task

    void started(Task<?> task) {
        if (threads.areLent()) {
            LENT.set(task);
            engine.enterTask(); // else its carrier tells
        } else {
            threads.attach(task);
        }
    }

    void ended(Task<?> task) {
        alive.remove(task);
        threads.attach(null);
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

    boolean isDebugging() {
        return engine.isDebug();
    }

    /** By the wait of this task, which has just begun. */
    void circleClosed(Task<?> task, List<Task<?>> circle) {
        String message = "Tasks wait for each other in a circle, until one is cancelled or stops waiting: "
                + Circle.sentence(circle);
        engine.errors().report(ExceptionContext.of(message, null).withFuture(task));
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

    /** The task that calls, whichever loop it is of. */
    static @Nullable Task<?> current() {
        if (!Thread.currentThread().isVirtual()) {
            return null;
        }
        EventLoop loop = EventLoop.currentOrNull();
        return loop == null ? LENT.get() : of(loop).caller();
    }

    /** The task of this loop that calls. */
    @Nullable
    Task<?> caller() {
        Thread caller = Thread.currentThread();
        if (threads.areLent()) {
            return caller.isVirtual() ? LENT.get() : null;
        }
        if (threads.attached() instanceof Task<?> last && last.thread() == caller) {
            return last;
        }
        return caller.isVirtual() ? find(caller) : null;
    }

    /** It has waited in a way of the JDK's, or just begun; or is no task. */
    private @Nullable Task<?> find(Thread caller) {
        Task<?> found = alive.of(caller);
        if (found != null && threads.isRunning(caller)) {
            threads.attach(found);
        }
        return found;
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
        List<Task<?>> endless = all();
        endless.forEach(this::giveUp);
        if (!endless.isEmpty()) {
            engine.turn(); // in which those who wait for them learn of it
        }
        List.copyOf(neglected).forEach(Neglected::run);
    }

    private void giveUp(Task<?> endless) {
        engine.errors()
                .report(ExceptionContext.of(
                                "the loop was closed with a task that does not end: " + endless.name(), null)
                        .withFuture(endless));
        engine.scheduler().dispatch(endless::giveUp);
    }
}
