// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.tasks;

import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.currentTask;
import static io.jvloop.task.Tasks.sleep;
import static io.jvloop.task.Tasks.toThread;
import static io.jvloop.testkit.TaskMode.CARRIED;
import static io.jvloop.testkit.TaskMode.LENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jvloop.EventLoop;
import io.jvloop.LoopPromise;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Rig;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;

/** What goes along, of what a task has bound and set, to where its work is done: asyncio's contextvars, in Java's words. */
@Timeout(120)
class ContextTest {
    private static final ScopedValue<String> USER = ScopedValue.newInstance();
    private static final ScopedValue<String> REQUEST = ScopedValue.newInstance();

    private static String bound() {
        return USER.orElse("nobody") + " " + REQUEST.orElse("nothing");
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void scopedValuesGoAlongToAnotherThread(Rig rig) throws Exception {
        rig.run(() -> {
            String seen = ScopedValue.where(USER, "a").where(REQUEST, "1").call(() -> {
                assertEquals("a 1", toThread(ContextTest::bound));
                return ScopedValue.where(REQUEST, "2").call(() -> toThread(ContextTest::bound));
            });
            assertEquals("a 2", seen);
            for (int i = 0; i < 50; i++) { // more than the pool has threads: none of them keeps any
                assertEquals("nobody nothing", toThread(ContextTest::bound));
            }
        });
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void workOnAnotherThreadMayBindMoreAndFailsAsItDoesWithoutAny(Rig rig) throws Exception {
        IOException failure = new IOException("no");
        rig.run(() -> ScopedValue.where(USER, "a").run(() -> {
            try {
                assertEquals(
                        "a 3", toThread(() -> ScopedValue.where(REQUEST, "3").call(ContextTest::bound)));
            } catch (Exception unexpected) {
                throw new AssertionError(unexpected);
            }
            assertSame(
                    failure,
                    assertThrows(
                            IOException.class,
                            () -> toThread(() -> {
                                throw failure;
                            })));
            assertThrows(NullPointerException.class, () -> toThread(null));
        }));
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void threadLocalsDoNotGoAlongToAnotherThreadNotEvenToOneThatIsMadeForIt(Rig rig) throws Exception {
        ThreadLocal<String> local = new ThreadLocal<>();
        InheritableThreadLocal<String> inheritable = new InheritableThreadLocal<>();
        rig.run(() -> {
            local.set("the task's");
            inheritable.set("the task's");
            for (int i = 0; i < 3; i++) {
                assertNull(toThread(local::get));
                assertNull(toThread(inheritable::get));
            }
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            assertSame(loader, toThread(() -> Thread.currentThread().getContextClassLoader()));
        });
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void anotherThreadHasNeitherTheLoopNorTheTask(Rig rig) throws Exception {
        rig.run(() -> {
            assertNull(toThread(EventLoop::currentOrNull));
            assertThrows(IllegalStateException.class, () -> toThread(() -> currentTask()));
        });
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void callbacksAndTheExecutorItselfGetNothing(Rig rig) throws Exception {
        rig.run(() -> {
            AtomicReference<String> seen = new AtomicReference<>();
            LoopPromise<String> called = rig.loop().createFuture();
            LoopPromise<String> later = rig.loop().createFuture();
            ScopedValue.where(USER, "a").run(() -> {
                rig.loop().callSoon(() -> called.complete(bound()));
                rig.loop().callLater(Duration.ofMillis(1), () -> later.complete(bound()));
                rig.loop().runInExecutor(() -> seen.getAndSet(bound()));
            });
            assertEquals("nobody nothing", await(called));
            assertEquals("nobody nothing", await(later));
            while (seen.get() == null) {
                sleep(Duration.ofMillis(1));
            }
            assertEquals("nobody nothing", seen.get());
            assertFalse(USER.isBound());
        });
    }
}
