// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.tasks;

import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.sleep;
import static io.jvloop.task.Tasks.taskGroup;
import static io.jvloop.task.Tasks.timeout;

import io.jvloop.ConnectOptions;
import io.jvloop.Connection;
import io.jvloop.EventLoop;
import io.jvloop.LoopPromise;
import io.jvloop.Server;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One of several nodes that count together, on any loop: each has a count of its own, tells the others what it knows, and
 * takes the higher one of what they know (a grow-only counter). What it has acknowledged is on its disk, so that a restart
 * loses nothing; unless it acknowledges too early, which is the mistake that {@link ReplicatedCounterTest} plants.
 */
final class CounterNode {
    static final int PORT = 7000;

    /** What survives a restart. Writing takes a while. */
    static final class Disk {
        private int written;

        void write(int count) {
            sleep(Duration.ofMillis(1));
            written = Math.max(written, count);
        }
    }

    private final String host;
    private final List<String> hosts;
    private final Disk disk;
    private final boolean acknowledgesEarly;
    private final TreeMap<String, Integer> counts = new TreeMap<>();

    CounterNode(String host, List<String> hosts, Disk disk, boolean acknowledgesEarly) {
        this.host = host;
        this.hosts = hosts;
        this.disk = disk;
        this.acknowledgesEarly = acknowledgesEarly;
        counts.put(host, disk.written);
    }

    /** What it knows of everybody's. */
    Map<String, Integer> counts() {
        return counts;
    }

    int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Serves, and tells the others, until it is cancelled. */
    void run() throws Exception {
        taskGroup(group -> {
            boolean[] down = new boolean[1];
            Server server = await(EventLoop.current()
                    .createServer(
                            () -> new LineProtocol((line, reply) -> {
                                if (!down[0]) {
                                    group.createTask(() -> answer(line, reply));
                                }
                            }),
                            host,
                            PORT));
            try {
                while (true) {
                    sleep(Duration.ofMillis(50));
                    tellTheOthers();
                }
            } finally {
                down[0] = true;
                server.close();
                server.abortClients();
            }
        });
    }

    private void answer(String line, Consumer<String> reply) {
        if (!line.equals("increment")) {
            merge(line);
            reply.accept("known");
            return;
        }
        int count = counts.merge(host, 1, Integer::sum);
        if (acknowledgesEarly) {
            reply.accept("counted");
        }
        disk.write(count);
        if (!acknowledgesEarly) {
            reply.accept("counted");
        }
    }

    private void merge(String line) {
        for (String entry : line.split(" ", -1)) {
            String[] nameAndCount = entry.split("=", -1);
            counts.merge(nameAndCount[0], Integer.parseInt(nameAndCount[1]), Math::max);
        }
    }

    private void tellTheOthers() throws Exception {
        // its own count as it is on the disk: what others know must not be lost here
        StringJoiner known = new StringJoiner(" ");
        counts.forEach((name, count) -> known.add(name + "=" + (name.equals(host) ? disk.written : count)));
        for (String other : hosts) {
            if (!other.equals(host)) {
                ask(host, other, known.toString());
            }
        }
    }

    /** The answer, or null when there is none within a second: then nobody knows whether it was heard. */
    static @Nullable String ask(String from, String to, String line) throws Exception {
        LoopPromise<String> answer = EventLoop.current().createFuture();
        ConnectOptions options = ConnectOptions.DEFAULT.withLocalAddress(new InetSocketAddress(from, 0));
        try {
            return timeout(Duration.ofSeconds(1), () -> {
                Connection<LineProtocol> connection =
                        await(EventLoop.current().createConnection(() -> new LineProtocol(answer), to, PORT, options));
                try {
                    connection.protocol().write(line);
                    return await(answer);
                } finally {
                    connection.transport().abort();
                }
            });
        } catch (TimeoutException | IOException lost) {
            return null;
        }
    }
}
