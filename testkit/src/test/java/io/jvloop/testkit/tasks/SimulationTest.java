// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.tasks;

import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.createTask;
import static io.jvloop.task.Tasks.shield;
import static io.jvloop.task.Tasks.sleep;
import static io.jvloop.task.Tasks.taskGroup;
import static io.jvloop.task.Tasks.timeout;
import static io.jvloop.task.Tasks.toThread;
import static io.jvloop.task.Tasks.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.EventLoop;
import io.jvloop.LoopPromise;
import io.jvloop.Protocol;
import io.jvloop.Server;
import io.jvloop.Transport;
import io.jvloop.task.Task;
import io.jvloop.testkit.Faults;
import io.jvloop.testkit.Simulation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole programs in virtual time: one seed is one run, and nothing but the loop may decide what happens. */
@Timeout(120)
@SuppressWarnings("LockNotBeforeTry") // a test that fails needs no lock any more
class SimulationTest {
    private final List<Object> seen = new ArrayList<>();

    private static AssertionError failing(Simulation.Program program) {
        return assertThrows(AssertionError.class, () -> Simulation.run(7, Faults.USUAL, program));
    }

    // ---- a program

    /** Echoes, over a network with faults, among tasks that also meet by queues and locks. */
    private static void program(Simulation world, List<Object> log) throws Exception {
        EventLoop loop = EventLoop.current();
        Server server = await(loop.createServer(Echo::new, "127.0.0.1", 7000));
        LinkedBlockingQueue<String> results = new LinkedBlockingQueue<>();
        taskGroup(group -> {
            for (int i = 0; i < 5; i++) {
                int client = i;
                group.createTask(() -> {
                    sleep(Duration.ofMillis(world.random().nextInt(50)));
                    Collector collector = await(loop.createConnection(Collector::new, "127.0.0.1", 7000))
                            .protocol();
                    collector.write("hello " + client);
                    results.put(client + " " + timeout(Duration.ofMinutes(1), () -> await(collector.answer)));
                    collector.close();
                });
            }
            group.createTask(() -> {
                for (int i = 0; i < 5; i++) {
                    log.add(results.take() + " at " + world.time());
                }
            });
        });
        server.close();
        await(server.waitClosed());
        sleep(Duration.ofDays(1));
        log.add("a day later: " + world.time());
    }

    private static final class Echo implements Protocol {
        private @Nullable Transport transport;

        @Override
        public void connectionMade(Transport made) {
            transport = made;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            Objects.requireNonNull(transport).write(data);
        }
    }

    private static final class Collector implements Protocol {
        private final LoopPromise<String> answer = EventLoop.current().createFuture();
        private final StringBuilder text = new StringBuilder();
        private @Nullable Transport transport;

        @Override
        public void connectionMade(Transport made) {
            transport = made;
        }

        void write(String line) {
            Objects.requireNonNull(transport).write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        }

        void close() {
            Objects.requireNonNull(transport).close();
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            text.append(StandardCharsets.UTF_8.decode(data));
            if (text.charAt(text.length() - 1) == '\n') {
                answer.complete(text.toString().strip());
            }
        }
    }

