// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several tasks at once: what is waited for, and what becomes of the rest. */
@Timeout(60)
class LoopExecutorInvokeTest {
    private final LoopThread running = new LoopThread();
    private final ScheduledExecutorService executor = running.loop.executor();
    private final CountDownLatch began = new CountDownLatch(1);

    @AfterEach
    void close() throws Exception {
        if (!executor.isShutdown()) {
            assertTheLoopIsAsItWas();
        }
        running.close();
    }

    /** It does nothing of theirs any more, and nobody's interrupt has reached it. */
    private void assertTheLoopIsAsItWas() throws Exception {
        executor.shutdown();
        assertTrue(executor.awaitTermination(30, SECONDS));
        assertEquals(false, running.call(() -> Thread.currentThread().isInterrupted()));
        assertEquals(0, running.call(() -> running.reported.size()));
    }

    /** Would keep the loop for ever if nobody interrupted it. */
    private String sleep() throws InterruptedException {
        began.countDown();
        HOURS.sleep(1);
        return "slept";
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static List<Callable<String>> calls(Callable<String>... calls) {
        return List.of(calls);
    }

    private static String fail() throws IOException {
        throw new IOException("no");
    }

    @Test
    void allOfThemGiveTheirValuesInTheirOrder() throws Exception {
        List<String> values = new ArrayList<>();
        for (Future<String> future : executor.invokeAll(calls(() -> "1", () -> "2", () -> "3"))) {
            values.add(future.resultNow());
        }
        assertEquals(List.of("1", "2", "3"), values);
    }

    @Test
    void allOfThemAreDoneWhateverBecameOfThem() throws Exception {
        List<Future<String>> futures = executor.invokeAll(calls(LoopExecutorInvokeTest::fail, () -> "value"));
        assertEquals(IOException.class, futures.get(0).exceptionNow().getClass());
        assertEquals("value", futures.get(1).resultNow());
    }

    @Test
    void ofNothingThereIsNothingToGive() throws Exception {
        List<Callable<String>> nothing = calls();
        assertEquals(List.of(), executor.invokeAll(nothing));
        assertEquals(List.of(), executor.invokeAll(nothing, 1, SECONDS));
        assertThrows(IllegalArgumentException.class, () -> executor.invokeAny(nothing));
        assertThrows(IllegalArgumentException.class, () -> executor.invokeAny(nothing, 1, SECONDS));
    }

    @Test
    void anyOfThemIsTheFirstValueAndTheRestIsCancelled() throws Exception {
        assertEquals("value", executor.invokeAny(calls(LoopExecutorInvokeTest::fail, () -> "value", this::sleep)));
        assertEquals("value", executor.invokeAny(calls(() -> "value", this::sleep), 10, SECONDS));
    }

    @Test
    void anyOfThemThatAllFailIsTheirFailure() {
        List<Callable<String>> failing = calls(LoopExecutorInvokeTest::fail, LoopExecutorInvokeTest::fail);
        for (ExecutionException failure : List.of(
                assertThrows(ExecutionException.class, () -> executor.invokeAny(failing)),
                assertThrows(ExecutionException.class, () -> executor.invokeAny(failing, 10, SECONDS)))) {
            assertSame(IOException.class, failure.getCause().getClass());
        }
    }

    @Test
    void whenTheTimeIsOverWhatIsNotDoneIsCancelled() throws Exception {
        List<Future<String>> futures =
                executor.invokeAll(calls(() -> "value", this::sleep, () -> "behind it"), 50, MILLISECONDS);
        assertEquals("value", futures.get(0).resultNow());
        assertTrue(futures.get(1).isCancelled());
        assertTrue(futures.get(2).isCancelled());
    }

    @Test
    void whenTheTimeIsOverBeforehandNothingIsRun() throws Exception {
        for (long time : new long[] {0, -1, Long.MIN_VALUE}) {
            for (Future<String> future : executor.invokeAll(calls(this::sleep, this::sleep), time, SECONDS)) {
                assertTrue(future.isCancelled());
            }
        }
        assertEquals(1, began.getCount());
    }

    @Test
    void whenTheTimeIsOverNoneOfThemIsTheOne() {
        assertThrows(
                TimeoutException.class, () -> executor.invokeAny(calls(this::sleep, this::sleep), 50, MILLISECONDS));
    }

    private void assertInterruptible(Callable<?> wait) throws Exception {
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        Thread waiter = Thread.ofPlatform().start(() -> {
            try {
                outcome.complete(wait.call());
            } catch (Exception failure) {
                outcome.complete(failure);
            }
        });
        began.await();
        waiter.interrupt();
        assertEquals(InterruptedException.class, outcome.get(20, SECONDS).getClass());
    }

    @Test
    void whoeverWaitsForAllOfThemMayBeInterruptedAndThenTheyAreCancelled() throws Exception {
        assertInterruptible(() -> executor.invokeAll(calls(this::sleep, this::sleep)));
    }

    @Test
    void whoeverWaitsForOneOfThemMayBeInterruptedAndThenTheyAreCancelled() throws Exception {
        assertInterruptible(() -> executor.invokeAny(calls(this::sleep, this::sleep)));
    }

    @Test
    void aViewThatWasShutDownTakesNoneOfThem() {
        executor.shutdown();
        List<Callable<String>> some = calls(() -> "value");
        assertThrows(RejectedExecutionException.class, () -> executor.invokeAll(some));
        assertThrows(RejectedExecutionException.class, () -> executor.invokeAll(some, 1, SECONDS));
        assertThrows(RejectedExecutionException.class, () -> executor.invokeAny(some));
        assertThrows(RejectedExecutionException.class, () -> executor.invokeAny(some, 1, SECONDS));
    }
}
