// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.jmh;

import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.createTask;
import static io.jvloop.task.Tasks.gather;
import static io.jvloop.task.Tasks.sleep;
import static io.jvloop.task.Tasks.submit;
import static io.jvloop.task.Tasks.yieldNow;

import io.jvloop.EventLoop;
import io.jvloop.LoopOptions;
import io.jvloop.LoopPromise;
import io.jvloop.task.Body;
import io.jvloop.task.Task;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What tasks cost. Each call of a benchmark is a program of one main task that does so many operations on a loop that is there
 * already; {@code toolbench/calls} has the same beside Go, tokio and asyncio.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TaskSwitches {
    private static final int COUNT = 10_000;
    private static final Duration SHORT = Duration.ofNanos(1);

    private EventLoop loop;

    /** A loop on whatever kernel there is. */
    @Setup
    public void open() {
        loop = EventLoop.open(LoopOptions.DEFAULT);
    }

    /** Closes it. */
    @TearDown
    public void close() {
        loop.close();
    }

    private void run(Body main) throws Exception {
        loop.runUntilComplete(submit(loop, main));
    }

    /** A task that does nothing, from its making until its result is there for the one that waits for it. */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public void createAndAwait() throws Exception {
        run(() -> {
            for (int i = 0; i < COUNT; i++) {
                int number = i;
                if (await(createTask(() -> number)) != number) {
                    throw new AssertionError();
                }
            }
        });
    }

    /** From one task to the other, where both give way to each other. */
    @Benchmark
    @OperationsPerInvocation(2 * COUNT)
    public void switchByYield() throws Exception {
        Body yields = () -> {
            for (int i = 0; i < COUNT; i++) {
                yieldNow();
            }
        };
        run(() -> gather(createTask(yields), createTask(yields)));
    }

    /** From one task to the other, where each waits for what the other one puts into a queue of the JDK's. */
    @Benchmark
    @OperationsPerInvocation(2 * COUNT)
    public void switchByQueue() throws Exception {
        BlockingQueue<Integer> there = new ArrayBlockingQueue<>(1);
        BlockingQueue<Integer> back = new ArrayBlockingQueue<>(1);
        run(() -> {
            Task<Void> other = createTask(() -> {
                for (int i = 0; i < COUNT; i++) {
                    back.put(there.take());
                }
            });
            for (int i = 0; i < COUNT; i++) {
                there.put(i);
                back.take();
            }
            await(other);
        });
    }

    /** From one task to the other, where each waits for a future, a new one each time, that the other one completes. */
    @Benchmark
    @OperationsPerInvocation(2 * COUNT)
    public void switchByFuture() throws Exception {
        Turns turns = new Turns(loop);
        run(() -> gather(createTask(() -> turns.play(0)), createTask(() -> turns.play(1))));
    }

    /** Whose turn it is of two, by futures. */
    private static final class Turns {
        private final EventLoop loop;
        private LoopPromise<Void> turn;

        Turns(EventLoop loop) {
            this.loop = loop;
            turn = loop.createFuture();
        }

        private void play(int player) throws Exception {
            if (player == 1) { // the first one waits already
                pass();
            }
            for (int i = 0; i < COUNT - 1; i++) {
                await(turn);
                pass();
            }
        }

        /** To the other one, who waits for the future that there is; a new one is for this one. */
        private void pass() {
            LoopPromise<Void> mine = turn;
            turn = loop.createFuture();
            mine.complete(null);
        }
    }

    /** A time that is over at the next look at the clock: a timer, a turn of the loop with a look at the kernel, and a switch. */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public void sleepShortly() throws Exception {
        run(() -> {
            for (int i = 0; i < COUNT; i++) {
                sleep(SHORT);
            }
        });
    }
}
