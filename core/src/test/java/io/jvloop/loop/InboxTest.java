// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final TestLoop loop = new TestLoop();
    private final ReadyQueue ready = new ReadyQueue();

    private ThreadsafeHandle handle(Runnable work) {
        return new ThreadsafeHandle(loop.scheduler, work::run);
    }

    @Test
    void whatWasPushedFirstComesFirst() {
        Inbox inbox = new Inbox(() -> {}, Integer.MAX_VALUE);
        List<ThreadsafeHandle> pushed = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            ThreadsafeHandle next = handle(() -> {});
            pushed.add(next);
            assertTrue(inbox.push(next));
        }
        assertEquals(100, inbox.drainTo(ready));
        for (ThreadsafeHandle expected : pushed) {
            assertEquals(expected, ready.remove());
        }
        assertEquals(0, inbox.drainTo(ready));
    }

    @Test
    void onlyALoopThatSleepsIsWoken() {
        int[] wakeups = new int[1];
        Inbox inbox = new Inbox(() -> wakeups[0]++, Integer.MAX_VALUE);
        inbox.push(handle(() -> {}));
        assertEquals(0, wakeups[0]);
        assertFalse(inbox.fallAsleep(), "there is something to do");
        inbox.drainTo(ready);
        assertTrue(inbox.fallAsleep());
        inbox.push(handle(() -> {}));
        assertEquals(1, wakeups[0]);
        inbox.awake();
        inbox.push(handle(() -> {}));
        assertEquals(1, wakeups[0]);
    }

    @Test
    void aFullInboxRefusesAndKeepsWhatItHas() {
        Inbox inbox = new Inbox(() -> {}, 2);
        inbox.push(handle(() -> {}));
        inbox.push(handle(() -> {}));
        assertThrows(RejectedExecutionException.class, () -> inbox.push(handle(() -> {})));
        assertEquals(2, inbox.drainTo(ready));
        assertTrue(inbox.push(handle(() -> {})));
    }

    @Test
    void aClosedInboxSaysSo() {
        Inbox inbox = new Inbox(() -> {}, Integer.MAX_VALUE);
        inbox.close();
        assertFalse(inbox.push(handle(() -> {})));
    }

    /** The consumer sleeps whenever it may: a wake-up that is lost leaves it asleep for ever. */
    @Test
    void noWakeUpIsLostUnderFourProducers() throws Exception {
        int producers = 4;
        int each = 50_000;
        Semaphore bell = new Semaphore(0);
        Inbox inbox = new Inbox(bell::release, Integer.MAX_VALUE);
        int[] ran = new int[1];
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < producers; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int j = 0; j < each; j++) {
                    inbox.push(handle(() -> ran[0]++));
                }
            }));
        }
        while (ran[0] < producers * each) {
            if (inbox.fallAsleep()) {
                assertTrue(
                        bell.tryAcquire(30, java.util.concurrent.TimeUnit.SECONDS), "asleep for ever after " + ran[0]);
            }
            inbox.awake();
            inbox.drainTo(ready);
            while (ready.size() > 0) {
                ready.remove().run();
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(producers * each, ran[0]);
    }
}
