// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimersTest {
    private final TestLoop loop = new TestLoop();
    private final Timers timers = new Timers();
    private final ReadyQueue ready = new ReadyQueue();

    private TimerEntry add(long when) {
        TimerEntry entry = new TimerEntry(loop.scheduler, () -> {}, when, timers.nextSequence());
        timers.add(entry);
        return entry;
    }

    private List<Runnable> expireAt(long now) {
        timers.expire(() -> now, ready);
        List<Runnable> expired = new ArrayList<>();
        while (ready.size() > 0) {
            expired.add(ready.remove());
        }
        return expired;
    }

    @Test
    void nothingExpiresBeforeItsTime() {
        add(10);
        assertEquals(List.of(), expireAt(9));
        assertEquals(1, timers.size());
        assertEquals(1, expireAt(10).size());
    }

    @Test
    void equalTimesExpireInTheOrderTheyWereAskedFor() {
        List<TimerEntry> asked = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            asked.add(add(5));
        }
        assertEquals(asked, expireAt(5));
    }

    @Test
    void randomTimersWithCancelsExpireLikeASortedList() {
        long seed = Long.getLong("seed", 1);
        Random random = new Random(seed);
        List<TimerEntry> model = new ArrayList<>();
        long now = 0;
        for (int step = 0; step < 20_000; step++) {
            int what = random.nextInt(10);
            if (what < 6) {
                model.add(add(now + random.nextInt(200)));
            } else if (what < 8 && !model.isEmpty()) {
                TimerEntry cancelled = model.remove(random.nextInt(model.size()));
                timers.remove(cancelled);
            } else {
                now += random.nextInt(20);
                long due = now;
                List<TimerEntry> expected = model.stream()
                        .filter(entry -> entry.when() <= due)
                        .sorted(Comparator.comparingLong(TimerEntry::when).thenComparingLong(entry -> entry.sequence))
                        .toList();
                assertEquals(expected, expireAt(now), "seed " + seed + ", step " + step);
                model.removeAll(expected);
            }
            assertEquals(model.size(), timers.size(), "seed " + seed + ", step " + step);
        }
    }

    @Test
    void aMillionTimersAreNoTrouble() {
        Random random = new Random(1);
        List<TimerEntry> entries = new ArrayList<>();
        for (int i = 0; i < 1_000_000; i++) {
            entries.add(add(random.nextLong(1L << 60)));
        }
        for (int i = 0; i < entries.size(); i += 2) {
            timers.remove(entries.get(i));
        }
        List<Runnable> expired = expireAt(Long.MAX_VALUE);
        assertEquals(500_000, expired.size());
        long before = 0;
        for (Runnable handle : expired) {
            long when = ((TimerEntry) handle).when();
            assertTrue(when >= before);
            before = when;
        }
    }

    @Test
    void theNextTimerSaysHowLongToWait() {
        assertEquals(-1, timers.nanosUntilNext(() -> 3));
        TimerEntry late = add(100);
        TimerEntry soon = add(10);
        assertEquals(7, timers.nanosUntilNext(() -> 3));
        assertEquals(0, timers.nanosUntilNext(() -> 11));
        timers.remove(soon);
        assertEquals(97, timers.nanosUntilNext(() -> 3));
        timers.remove(late);
        assertEquals(-1, timers.nanosUntilNext(() -> 3));
    }

    @Test
    void aTimerThatNeverComesIsNeverDue() {
        add(Long.MAX_VALUE);
        assertEquals(List.of(), expireAt(Long.MAX_VALUE - 1));
    }

    @Test
    void aTimeAsFarInThePastAsThereIsIsDueAtOnce() {
        add(Long.MIN_VALUE);
        assertEquals(0, timers.nanosUntilNext(() -> 5));
        assertEquals(1, expireAt(5).size());
    }
}
