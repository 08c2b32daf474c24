// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.jmh;

import io.jvloop.EventLoop;
import io.jvloop.LoopOptions;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A timer among 100,000 others, armed and cancelled, as each request of a server with time limits does. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Timers {
    private static final int PENDING = 100_000;
    private static final Duration[] DELAYS = new Duration[4096];

    private EventLoop loop;
    private int next;

    /** Times between one hour and two, so that none is due meanwhile. */
    @Setup
    public void open() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < DELAYS.length; i++) {
            DELAYS[i] = Duration.ofNanos(3_600_000_000_000L + random.nextLong(3_600_000_000_000L));
        }
        loop = EventLoop.open(LoopOptions.DEFAULT);
        for (int i = 0; i < PENDING; i++) {
            loop.callLater(Duration.ofNanos(3_600_000_000_000L + random.nextLong(3_600_000_000_000L)), () -> {});
        }
    }

    /** Drops them. */
    @TearDown
    public void close() {
        loop.close();
    }

    /** At a time anywhere among the others. */
    @Benchmark
    public void armAndCancel() {
        loop.callLater(DELAYS[next++ & (DELAYS.length - 1)], () -> {}).cancel();
    }

    /** After all others, as with one time limit for all requests. */
    @Benchmark
    public void armAndCancelLast() {
        loop.callLater(Duration.ofHours(3), () -> {}).cancel();
    }
}
