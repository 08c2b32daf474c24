// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.tasks;

import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.blocking;
import static io.jvloop.task.Tasks.createTask;
import static io.jvloop.task.Tasks.sleep;
import static io.jvloop.task.Tasks.taskGroup;
import static io.jvloop.task.Tasks.toThread;
import static io.jvloop.task.Tasks.waitAll;
import static io.jvloop.task.Tasks.yieldNow;

import io.jvloop.task.Body;
import io.jvloop.task.Task;
import io.jvloop.task.Tasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Programs of {@link ProgramTest}, each for a JVM of its own. */
final class Programs {
    private static final Duration LONG = Duration.ofHours(1);

    private Programs() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "interruptible" ->
                Tasks.run(() -> {
                    System.out.println("ready");
                    try {
                        sleep(LONG);
                    } finally {
                        sleep(Duration.ofMillis(10));
                        System.out.println("cleaned up");
                    }
                });
            case "stubborn" ->
                Tasks.run(() -> {
                    System.out.println("ready");
                    while (true) {
                        try {
                            sleep(LONG);
                        } catch (CancellationException request) {
                            System.out.println("not yet");
                        }
                    }
                });
            case "polite" ->
                Tasks.run(() -> {
                    System.out.println("ready");
                    try {
                        sleep(LONG);
                    } catch (CancellationException request) {
                        System.out.println("returns");
                    }
                });
            case "one-after-another" -> oneAfterAnother();
            case "side-by-side" -> sideBySide();
            case "fallback" -> fallback();
            case "poller" -> poller();
            case "scoped" -> scoped();
            case "sleepers" -> sleepers(Integer.parseInt(arguments[1]), 0);
            case "sleepers-later" -> sleepers(Integer.parseInt(arguments[1]), 30);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Two programs of which the first to begin is the first to end, and then none. */
    private static void oneAfterAnother() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch both = new CountDownLatch(1);
        Thread first = inThread(() -> {
            begun.countDown();
            toThread(() -> {
                both.await();
                return 0;
            });
        });
        begun.await();
        Tasks.run(() -> {
            both.countDown();
            toThread(() -> {
                first.join();
                return 0;
            });
        });
        System.out.println("ready");
        Thread.sleep(LONG);
    }

    /** Two programs that have something to clean up. */
    private static void sideBySide() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        var _ = inThread(() -> {
            begun.countDown();
            sleepAndCleanUp("first", 10);
        });
        begun.await();
        Tasks.run(() -> {
            System.out.println("ready");
            sleepAndCleanUp("second", 500);
        });
    }

    private static Thread inThread(Body program) {
        return Thread.ofPlatform().start(() -> {
            try {
                Tasks.run(program);
            } catch (Exception interrupted) {
                // in the end
            }
        });
    }

    private static void sleepAndCleanUp(String name, long millis) throws Exception {
        try {
            sleep(LONG);
        } finally {
            sleep(Duration.ofMillis(millis));
            System.out.println(name);
        }
    }

    /** In a JVM that was not opened. */
    private static void fallback() throws Exception {
        AtomicInteger said = new AtomicInteger();
        Logger log = Logger.getLogger("io.jvloop");
        log.setUseParentHandlers(false);
        log.addHandler(new Handler() {
            @Override
            public void publish(LogRecord event) {
                said.addAndGet(event.getMessage().contains("--add-opens java.base/java.lang=") ? 1 : 0);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
        for (int i = 0; i < 3; i++) {
            System.out.println(Tasks.run(() -> {
                Task<String> task = createTask(() -> {
                    sleep(Duration.ofMillis(1));
                    return "awaited";
                });
                return await(task) + " "
                        + blocking(() -> {
                            Thread.sleep(200);
                            return "wrapped";
                        });
            }));
        }
        System.out.println("said " + said);
        try {
            Tasks.run(() -> Thread.sleep(LONG));
        } catch (IllegalStateException failure) {
            System.out.println(failure.getMessage().contains("--add-opens java.base/java.lang=") ? "named" : failure);
        }
    }

    /** Whether a scoped value goes along to a new task, and to another thread. */
    private static void scoped() throws Exception {
        ScopedValue<String> value = ScopedValue.newInstance();
        System.out.println(Tasks.run(() -> ScopedValue.where(value, "bound")
                .call(() -> await(createTask(value::isBound)) + " " + toThread(value::isBound))));
    }

    /** A task is the first to need the JDK's poller; others need it too, when the loop is gone. */
    private static void poller() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"))) {
            Tasks.run(() -> taskGroup(group -> {
                group.createTask(() -> exchange(server));
                group.createTask(() -> answer(server));
            }));
            Thread.startVirtualThread(() -> answer(server));
            Thread other = Thread.startVirtualThread(() -> exchange(server));
            System.out.println(other.join(Duration.ofSeconds(20)) ? "alive" : "hangs");
        }
    }

    private static void exchange(ServerSocket server) {
        try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            Thread.sleep(20);
            socket.getOutputStream().write(1);
            System.out.println("read " + socket.getInputStream().read());
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static void answer(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write(socket.getInputStream().read() + 1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** How much heap a sleeping task takes: at once, or when the JVM has compiled what they do. */
    private static void sleepers(int count, int rounds) throws Exception {
        Tasks.run(() -> {
            for (int i = 0; i < rounds; i++) {
                List<Task<Void>> warm = sleepingTasks(2000);
                warm.forEach(task -> task.cancel(false));
                waitAll(warm);
            }
            long before = usedHeap();
            List<Task<Void>> tasks = sleepingTasks(count);
            System.out.println((usedHeap() - before) / count);
            tasks.forEach(task -> task.cancel(false));
            waitAll(tasks);
            System.out.println("ended");
        });
    }

    private static List<Task<Void>> sleepingTasks(int count) {
        List<Task<Void>> tasks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tasks.add(createTask(() -> sleep(LONG)));
        }
        yieldNow();
        yieldNow();
        return tasks;
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
