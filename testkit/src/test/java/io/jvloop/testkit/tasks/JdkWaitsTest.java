// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.tasks;

import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.blocking;
import static io.jvloop.task.Tasks.createTask;
import static io.jvloop.task.Tasks.sleep;
import static io.jvloop.task.Tasks.startTask;
import static io.jvloop.task.Tasks.taskGroup;
import static io.jvloop.task.Tasks.threadFactory;
import static io.jvloop.task.Tasks.timeout;
import static io.jvloop.task.Tasks.waitAll;
import static io.jvloop.task.Tasks.yieldNow;
import static io.jvloop.testkit.TaskMode.CARRIED;
import static io.jvloop.testkit.TaskMode.LENT;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.EventLoop;
import io.jvloop.LoopPromise;
import io.jvloop.task.Task;
import io.jvloop.testkit.EveryBackend;
import io.jvloop.testkit.Rig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;

/** What the JDK has for threads works for tasks: it parks them, and their loop goes on. */
@Timeout(120)
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"}) // told apart from what is tested here
class JdkWaitsTest {
    private static final Duration SHORT = Duration.ofMillis(2);

    private final List<Object> seen = new ArrayList<>();

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void whatWaitsForTheLoopsOwnExecutorParksATask(Rig rig) throws Exception {
        rig.run(() -> {
            EventLoop loop = EventLoop.current();
            ScheduledExecutorService executor = loop.executor();
            assertEquals("soon", executor.submit(() -> "soon").get());
            assertEquals(
                    "later", executor.schedule(() -> "later", 1, MILLISECONDS).get(10, SECONDS));
            Future<?> never = executor.schedule(() -> {}, 1, HOURS);
            assertThrows(TimeoutException.class, () -> never.get(2, MILLISECONDS));
            never.cancel(false);
            List<Callable<Integer>> calls = List.of(() -> 1, () -> 2);
            for (Future<Integer> each : executor.invokeAll(calls)) {
                seen.add(each.get());
            }
            seen.add(executor.invokeAny(calls) < 3);
            Task<?> waiting =
                    createTask(() -> executor.schedule(() -> {}, 1, HOURS).get());
            yieldNow();
            waiting.cancel(true);
            assertThrows(CancellationException.class, () -> await(waiting));
            executor.execute(() -> seen.add("before the end"));
            executor.shutdown();
            seen.add(executor.awaitTermination(1, MILLISECONDS));
            executor.shutdownNow();
            executor.close();
            seen.add(executor.isTerminated());
        });
        assertEquals(List.of(1, 2, true, "before the end", false, true), seen);
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void waitsMayBeWrappedTwice(Rig rig) throws Exception {
        SynchronousQueue<String> queue = new SynchronousQueue<>();
        rig.run(() -> taskGroup(group -> {
            group.createTask(() -> {
                blocking(() -> {
                    seen.add(blocking(queue::take));
                    seen.add(queue.poll(10, SECONDS));
                });
                yieldNow();
                seen.add(blocking(() -> blocking(queue::take)));
            });
            group.createTask(() -> {
                for (String each : List.of("in", "out", "again")) {
                    sleep(Duration.ofMillis(60)); // longer than a loop may be held up
                    blocking(() -> queue.put(each));
                }
            });
        }));
        assertEquals(List.of("in", "out", "again"), seen);
    }

    @EveryBackend(
            tasks = {LENT},
            seeds = 0)
    void withinAWrappedCallOurAwaitsSayThatTheLoopWasGivenBack(Rig rig) throws Exception {
        rig.run(() -> {
            for (int i = 0; i < 20; i++) { // also in the moment in which the loop has not noticed yet
                blocking(() -> seen.add(assertThrows(IllegalStateException.class, () -> sleep(SHORT))
                        .getMessage()));
            }
        });
        assertEquals(20, seen.size());
        for (Object each : seen) {
            assertTrue(each.toString().contains("within blocking() it was given back"), each.toString());
        }
    }

    // ---- locks and queues: wrapped, in both modes

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void locksAreHandedOnInOrder(Rig rig) throws Exception {
        ReentrantLock lock = new ReentrantLock(true);
        rig.run(() -> taskGroup(group -> {
            lock.lock();
            for (int i = 0; i < 4; i++) {
                int number = i;
                group.createTask(() -> {
                    blocking(lock::lockInterruptibly);
                    seen.add(number);
                    yieldNow();
                    lock.unlock();
                });
                sleep(SHORT);
            }
            lock.unlock();
        }));
        assertEquals(List.of(0, 1, 2, 3), seen);
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void queuesHandOverFromTaskToTask(Rig rig) throws Exception {
        for (BlockingQueue<Integer> queue : List.<BlockingQueue<Integer>>of(
                new ArrayBlockingQueue<>(2),
                new LinkedBlockingQueue<>(),
                new PriorityBlockingQueue<>(),
                new LinkedBlockingDeque<>(1),
                new SynchronousQueue<>())) {
            int[] sum = new int[1];
            rig.run(() -> taskGroup(group -> {
                group.createTask(() -> {
                    for (int i = 1; i <= 50; i++) {
                        int number = i;
                        blocking(() -> queue.put(number));
                    }
                });
                group.createTask(() -> {
                    for (int i = 0; i < 50; i++) {
                        sum[0] += blocking(queue::take);
                    }
                });
            }));
            assertEquals(1275, sum[0], queue.getClass().getSimpleName());
        }
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void semaphoresLatchesBarriersAndPhasersMeetTasks(Rig rig) throws Exception {
        Semaphore two = new Semaphore(2);
        CountDownLatch event = new CountDownLatch(1);
        CyclicBarrier barrier = new CyclicBarrier(3, () -> seen.add("barrier"));
        Phaser phaser = new Phaser(3);
        int[] inside = new int[2];
        rig.run(() -> taskGroup(group -> {
            for (int i = 0; i < 3; i++) {
                group.createTask(() -> {
                    blocking(() -> event.await());
                    blocking(() -> two.acquire());
                    inside[1] = Math.max(inside[1], ++inside[0]);
                    sleep(SHORT);
                    inside[0]--;
                    two.release();
                    blocking(() -> barrier.await());
                    blocking(() -> phaser.arriveAndAwaitAdvance());
                });
            }
            sleep(SHORT);
            seen.add("event");
            event.countDown();
        }));
        assertEquals(List.of("event", "barrier"), seen);
        assertEquals(2, inside[1]);
        assertEquals(1, phaser.getPhase());
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void conditionsAndCancelledWaitersPassTheWakeUpOn(Rig rig) throws Exception {
        Semaphore one = new Semaphore(0, true);
        rig.run(() -> {
            Task<Void> cancelled = createTask(() -> blocking(() -> one.acquire()));
            Task<Void> other = createTask(() -> blocking(() -> one.acquire()));
            sleep(SHORT.multipliedBy(2));
            cancelled.cancel(false);
            one.release();
            await(other);
            waitAll(List.of(cancelled));
        });
        ReentrantLock lock = new ReentrantLock();
        Condition changed = lock.newCondition();
        rig.run(() -> {
            Task<Void> waiting = createTask(() -> blocking(() -> {
                lock.lock();
                try {
                    changed.await();
                } finally {
                    lock.unlock();
                }
            }));
            sleep(SHORT.multipliedBy(2));
            blocking(() -> {
                lock.lock();
                changed.signal();
                lock.unlock();
            });
            await(waiting);
        });
    }

    // ---- unwrapped, where the loop carries them

    @EveryBackend(tasks = CARRIED)
    void untimedWaitsNeedNoWrappingWhereTheLoopCarriesTasks(Rig rig) throws Exception {
        BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(1);
        ReentrantLock lock = new ReentrantLock();
        rig.run(() -> taskGroup(group -> {
            group.createTask(() -> {
                for (int i = 0; i < 20; i++) {
                    queue.put(i);
                }
            });
            group.createTask(() -> {
                for (int i = 0; i < 20; i++) {
                    lock.lock();
                    try {
                        seen.add(queue.take());
                    } finally {
                        lock.unlock();
                    }
                }
            });
            CompletableFuture<String> future = new CompletableFuture<>();
            group.createTask(() -> future.complete("joined"));
            assertEquals("joined", future.join());
        }));
        assertEquals(IntStream.range(0, 20).boxed().toList(), seen);
    }

    @EveryBackend(tasks = CARRIED, seeds = 0)
    void sleepSynchronizedAndObjectWaitOnlyParkTheTask(Rig rig) throws Exception {
        Object monitor = new Object();
        rig.run(() -> taskGroup(group -> {
            group.createTask(() -> {
                synchronized (monitor) {
                    Thread.sleep(30);
                    seen.add("holder");
                }
            });
            group.createTask(() -> {
                synchronized (monitor) {
                    seen.add("contender");
                    monitor.wait();
                    seen.add("notified");
                }
            });
            group.createTask(() -> {
                sleep(SHORT);
                seen.add("the loop goes on");
                sleep(Duration.ofMillis(60));
                synchronized (monitor) {
                    monitor.notifyAll();
                }
            });
        }));
        assertEquals(List.of("the loop goes on", "holder", "contender", "notified"), seen);
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void socketsOfTheJdksOnlyParkTheTask(Rig rig) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"))) {
            rig.run(() -> taskGroup(group -> {
                group.createTask(() -> blocking(() -> {
                    try (Socket accepted = server.accept()) {
                        accepted.getOutputStream()
                                .write(accepted.getInputStream().read() + 1);
                    }
                }));
                group.createTask(() -> seen.add(blocking(() -> {
                    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.getLocalPort())) {
                        Thread.sleep(20);
                        socket.getOutputStream().write(41);
                        return socket.getInputStream().read();
                    }
                })));
                sleep(SHORT);
                seen.add("the loop goes on");
            }));
        }
        assertEquals(List.of("the loop goes on", 42), seen);
    }

    // ---- what goes along

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void aSocketOrChannelThatTheInterruptClosesTellsOfTheSameRequest(Rig rig) throws Exception {
        InetAddress here = InetAddress.ofLiteral("127.0.0.1");
        try (ServerSocket server = new ServerSocket(0, 10, here)) {
            Callable<Integer> socket = () -> {
                try (Socket client = new Socket(here, server.getLocalPort())) {
                    return client.getInputStream().read();
                }
            };
            Callable<Integer> channel = () -> {
                try (SocketChannel client = SocketChannel.open(new InetSocketAddress(here, server.getLocalPort()))) {
                    return client.read(ByteBuffer.allocate(1));
                }
            };
            rig.run(() -> {
                for (Callable<Integer> read : List.of(socket, channel)) {
                    Task<Integer> task = createTask(() -> blocking(read));
                    sleep(Duration.ofMillis(20));
                    task.cancel(false);
                    assertThrows(CancellationException.class, () -> await(task));
                    assertTrue(task.isCancelled());
                    assertThrows(TimeoutException.class, () -> timeout(Duration.ofMillis(20), () -> blocking(read)));
                    sleep(SHORT); // which the interrupt does not reach any more
                }
            });
        }
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void aTaskWhoseSocketTheInterruptHasClosedMayWaitWhileItCleansUp(Rig rig) throws Exception {
        InetAddress here = InetAddress.ofLiteral("127.0.0.1");
        try (ServerSocket server = new ServerSocket(0, 10, here)) {
            rig.run(() -> {
                Task<Integer> task = createTask(() -> {
                    try (Socket client = new Socket(here, server.getLocalPort())) {
                        return blocking(() -> client.getInputStream().read());
                    } catch (SocketException closed) {
                        assertTrue(Thread.interrupted());
                        sleep(SHORT);
                        seen.add("cleaned up");
                        throw closed;
                    }
                });
                sleep(Duration.ofMillis(20));
                task.cancel(false);
                assertThrows(CancellationException.class, () -> await(task));
            });
        }
        assertEquals(List.of("cleaned up"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void threadLocalsAreEachTasksOwn(Rig rig) throws Exception {
        ThreadLocal<String> own = ThreadLocal.withInitial(() -> "initial");
        rig.run(() -> {
            own.set("main");
            await(createTask(() -> {
                seen.add(own.get());
                own.set("child");
                yieldNow();
                seen.add(own.get());
            }));
            seen.add(own.get());
        });
        assertEquals(List.of("initial", "child", "main"), seen);
    }

    @EveryBackend(tasks = {CARRIED, LENT})
    void whatAsyncioWouldCarryGoesAlongToNewTasks(Rig rig) throws Exception {
        InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
        ScopedValue<String> scoped = ScopedValue.newInstance();
        rig.run(() -> {
            inherited.set("inherited");
            Task<Void> late = ScopedValue.where(scoped, "scoped").call(() -> {
                taskGroup(group -> group.createTask(() -> seen.add(inherited.get() + " " + scoped.get())));
                startTask(() -> seen.add(scoped.get()));
                return createTask(() -> {
                    yieldNow();
                    seen.add("later " + scoped.get());
                    ScopedValue.where(scoped, "inner").run(() -> seen.add(scoped.get()));
                });
            });
            inherited.set("changed");
            await(late);
            assertFalse(await(createTask(scoped::isBound)));
        });
        assertEquals(List.of("inherited scoped", "scoped", "later scoped", "inner"), seen);
    }

    @EveryBackend(tasks = CARRIED, seeds = 0)
    void virtualThreadsThatATaskStartsRunOnItsLoop(Rig rig) throws Exception {
        EventLoop loop = rig.loop();
        rig.run(() -> {
            LoopPromise<Object> told = loop.createFuture();
            Thread started = Thread.ofVirtual().start(() -> {
                try {
                    seen.add(loop.inLoop() && EventLoop.current() == loop);
                    Thread.sleep(1);
                    String refused = assertThrows(IllegalStateException.class, () -> sleep(SHORT))
                            .getMessage();
                    told.complete(refused);
                } catch (Throwable failure) {
                    told.completeExceptionally(failure);
                }
            });
            assertTrue(await(told).toString().contains("a virtual thread that somebody else started"));
            started.join();
        });
        assertEquals(List.of(true), seen);
    }

    @EveryBackend(
            tasks = {CARRIED, LENT},
            seeds = 0)
    void aLibraryMayHaveAFactoryOfTheLoops(Rig rig) throws Exception {
        EventLoop loop = rig.loop();
        rig.run(() -> {
            try (ExecutorService library = Executors.newThreadPerTaskExecutor(threadFactory())) {
                Future<Boolean> onLoop = library.submit(() -> {
                    Thread.sleep(1);
                    return loop.inLoop();
                });
                assertEquals(rig.tasks() == CARRIED, blocking(() -> onLoop.get()));
                LoopPromise<String> promise = loop.createFuture();
                Future<String> got = library.submit(() -> promise.get());
                loop.callLater(SHORT, () -> promise.complete("from the loop"));
                assertEquals("from the loop", blocking(() -> got.get()));
            }
        });
    }
}
