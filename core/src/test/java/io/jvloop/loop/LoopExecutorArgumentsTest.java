// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the view is given: nothing at all, and times of every length. */
@Timeout(60)
class LoopExecutorArgumentsTest {
    private final LoopThread running = new LoopThread();
    private final ScheduledExecutorService executor = running.loop.executor();

    @AfterEach
    void close() throws InterruptedException {
        running.close();
    }

    private void assertNothingIsLeft() throws InterruptedException {
        executor.shutdown();
        assertTrue(executor.awaitTermination(30, SECONDS));
    }

    @Test
    void nullIsRefusedWhereverItIsHandedOver() throws Exception {
        Callable<Integer> one = () -> 1;
        List<Callable<Integer>> some = List.of(one);
        List<Callable<Integer>> withNull = Arrays.asList(one, null);
        ScheduledFuture<Integer> pending = executor.schedule(one, 1, HOURS);
        CountDownLatch release = running.hold(); // or the first of several may be done before the null is looked at
        List<Executable> calls = List.of(
                () -> executor.execute(null),
                () -> executor.submit((Runnable) null),
                () -> executor.submit((Callable<Integer>) null),
                () -> executor.submit(null, 1),
                () -> executor.schedule((Runnable) null, 1, SECONDS),
                () -> executor.schedule((Callable<Integer>) null, 1, SECONDS),
                () -> executor.schedule(() -> {}, 1, null),
                () -> executor.schedule(one, 1, null),
                () -> executor.scheduleAtFixedRate(null, 1, 1, SECONDS),
                () -> executor.scheduleAtFixedRate(() -> {}, 1, 1, null),
                () -> executor.scheduleWithFixedDelay(null, 1, 1, SECONDS),
                () -> executor.scheduleWithFixedDelay(() -> {}, 1, 1, null),
                () -> executor.invokeAll(null),
                () -> executor.invokeAll(withNull),
                () -> executor.invokeAll(null, 1, SECONDS),
                () -> executor.invokeAll(withNull, 1, SECONDS),
                () -> executor.invokeAll(some, 1, null),
                () -> executor.invokeAny(null),
                () -> executor.invokeAny(withNull),
                () -> executor.invokeAny(null, 1, SECONDS),
                () -> executor.invokeAny(withNull, 1, SECONDS),
                () -> executor.invokeAny(some, 1, null),
                () -> executor.awaitTermination(1, null),
                () -> pending.get(1, null),
                () -> pending.getDelay(null),
                () -> pending.compareTo(null));
        for (int i = 0; i < calls.size(); i++) {
            assertThrows(NullPointerException.class, calls.get(i), "call " + i);
        }
        assertTrue(pending.cancel(false));
        release.countDown();
        assertNothingIsLeft();
        assertThrows(NullPointerException.class, () -> executor.awaitTermination(1, null));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aPeriodIsMoreThanNothing(long period) throws Exception {
        assertThrows(
                IllegalArgumentException.class, () -> executor.scheduleAtFixedRate(() -> {}, 0, period, NANOSECONDS));
        assertThrows(IllegalArgumentException.class, () -> executor.scheduleWithFixedDelay(() -> {}, 0, period, DAYS));
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aDelayThatIsNoneOrLessIsNow(long delay) throws Exception {
        assertEquals("now", executor.schedule(() -> "now", delay, DAYS).get(10, SECONDS));
        ScheduledFuture<?> periodic = executor.scheduleAtFixedRate(
                () -> {
                    throw new IllegalStateException("once");
                },
                delay,
                1,
                DAYS);
        assertThrows(ExecutionException.class, () -> periodic.get(10, SECONDS));
    }

    @ParameterizedTest
    @EnumSource(TimeUnit.class)
    void aDelayLongerThanTimeIsNeverOver(TimeUnit unit) throws Exception {
        ScheduledFuture<?> never = executor.schedule(() -> {}, Long.MAX_VALUE, unit);
        ScheduledFuture<?> day = executor.schedule(() -> {}, 1, DAYS);
        executor.schedule(() -> {}, 5, MILLISECONDS).get();
        assertFalse(never.isDone());
        assertTrue(never.getDelay(DAYS) > 100 * 365, () -> never.getDelay(DAYS) + " days");
        assertTrue(day.compareTo(never) < 0);
        assertTrue(never.compareTo(day) > 0);
        assertTrue(never.cancel(false));
        assertTrue(day.cancel(false));
        assertNothingIsLeft();
    }

    /** Of somebody else. */
    private record InTwoHours() implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(2, HOURS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(NANOSECONDS), other.getDelay(NANOSECONDS));
        }
    }

    @Test
    void delaysAreMeasuredInEveryUnitAndCompared() throws Exception {
        ScheduledFuture<?> hour = executor.schedule(() -> {}, 1, HOURS);
        ScheduledFuture<?> day = executor.scheduleWithFixedDelay(() -> {}, 1, 2, DAYS);
        ScheduledFuture<?> now = (ScheduledFuture<?>) executor.submit(() -> {});
        assertEquals(59, hour.getDelay(MINUTES));
        assertEquals(23, day.getDelay(HOURS));
        assertTrue(now.getDelay(NANOSECONDS) <= 0);
        ScheduledFuture<?> same = hour;
        assertEquals(0, hour.compareTo(same));
        assertTrue(hour.compareTo(day) < 0 && day.compareTo(hour) > 0);
        assertTrue(hour.compareTo(new InTwoHours()) < 0 && day.compareTo(new InTwoHours()) > 0);
        now.get();
        hour.cancel(false);
        day.cancel(false);
        assertNothingIsLeft();
    }
}
