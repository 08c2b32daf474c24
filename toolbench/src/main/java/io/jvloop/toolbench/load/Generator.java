// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.result.Figure;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Asks and looks at answers, on one thread, until it has measured. */
final class Generator {
    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int CHECK_MILLIS = 50;
    private static final long CHECK_NANOS = CHECK_MILLIS * 1_000_000L;
    private static final int TURNS_PER_LOOK = 16;

    /** The kernel wakes us by a few dozen microseconds late; from here on we look without sleeping. */
    private static final long SLEEPS_NANOS = 1_500_000;

    private final Job job;
    private final Epoll epoll;
    private final List<Connection> connections;
    private final Pace pace;
    private final Silence silence;
    private final ServerWatch watch;
    private final Latencies latencies = new Latencies();
    private final MemorySegment buffer = Arena.global().allocate(BUFFER_BYTES);
    private long answered;
    private long countsSince;
    private long nextCheck;

    Generator(Job job) throws Failed {
        this.job = job;
        epoll = new Epoll();
        Setting setting = new Setting(job, epoll, new Messages(job.size(), job.lines()), HttpConnection.requests(job));
        connections = IntStream.range(0, job.connections())
                .mapToObj(number -> connection(setting, number))
                .toList();
        watch = ServerWatch.of(job.serverPid());
        for (Connection connection : connections) {
            connection.openToKeep(); // before the first request: what is measured begins with all of them there
        }
        long now = System.nanoTime();
        pace = job.rate() > 0 ? new OpenLoop(job.writesPerSecond(), job.connections(), now) : new ClosedLoop();
        silence = new Silence(connections, job.patienceSeconds(), now);
        countsSince = now;
        nextCheck = now + CHECK_NANOS;
    }

    private static Connection connection(Setting setting, int number) {
        return setting.job().mode() == Mode.HTTP
                ? new HttpConnection(setting, number)
                : new EchoConnection(setting, number);
    }

    /**
     * Warms up, measures, and waits for what is under way.
     *
     * @throws Failed when an answer is wrong, or does not come
     */
    Map<Figure, Double> measure() throws Failed {
        for (Connection connection : connections) {
            pace.freed(connection, System.nanoTime());
        }
        runUntil(System.nanoTime() + (long) (job.warmupSeconds() * 1e9));
        latencies.forget();
        long answeredBefore = answered;
        Usage before = watch.usage();
        countsSince = before.wallNanos();
        runUntil(countsSince + (long) (job.seconds() * 1e9));
        Usage after = watch.usage();
        long requests = answered - answeredBefore;
        pace.endAt(after.wallNanos());
        drain();
        if (requests == 0 || latencies.isEmpty()) {
            throw new Failed("no answer in " + Arguments.text(job.seconds()) + " s");
        }
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        after.tell(before, requests, job.bytesEach(), figures);
        latencies.tell(figures);
        return figures;
    }

    private void runUntil(long end) throws Failed {
        for (int turns = 1; ; turns++) {
            boolean isIdle = turn() == 0;
            if (isIdle || turns % TURNS_PER_LOOK == 0) {
                long now = System.nanoTime();
                check(now);
                if (now - end >= 0) {
                    return;
                }
            }
        }
    }

    /** What has begun must be answered, and what should have begun by now as well. */
    private void drain() throws Failed {
        long end = System.nanoTime() + (long) ((job.seconds() + job.patienceSeconds()) * 1e9);
        while (!pace.isOver() || connections.stream().anyMatch(Connection::isUnderWay)) {
            long now = System.nanoTime();
            if (now - end > 0) {
                throw tooSlow(Arguments.text(job.seconds() + job.patienceSeconds()));
            }
            check(now);
            turn();
        }
    }

    private Failed tooSlow(String waited) {
        if (job.rate() > 0) {
            return new Failed("the server does not keep up with " + Arguments.text(job.rate()) + " requests/s: "
                    + waited + " s after the last was due some have no answer");
        }
        List<Connection> waiting =
                connections.stream().filter(Connection::isUnderWay).toList();
        return new Failed("the server is slow: " + waiting.size() + " of " + connections.size()
                + " connections still wait " + waited + " s after the last request (one of them: "
                + waiting.getFirst().progress() + ")");
    }

    private void check(long now) throws Failed {
        if (now - nextCheck >= 0) {
            nextCheck = now + CHECK_NANOS;
            silence.check(now);
            watch.sample();
        }
    }

    /** Whatever is due or has come; how many connections had something. */
    private int turn() throws Failed {
        int count = epoll.await(timeoutMillis());
        for (int i = 0; i < count; i++) {
            Connection connection = connections.get(epoll.number(i));
            int happened = epoll.happened(i);
            if ((happened & Epoll.OUT) != 0) {
                connection.send();
            }
            if ((happened & ~Epoll.OUT) != 0) {
                receive(connection);
            }
        }
        return count;
    }

    private int timeoutMillis() throws Failed {
        if (job.rate() == 0) {
            return CHECK_MILLIS;
        }
        long now = System.nanoTime();
        pace.begin(now);
        long nanos = pace.nanosUntilDue(now);
        return nanos < SLEEPS_NANOS ? 0 : (int) Math.min(CHECK_MILLIS, (nanos - SLEEPS_NANOS / 2) / 1_000_000);
    }

    private void receive(Connection connection) throws Failed {
        int answers = connection.receive(buffer);
        if (answers > 0) {
            long now = System.nanoTime();
            answered += answers;
            if (connection.begun() - countsSince >= 0) {
                latencies.record(now - connection.begun(), answers);
            }
            if (!connection.isUnderWay()) {
                pace.freed(connection, now);
            }
        }
    }
}
