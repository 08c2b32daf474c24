// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

import io.jvloop.EventLoop;
import io.jvloop.LoopFuture;
import io.jvloop.LoopOptions;
import io.jvloop.carry.ScopedValues;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * What asyncio's high-level functions are in Java; made for {@code import static io.jvloop.task.Tasks.*}.
 *
 * {@snippet :
 * public static void main(String[] args) throws Exception {
 *     run(() -> {
 *         Task<String> other = createTask(() -> fetch("b"));
 *         String a = fetch("a");
 *         System.out.println(a + await(other));
 *     });
 * }
 * }
 *
 * <p>What waits here parks the calling task, and its loop goes on. So does everything of the JDK's that virtual threads can
 * wait in: locks, queues, semaphores, {@code Thread.sleep}, sockets, {@code HttpClient} ({@code docs/parity.md} has them by
 * their names in asyncio). What does not: long computing, file I/O, native code; {@link #toThread} is for that.
 *
 * <p>Where the JVM was not opened for it, the loop cannot carry tasks: they run on the JDK's own virtual threads, one at a
 * time, while the loop waits for them. Everything here behaves the same, slower; a call of the JDK's that may park must be
 * wrapped in {@link #blocking}, or else the task fails with an {@link IllegalStateException} that names the flag. Scoped values
 * are inherited by tasks, and go along to {@link #toThread}, only where java.lang was opened.
 *
 * <p>What opens it is {@code --add-opens java.base/java.lang=io.jvloop}, on the class path {@code =ALL-UNNAMED}; {@code ./jvloop
 * run} gives it; an executable jar has it in its manifest: {@code Add-Opens: java.base/java.lang} beside {@code
 * Enable-Native-Access: ALL-UNNAMED}.
 */
public final class Tasks {
    private static final Duration EXECUTOR_TIMEOUT = Duration.ofMinutes(5);

    private Tasks() {}

    // ---- running a program

    /** As the longer form, with {@link LoopOptions#DEFAULT}. */
    public static <T> T run(Callable<T> main) throws Exception {
        return run(LoopOptions.DEFAULT, main);
    }

    /** As {@link #run(Callable)}, without a result. */
    public static void run(Body main) throws Exception {
        run(LoopOptions.DEFAULT, new NoResult(main));
    }

    /**
     * Runs a program: opens a loop, runs the main task to its end, then cancels all tasks that are left and waits for them,
     * shuts the default executor down, and closes the loop (asyncio.run).
     *
     * <p>Ctrl-C cancels the main task; a second one ends the process at once. When the main task ends cancelled by it, the
     * process ends as it does without a handler, after everything was cleaned up. Of several programs, each on its own thread,
     * all are cancelled, and the process ends with the last.
     *
     * <p>Not from inside a {@code synchronized} block or method: see {@link io.jvloop.EventLoop#runForever}.
     *
     * @return the main task's value
     * @throws Exception the main task's failure
     * @throws IllegalStateException when a loop is running on this thread, or this is a virtual thread
     */
    public static <T> T run(LoopOptions options, Callable<T> main) throws Exception {
        if (EventLoop.currentOrNull() != null) {
            throw new IllegalStateException("run() cannot be called while an event loop is running on this thread");
        }
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("run() needs a thread of its own for the loop, not a virtual one ("
                    + Thread.currentThread() + "): call it on a platform thread");
        }
        return new Program(options, EXECUTOR_TIMEOUT).run(main);
    }

    // ---- making tasks

    /** Runs this as a task of the current loop, beginning in its turn. */
    public static <T> Task<T> createTask(Callable<T> body) {
        return createTask(null, body);
    }

    /** As {@link #createTask(Callable)}, without a result. */
    public static Task<Void> createTask(Body body) {
        return createTask(null, new NoResult(body));
    }

    /** As {@link #createTask(Callable)}, with a name. */
    public static <T> Task<T> createTask(@Nullable String name, Callable<T> body) {
        TaskHost host = TaskHost.ofCurrent("createTask()");
        Task<T> task = host.create(name, body);
        host.threads().start(task.thread());
        return task;
    }

    /** As {@link #createTask(String, Callable)}, without a result. */
    public static Task<Void> createTask(@Nullable String name, Body body) {
        return createTask(name, new NoResult(body));
    }

    /**
     * As {@link #createTask(Callable)}, beginning at once: it has run to its first wait, or to its end, when this returns.
     * When it is called from a task, other things that are ready may have run as well.
     */
    public static <T> Task<T> startTask(Callable<T> body) {
        TaskHost host = TaskHost.ofCurrent("startTask()");
        Task<T> task = host.create(null, body);
        host.threads().startNow(task.thread());
        return task;
    }

    /** As {@link #startTask(Callable)}, without a result. */
    public static Task<Void> startTask(Body body) {
        return startTask(new NoResult(body));
    }

    /**
     * Runs this as a task of that loop, from whatever thread. Cancelling works in both directions: cancelling the task asks
     * it to end, and everybody who waits for it learns that it was cancelled.
     *
     * @throws RuntimeException as {@link EventLoop#callSoonThreadsafe}
     */
    public static <T> Task<T> submit(EventLoop loop, Callable<T> body) {
        TaskHost host = TaskHost.of(loop);
        Task<T> task = host.create(null, body);
        try {
            loop.callSoonThreadsafe(new Beginning(host, task));
        } catch (Throwable refused) {
            host.forget(task); // nobody shall wait for what never begins
            throw refused;
        }
        return task;
    }

    /** As {@link #submit(EventLoop, Callable)}, without a result. */
    public static Task<Void> submit(EventLoop loop, Body body) {
        return submit(loop, new NoResult(body));
    }

    /**
     * Makes threads for libraries: virtual ones that the current loop carries, so that they never run at the same time as
     * its tasks. Where it cannot carry any, ordinary virtual threads.
     */
    public static ThreadFactory threadFactory() {
        return TaskHost.ofCurrent("threadFactory()").threads().factory();
    }

    // ---- looking at tasks

    /**
     * The task that calls.
     *
     * @throws IllegalStateException when there is none
     */
    public static Task<?> currentTask() {
        Task<?> task = TaskHost.current();
        if (task == null) {
            throw new IllegalStateException(Thread.currentThread() + " is not a task");
        }
        return task;
    }

    /** The tasks of this loop that are not done, in the order in which they were made. Thread: any. */
    public static List<Task<?>> allTasks(EventLoop loop) {
        return TaskHost.of(loop).all();
    }

    /** All tasks of this loop that are not done: what each waits for, for whom, and its stack. Thread: any. */
    public static String dump(EventLoop loop) {
        return Dump.of(allTasks(loop));
    }

    // ---- waiting

    /**
     * Waits for a future, or any other stage, in a task.
     *
     * @return its value
     * @throws Exception its very failure, without a wrapper
     * @throws CancellationException when it was cancelled, or the task was asked to end while it waited: then the future is
     *     cancelled too
     * @throws IllegalStateException when the caller is not a task, or waits for itself
     */
    public static <T> T await(CompletionStage<T> stage) throws Exception {
        CompletableFuture<T> future = stage.toCompletableFuture();
        Waits.untilDone(Waits.taskFor("await()"), future);
        return Waits.outcome(future);
    }

    /** Waits for this time, at least; zero or less is {@link #yieldNow}. */
    public static void sleep(Duration duration) {
        Sleep sleep = Sleep.begin(duration);
        InterruptedException request = null;
        try {
            while (!sleep.isOver()) {
                sleep.parking.park();
            }
        } catch (InterruptedException asked) {
            request = asked;
        } finally {
            sleep.end(request);
        }
    }

    /** Lets everything else that is ready have its turn. */
    public static void yieldNow() {
        Task<?> task = Waits.taskFor("yieldNow()");
        TaskHost.of(task.loop()).threads().yieldNow();
        if (Thread.interrupted()) {
            throw new CancellationException();
        }
    }

    /**
     * Calls something that may park the calling thread in a way of the JDK's. A plain call where the loop carries its tasks;
     * where it cannot, the loop goes on meanwhile, and the call must not touch it.
     */
    public static <T> T blocking(Callable<T> call) throws Exception {
        return TaskHost.of(Waits.taskWithOrWithoutLoop("blocking()").loop())
                .threads()
                .waiting(call);
    }

    /** As {@link #blocking(Callable)}, without a result. */
    public static void blocking(Body call) throws Exception {
        blocking(new NoResult(call));
    }

    /**
     * Runs this on the loop's default executor, and waits for it: for what computes long, or blocks in native code. Scoped
     * values go along where java.lang was opened (see the class), thread-locals of no kind. Cancelling the task interrupts the
     * work.
     */
    public static <T> T toThread(Callable<T> work) throws Exception {
        Task<?> task = Waits.taskFor("toThread()");
        LoopFuture<T> future = task.loop().runInExecutor(ScopedValues.keptIn(Objects.requireNonNull(work)));
        Waits.untilDone(task, future);
        return Waits.outcome(future);
    }

    // ---- time-outs

    /**
     * Runs this part of a task, for this time at most: then the part is cancelled. May be nested.
     *
     * @throws java.util.concurrent.TimeoutException when the time was over; other requests to cancel the task are left as they are
     */
    public static <T> T timeout(Duration limit, Callable<T> part) throws Exception {
        return Timeout.run(Waits.taskFor("timeout()"), limit, _ -> part.call());
    }

    /** As {@link #timeout(Duration, Callable)}, without a result. */
    public static void timeout(Duration limit, Body part) throws Exception {
        timeout(limit, new NoResult(part));
    }

    /** As {@link #timeout(Duration, Callable)}, for a part that wants to change the time. */
    public static <T> T timeout(Duration limit, Timeout.Part<T> part) throws Exception {
        return Timeout.run(Waits.taskFor("timeout()"), limit, part);
    }

    /** As {@link #timeout(Duration, Callable)}, until this time of {@link EventLoop#time}. */
    public static <T> T timeoutAt(long when, Callable<T> part) throws Exception {
        return Timeout.runUntil(Waits.taskFor("timeoutAt()"), when, _ -> part.call());
    }

    /** As {@link #timeoutAt(long, Callable)}, without a result. */
    public static void timeoutAt(long when, Body part) throws Exception {
        timeoutAt(when, new NoResult(part));
    }

    // ---- several at once

    /**
     * Waits for all, and gives their values in the order of the arguments. The first failure is thrown at once; the others
     * go on. Cancelling the task that waits cancels them all; it waits on until the first of them has ended by that, or failed,
     * or all have ended.
     */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <T> List<T> gather(CompletionStage<? extends T>... stages) throws Exception {
        return gather(Arrays.asList(stages));
    }

    /** As {@link #gather(CompletionStage[])}. */
    public static <T> List<T> gather(Collection<? extends CompletionStage<? extends T>> stages) throws Exception {
        return Several.gather(Waits.taskFor("gather()"), stages);
    }

    /** Waits until all are done, whatever their outcomes; cancels none. */
    public static Waited waitAll(Collection<? extends CompletionStage<?>> stages) {
        return Several.wait(Waits.taskFor("waitAll()"), stages, Several.Until.ALL_DONE, null);
    }

    /** As {@link #waitAll(Collection)}, for this time at most. */
    public static Waited waitAll(Collection<? extends CompletionStage<?>> stages, Duration limit) {
        return Several.wait(Waits.taskFor("waitAll()"), stages, Several.Until.ALL_DONE, limit);
    }

    /** Waits until one is done, whatever its outcome; cancels none. */
    public static Waited waitFirst(Collection<? extends CompletionStage<?>> stages) {
        return Several.wait(Waits.taskFor("waitFirst()"), stages, Several.Until.FIRST_DONE, null);
    }

    /** As {@link #waitFirst(Collection)}, for this time at most. */
    public static Waited waitFirst(Collection<? extends CompletionStage<?>> stages, Duration limit) {
        return Several.wait(Waits.taskFor("waitFirst()"), stages, Several.Until.FIRST_DONE, limit);
    }

    /** Waits until one has failed, or all are done; one that was cancelled has not failed. Cancels none. */
    public static Waited waitFirstFailure(Collection<? extends CompletionStage<?>> stages) {
        return Several.wait(Waits.taskFor("waitFirstFailure()"), stages, Several.Until.FIRST_FAILED, null);
    }

    /**
     * These, one by one, as they are done: the iterator waits for the next one. For {@code for} loops, once.
     */
    public static <T> Iterable<CompletableFuture<T>> asCompleted(Collection<? extends CompletionStage<T>> stages) {
        return Several.asCompleted(Waits.taskFor("asCompleted()"), new LinkedHashSet<>(stages));
    }

    /**
     * A future of the same outcome, whose cancelling leaves the original alone. When that fails after nobody waits for it any
     * more, the exception handler is told, once. Thread: the loop's.
     */
    public static <T> LoopFuture<T> shield(CompletionStage<T> stage) {
        return TaskHost.ofCurrent("shield()").shields().shield(stage);
    }

    /** Runs a group of tasks: returns when all of them have ended. See {@link TaskGroup}. */
    public static void taskGroup(TaskGroup.Body body) throws Exception {
        inTaskGroup(group -> {
            body.run(group);
            return Several.known((Void) null);
        });
    }

    /**
     * As {@link #taskGroup}, with a result.
     *
     * @return what the body returns
     */
    public static <T> T inTaskGroup(TaskGroup.Part<T> body) throws Exception {
        return TaskGroup.run(Waits.taskFor("taskGroup()"), body);
    }
}
