// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    private static final long SEEDS = Long.getLong("workload.seeds", 3000);

    @Test
    void thousandsOfSeedsFindNothing() {
        Long seed = Long.getLong("seed");
        LongStream seeds = seed == null ? LongStream.range(0, SEEDS) : LongStream.of(seed);
        List<Outcome> bad = seeds.parallel()
                .mapToObj(Workload::run)
                .filter(outcome -> !outcome.isGood())
                .limit(5)
                .toList();
        if (!bad.isEmpty()) {
            AssertionError found = new AssertionError("again with ./jvloop sim --seed: "
                    + bad.stream().map(Outcome::seed).toList());
            bad.forEach(outcome -> found.addSuppressed(outcome.failure()));
            throw found;
        }
    }

    @Test
    void theSameSeedIsTheSameRunToTheLastEvent() {
        for (long seed = 0; seed < 100; seed++) {
            assertEquals(
                    Workload.runTraced(seed).trace(), Workload.runTraced(seed).trace(), "seed " + seed);
        }
    }

    @Test
    void anotherSeedIsAnotherRun() {
        assertNotEquals(Workload.run(1).hash(), Workload.run(2).hash());
    }

    @Test
    void aRunIsWorthItsTime() {
        long events =
                LongStream.range(0, 50).map(seed -> Workload.run(seed).events()).sum();
        assertTrue(events > 50 * 200, "only " + events + " things were done");
    }
}
