// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Future.State;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the view gives out, and what it keeps. */
@Timeout(120)
class LoopExecutorFuturesTest {
    private final LoopThread running = new LoopThread();
    private final ScheduledExecutorService executor = running.loop.executor();

    @AfterEach
    void close() throws InterruptedException {
        running.close();
    }

    @Test
    void aFutureTellsItsState() throws Exception {
        CountDownLatch release = running.hold();
        IllegalStateException failure = new IllegalStateException("no");
        Future<String> value = executor.submit(() -> "value");
        Future<?> failed = executor.submit(() -> {
            throw failure;
        });
        Future<?> cancelled = executor.submit(() -> {});
        assertEquals(State.RUNNING, value.state());
        assertThrows(IllegalStateException.class, value::resultNow);
        assertTrue(cancelled.cancel(false));
        assertFalse(cancelled.cancel(true));
        assertEquals(State.CANCELLED, cancelled.state());
        assertThrows(IllegalStateException.class, cancelled::resultNow);
        assertThrows(IllegalStateException.class, cancelled::exceptionNow);
        release.countDown();
        assertEquals("value", value.get());
        assertEquals(State.SUCCESS, value.state());
        assertEquals("value", value.resultNow());
        assertThrows(ExecutionException.class, failed::get);
        assertEquals(State.FAILED, failed.state());
        assertSame(failure, failed.exceptionNow());
        assertFalse(failed.cancel(true));
        assertEquals("given", executor.submit(() -> {}, "given").get());
    }

    @Test
    void aFutureThatIsHandedInAgainIsACommandLikeAnyOther() throws Exception {
        Future<String> done = executor.submit(() -> "value");
        assertEquals("value", done.get());
        executor.execute((Runnable) done);
        ScheduledFuture<String> later = executor.schedule(() -> "early", 1, HOURS);
        executor.execute((Runnable) later);
        assertEquals("early", later.get(20, SECONDS));
        executor.shutdown();
        assertTrue(executor.awaitTermination(20, SECONDS));
    }

    private static final class Neither extends Throwable {
        private static final long serialVersionUID = 1L;
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void throwAny(Throwable failure) throws X {
        throw (X) failure;
    }

    @Test
    void whatACommandThrowsIsReportedWhateverItIs() throws Exception {
        Neither failure = new Neither();
        executor.execute(() -> LoopExecutorFuturesTest.<RuntimeException>throwAny(failure));
        assertSame(failure, running.reported.take().exception());
    }

    /** Of what the task holds on to. */
    private WeakReference<Object> cancelled(List<Future<?>> kept) {
        Object payload = new Object();
        ScheduledFuture<?> future = executor.schedule(payload::hashCode, 1, HOURS);
        assertTrue(future.cancel(false));
        kept.add(future);
        return new WeakReference<>(payload);
    }

    @Test
    void aMillionDelayedTasksThatAreCancelledLeaveNothing() throws Exception {
        List<Future<?>> kept = new ArrayList<>();
        WeakReference<Object> payload = cancelled(kept);
        for (int round = 0; round < 100; round++) {
            List<ScheduledFuture<?>> tasks = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                tasks.add(executor.schedule(() -> {}, 1, HOURS));
            }
            boolean interrupt = round % 2 == 0;
            tasks.forEach(task -> task.cancel(interrupt));
        }
        assertEquals(0, running.call(() -> running.loop.metrics().timersPending()));
        for (int i = 0; i < 500 && payload.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertNull(payload.get());
        assertTrue(kept.getFirst().isCancelled());
        executor.shutdown();
        assertTrue(executor.isTerminated());
    }
}
