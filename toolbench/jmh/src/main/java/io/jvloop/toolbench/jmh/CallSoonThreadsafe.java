// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.jmh;

import io.jvloop.EventLoop;
import io.jvloop.LoopOptions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** Four threads hand callbacks to one loop. Those that ran are counted: each thread waits for the last of a thousand. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(4)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CallSoonThreadsafe {
    private static final int COUNT = 1000;

    private EventLoop loop;
    private Thread runner;
    private long ran;

    /** A loop on a thread of its own. */
    @Setup
    public void open() throws Exception {
        CountDownLatch opened = new CountDownLatch(1);
        runner = Thread.ofPlatform().start(() -> {
            try (EventLoop own = EventLoop.open(LoopOptions.DEFAULT)) {
                loop = own;
                opened.countDown();
                own.runForever();
            }
        });
        opened.await();
    }

    /** Ends it. */
    @TearDown
    public void close() throws Exception {
        loop.callSoonThreadsafe(loop::stop);
        runner.join();
    }

    /** One thread's share. */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public void producers() {
        for (int i = 1; i < COUNT; i++) {
            loop.callSoonThreadsafe(() -> ran++);
        }
        Last last = new Last(Thread.currentThread());
        loop.callSoonThreadsafe(last::run);
        while (!last.ran) {
            LockSupport.park(last);
        }
    }

    private static final class Last {
        private final Thread waiting;
        private volatile boolean ran;

        Last(Thread waiting) {
            this.waiting = waiting;
        }

        void run() {
            ran = true;
            LockSupport.unpark(waiting);
        }
    }
}
