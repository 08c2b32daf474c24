// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.jmh;

import io.jvloop.EventLoop;
import io.jvloop.LoopOptions;
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

/** A callback, from {@code callSoon} until it has run. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CallSoon {
    private static final int COUNT = 1000;

    private EventLoop loop;
    private long ran;

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

    /** A thousand in one turn. */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long batch() throws Exception {
        for (int i = 1; i < COUNT; i++) {
            loop.callSoon(() -> ran++);
        }
        loop.callSoon(loop::stop);
        loop.runForever();
        return ran;
    }

    /** Each asks for the next one, which is a turn of its own, with a look at the kernel. */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long chain() throws Exception {
        new Chain().run();
        loop.runForever();
        return ran;
    }

    private final class Chain {
        private int left = COUNT;

        void run() {
            ran++;
            if (--left > 0) {
                loop.callSoon(this::run);
            } else {
                loop.stop();
            }
        }
    }
}
