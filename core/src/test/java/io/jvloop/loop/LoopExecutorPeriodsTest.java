// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When periodic tasks run: at times that are fixed from the beginning, or so long after the last run's end. */
@Timeout(60)
class LoopExecutorPeriodsTest {
    private static final long PERIOD_NANOS = MILLISECONDS.toNanos(5);
    private static final int RUNS = 6;

    private final LoopThread running = new LoopThread();
    private final ScheduledExecutorService executor = running.loop.executor();

    /** How late each run began; when it did; when it ended. Of the loop. */
    private final List<Long> late = new ArrayList<>();

    private final List<Long> begins = new ArrayList<>();
    private final List<Long> ends = new ArrayList<>();
    private ScheduledFuture<?> task;

    @AfterEach
    void close() throws InterruptedException {
        running.close();
    }

    /** The first one takes as long as ten periods. */
    private void run() {
        begins.add(System.nanoTime());
        late.add(-task.getDelay(NANOSECONDS));
        while (ends.isEmpty() && System.nanoTime() - begins.getFirst() < 10 * PERIOD_NANOS) {
            Thread.onSpinWait();
        }
        ends.add(System.nanoTime());
        if (begins.size() == RUNS) {
            task.cancel(false);
        }
    }

    private void assertRuns() {
        assertThrows(CancellationException.class, task::get);
        for (long nanos : late) {
            assertTrue(nanos >= 0, "early by " + -nanos);
        }
    }

    @Test
    void atAFixedRateWhatIsLateCatchesUp() throws Exception {
        running.call(() -> task = executor.scheduleAtFixedRate(this::run, PERIOD_NANOS, PERIOD_NANOS, NANOSECONDS));
        assertRuns();
        assertTrue(late.get(1) >= 9 * PERIOD_NANOS, late::toString);
        assertTrue(late.get(2) >= 8 * PERIOD_NANOS, late::toString);
    }

    @Test
    void withAFixedDelayEachRunIsThatLongAfterTheEndOfTheLast() throws Exception {
        running.call(() -> task = executor.scheduleWithFixedDelay(this::run, PERIOD_NANOS, PERIOD_NANOS, NANOSECONDS));
        assertRuns();
        assertEquals(RUNS, running.call(begins::size));
        for (int i = 1; i < RUNS; i++) {
            long pause = begins.get(i) - ends.get(i - 1);
            assertTrue(pause >= PERIOD_NANOS, "after " + pause);
        }
    }
}