    @Test
    void theSameSeedIsTheSameRunAndOthersAreOthers() {
        Set<Long> traces = new LinkedHashSet<>();
        Set<List<Object>> logs = new LinkedHashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            List<Object> first = new ArrayList<>();
            List<Object> again = new ArrayList<>();
            long trace = Simulation.run(seed, Faults.USUAL, world -> program(world, first));
            assertEquals(trace, Simulation.run(seed, Faults.USUAL, world -> program(world, again)));
            assertEquals(first, again);
            traces.add(trace);
            logs.add(first);
        }
        assertEquals(20, traces.size());
        assertEquals(20, logs.size());
    }

    @Test
    void longTimesTakeNone() {
        long before = System.nanoTime();
        Simulation.run(1, Faults.USUAL, world -> {
            sleep(Duration.ofDays(365));
            assertTrue(world.time().toDays() >= 365);
        });
        assertTrue(System.nanoTime() - before < 10_000_000_000L);
    }

    @Test
    void aFailureSaysHowToHaveItAgain() {
        AssertionError failure = failing(_ -> {
            throw new IOException("no");
        });
        assertTrue(failure.getMessage().startsWith("[seed 7; again with -Dseed=7]"), failure.getMessage());
        assertEquals("no", failure.getCause().getMessage());
        Assumptions.assumeTrue(Long.getLong("seed") == null, "it is about many seeds");
        Long[] failed = new Long[1];
        AssertionError found = assertThrows(
                AssertionError.class,
                () -> Simulation.eachSeed(1000, Faults.USUAL, world -> {
                    if (world.random().nextInt(50) == 0) {
                        failed[0] = world.seed();
                        throw new IOException("rare");
                    }
                }));
        assertTrue(found.getMessage().contains("-Dseed=" + failed[0]), found.getMessage());
    }

    @Test
    void whatIsReportedOrLeftOpenFailsIt() {
        assertTrue(failing(_ -> EventLoop.current().callSoon(() -> {
                    throw new IOException("in a callback");
                }))
                .getMessage()
                .contains("in a callback"));
        AssertionError open = failing(_ -> await(EventLoop.current().createServer(Echo::new, "127.0.0.1", 7000)));
        assertTrue(open.getMessage().contains("the loop was closed with an open server"), open.getMessage());
    }

    // ---- what only the loop may do

    private static void assertNames(AssertionError failure, String... parts) {
        for (String part : parts) {
            assertTrue(failure.getMessage().contains(part), part + " in " + failure.getMessage());
        }
    }

    private static void sleepForReal() throws InterruptedException {
        Thread.sleep(20);
    }

    @Test
    void realSleepIsNamedWithWhatToUseInstead() {
        AssertionError failure = failing(_ -> await(createTask("sleeper", () -> sleepForReal())));
        assertNames(failure, "the task sleeper", "Tasks.sleep", "sleepForReal");
    }

    @Test
    void timedWaitsAreNamedWithWhatToUseInstead() {
        AssertionError failure = failing(_ ->
                await(createTask("poller", () -> new LinkedBlockingQueue<>().poll(20, TimeUnit.MILLISECONDS))));
        assertNames(failure, "the task poller", "Tasks.timeout", "LinkedBlockingQueue.poll");
    }

    @Test
    void contendedMonitorsAreNamedWithWhatToUseInstead() {
        Object monitor = new Object();
        AssertionError failure = failing(_ -> taskGroup(group -> {
            group.createTask(() -> {
                synchronized (monitor) {
                    sleep(Duration.ofMillis(5));
                }
            });
            group.createTask("contender", () -> {
                synchronized (monitor) {
                    seen.add("in");
                }
            });
        }));
        assertNames(failure, "the task contender", "ReentrantLock");
    }

    @Test
    void otherThreadsThatWakeATaskAreNamed() {
        AssertionError failure = failing(_ -> {
            CompletableFuture<String> future = new CompletableFuture<>();
            Task<String> task = createTask("waiter", () -> {
                // something else to do in the meantime, so that it is not taken for a program that stands still
                Task<Void> busy = createTask(() -> {
                    Thread.ofPlatform()
                            .name("intruder")
                            .start(() -> future.complete("from outside")); // it waits by now
                    while (true) {
                        yieldNow();
                    }
                });
                String value = await(future);
                busy.cancel(false);
                return value;
            });
            await(task);
        });
        assertNames(failure, "the task waiter", "intruder", "toThread");
    }

    @Test
    void aProgramInWhichNothingCanHappenAnyMoreIsShown() {
        AssertionError failure = failing(_ -> {
            Task<Object> one = createTask("stuck", () -> new LinkedBlockingQueue<>().take());
            await(one);
        });
        assertNames(failure, "nothing can happen any more", "Task[stuck", "LinkedBlockingQueue.take", "awaited by");
    }

    @Test
    void untimedLocksAndQueuesAmongTasksAreSimulated() {
        Simulation.eachSeed(50, Faults.CRUEL, _ -> {
            ArrayBlockingQueue<Integer> queue = new ArrayBlockingQueue<>(1);
            ReentrantLock lock = new ReentrantLock();
            Phaser phaser = new Phaser(2);
            int[] sum = new int[1];
            taskGroup(group -> {
                group.createTask(() -> {
                    for (int i = 0; i < 10; i++) {
                        queue.put(i);
                    }
                    phaser.arriveAndAwaitAdvance();
                });
                group.createTask(() -> {
                    for (int i = 0; i < 10; i++) {
                        lock.lock();
                        sum[0] += queue.take();
                        lock.unlock();
                    }
                    phaser.arriveAndAwaitAdvance();
                });
            });
            assertEquals(45, sum[0]);
            assertEquals("elsewhere", toThread(() -> "elsewhere"));
        });
    }

    // ---- the network

    @Test
    void aPartitionHoldsEverythingBackUntilItIsHealed() {
        Simulation.eachSeed(20, Faults.USUAL, world -> {
            EventLoop loop = EventLoop.current();
            Server server = await(loop.createServer(Echo::new, "127.0.0.2", 7000));
            Collector collector = await(loop.createConnection(Collector::new, "127.0.0.2", 7000))
                    .protocol();
            world.partition("127.0.0.1", "127.0.0.2");
            collector.write("held");
            assertThrows(
                    TimeoutException.class,
                    () -> timeout(Duration.ofMinutes(1), () -> await(shield(collector.answer))));
            assertThrows(
                    TimeoutException.class,
                    () -> timeout(
                            Duration.ofSeconds(5), () -> await(loop.createConnection(Echo::new, "127.0.0.2", 7000))));
            world.heal();
            assertEquals("held", await(collector.answer));
            collector.close();
            server.close();
            await(server.waitClosed());
        });
    }
}
