// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import io.jvloop.testkit.workload.Outcome;
import io.jvloop.testkit.workload.Workload;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * {@code sim}: loops on the fake kernel, seed after seed, until something does not hold. One seed alone is run twice, and
 * both runs must be the same to the last event.
 */
final class Sim {
    private static final long SEEDS = 10_000;
    private static final long SEEDS_MAX = 1_000_000_000_000L;
    private static final long MINUTES_MAX = 1_000_000;
    private static final long PROGRESS_MILLIS = 5000;
    private static final int EVENTS_SHOWN = 40;

    private final PrintStream out;
    private final long first;
    private final long count;
    private final long ends;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong events = new AtomicLong();
    private final AtomicReference<@Nullable Outcome> finding = new AtomicReference<>();
    private final AtomicBoolean over = new AtomicBoolean();

    private Sim(PrintStream out, long first, long count, long ends) {
        this.out = out;
        this.first = first;
        this.count = count;
        this.ends = ends;
    }

    static int run(List<String> args, PrintStream out) throws BadInput, Failed {
        Options options = Options.parse(args, List.of("--seeds", "--seed", "--minutes"), List.of());
        boolean forMinutes = options.has("--minutes");
        long seeds = options.number("--seeds", forMinutes ? SEEDS_MAX : SEEDS, 1, SEEDS_MAX);
        long minutes = options.number("--minutes", MINUTES_MAX, 1, MINUTES_MAX);
        // new ones each time: the tests run the same ones each time
        long first = options.number("--seed", System.currentTimeMillis(), Long.MIN_VALUE, Long.MAX_VALUE);
        if (options.has("--seed") && !options.has("--seeds") && !forMinutes) {
            return replay(first, out);
        }
        return new Sim(out, first, seeds, now() + Duration.ofMinutes(minutes).toNanos()).explore();
    }

    private static long now() {
        return System.nanoTime();
    }

    // ---- many seeds

    private int explore() throws Failed {
        List<Thread> workers = new ArrayList<>();
        for (int i = Runtime.getRuntime().availableProcessors(); i > 0; i--) {
            workers.add(Thread.ofPlatform().daemon().name("sim-" + i).start(this::work));
        }
        try {
            for (Thread worker : workers) {
                while (!worker.join(Duration.ofMillis(PROGRESS_MILLIS))) {
                    out.println(progress());
                }
            }
        } catch (InterruptedException end) {
            over.set(true);
        }
        Outcome bad = finding.get();
        if (bad != null) {
            show(bad);
            return 1;
        }
        out.println(progress() + ": nothing found");
        return 0;
    }

    private void work() {
        while (!over.get() && now() - ends < 0) {
            long index = next.getAndIncrement();
            if (index >= count) {
                return;
            }
            Outcome outcome = Workload.run(first + index);
            done.incrementAndGet();
            events.addAndGet(outcome.events());
            if (!outcome.isGood()) {
                finding.compareAndSet(null, outcome);
                over.set(true);
            }
        }
    }

    private String progress() {
        return String.format(Locale.ROOT, "%,d seeds from %d on, %,d events", done.get(), first, events.get());
    }

    private void show(Outcome bad) {
        out.println("seed " + bad.seed() + " of " + done.get() + " seeds: " + bad.failure());
        out.println("with " + bad.faults());
        out.println("again with ./jvloop sim --seed " + bad.seed());
    }

    // ---- one seed

    private static int replay(long seed, PrintStream out) {
        Outcome one = Workload.runTraced(seed);
        Outcome two = Workload.runTraced(seed);
        out.println("seed " + seed + " with " + one.faults());
        out.printf(Locale.ROOT, "%,d events, trace %016x%n", one.events(), one.hash());
        int split = firstDifference(one.trace(), two.trace());
        if (split >= 0) {
            out.println("a second run was another one: it parts at event " + split);
            tail(one.trace(), split + 1, out);
            out.println("-- the second run");
            tail(two.trace(), split + 1, out);
            return 1;
        }
        Throwable failure = one.failure();
        if (failure == null) {
            out.println("twice the same run, nothing found");
            return 0;
        }
        tail(one.trace(), one.trace().size(), out);
        failure.printStackTrace(out);
        return 1;
    }

    private static int firstDifference(List<String> one, List<String> two) {
        for (int i = 0; i < Math.max(one.size(), two.size()); i++) {
            if (i >= one.size() || i >= two.size() || !one.get(i).equals(two.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /** The last events before this one: nanoseconds, what, where, how much. */
    private static void tail(List<String> trace, int end, PrintStream out) {
        int to = Math.min(end, trace.size());
        trace.subList(Math.max(0, to - EVENTS_SHOWN), to).forEach(event -> out.println("  " + event));
    }
}
