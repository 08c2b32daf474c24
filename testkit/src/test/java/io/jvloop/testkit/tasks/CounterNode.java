// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.tasks;

import static io.jvloop.stream.Streams.openConnection;
import static io.jvloop.stream.Streams.startServer;
import static io.jvloop.task.Tasks.await;
import static io.jvloop.task.Tasks.sleep;
import static io.jvloop.task.Tasks.timeout;

import io.jvloop.ConnectOptions;
import io.jvloop.stream.StreamOptions;
import io.jvloop.stream.StreamPair;
import io.jvloop.stream.StreamReader;
import io.jvloop.stream.StreamServer;
import io.jvloop.stream.StreamWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
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
        StreamServer server = startServer(this::serve, host, PORT);
        try {
            while (true) {
                sleep(Duration.ofMillis(50));
                tellTheOthers();
            }
        } finally { // in the middle of whatever it does, as when its process is killed
            server.close();
            server.cancelHandlers();
            server.abortClients();
            await(server.waitClosed());
        }
    }

    private void serve(StreamReader reader, StreamWriter writer) throws IOException {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.equals("increment")) {
                increment(writer);
            } else {
                merge(line);
                writer.write("known\n");
            }
        }
    }

    private void increment(StreamWriter writer) throws IOException {
        int count = counts.merge(host, 1, Integer::sum);
        if (acknowledgesEarly) {
            writer.write("counted\n");
        }
        disk.write(count);
        if (!acknowledgesEarly) {
            writer.write("counted\n");
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
        ConnectOptions options = ConnectOptions.DEFAULT.withLocalAddress(new InetSocketAddress(from, 0));
        try {
            return timeout(Duration.ofSeconds(1), () -> {
                StreamPair streams = openConnection(to, PORT, options, StreamOptions.DEFAULT);
                try {
                    streams.writer().write(line + "\n");
                    return streams.reader().readLine();
                } finally {
                    streams.writer().abort();
                }
            });
        } catch (TimeoutException | IOException lost) {
            return null;
        }
    }
}
