// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import io.jvloop.toolbench.load.ServerUsage.HeapUsage;
import java.util.Optional;

/**
 * What the Java code of another JVM has allocated, by watching how its eden fills and is emptied. G1 says how full it is with each
 * region that it fills; the serial and the parallel collector only when they have emptied it, so there it takes some collections to
 * tell anything. Objects too big for eden are not seen.
 */
final class HeapMeter {
    private static final String USED = "sun.gc.generation.0.space.0.used";
    private static final String CAPACITY = "sun.gc.generation.0.space.0.capacity";
    private static final String COLLECTIONS = "sun.gc.collector.0.invocations";
    private static final String NANOS_YOUNG = "sun.gc.collector.0.time";
    private static final String NANOS_OLD = "sun.gc.collector.1.time";
    private static final String FREQUENCY = "sun.os.hrt.frequency";

    private final PerfCounters counters;
    private long used;
    private long capacity;
    private long collections;
    private long allocated;
    private boolean tellsInBetween;

    private HeapMeter(PerfCounters counters) {
        this.counters = counters;
        used = counters.value(USED);
        capacity = counters.value(CAPACITY);
        collections = counters.value(COLLECTIONS);
    }

    /** Empty if it is no JVM, or its collector has no eden. */
    static Optional<HeapMeter> of(long pid) {
        return PerfCounters.of(pid)
                .filter(counters -> counters.has(USED) && counters.has(COLLECTIONS) && counters.has(FREQUENCY))
                .map(HeapMeter::new);
    }

    /** To be called some 20 times a second: what is collected in between is taken to have been a full eden each. */
    void sample() {
        long collectionsNow = counters.value(COLLECTIONS);
        long usedNow = counters.value(USED);
        long full = collectionsNow - collections;
        if (full > 0) {
            allocated += Math.max(0, capacity - used) + (full - 1) * capacity + usedNow;
        } else {
            allocated += Math.max(0, usedNow - used);
            tellsInBetween |= usedNow > used;
        }
        used = usedNow;
        capacity = counters.value(CAPACITY);
        collections = collectionsNow;
    }

    HeapUsage usage() {
        sample();
        double ticks = (double) counters.value(NANOS_YOUNG) + counters.value(NANOS_OLD);
        return new HeapUsage(
                allocated, collections, tellsInBetween, Math.round(ticks * 1e9 / counters.value(FREQUENCY)));
    }
}
