// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.toolbench.peer.Peer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatiosTest {
    private final List<Sample> samples = new ArrayList<>();

    private void add(int round, String peer, long requests, long cpuNanos) {
        Figures figures = new Figures(requests, 1_000_000_000, cpuNanos, cpuNanos / 2, 0, 0, 0, 0, 0, 0, 0);
        samples.add(new Sample(round, 0, peer, new Cell(1024, 10), "", 0, figures));
    }

    @Test
    void theMedianOfAnEvenCountIsBetweenTheTwoInTheMiddle() {
        assertEquals(new Spread(2.5, 1, 9), Spread.of(List.of(9.0, 1.0, 3.0, 2.0)));
        assertEquals(new Spread(3, 1, 9), Spread.of(List.of(9.0, 1.0, 3.0)));
        assertEquals("3.00 [1.00..9.00]", Spread.of(List.of(9.0, 1.0, 3.0)).text(2));
    }

    @Test
    void ratiosAreTakenWithinARoundSoThatASlowMinuteDoesNotCount() {
        add(0, "a", 1000, 2_000_000);
        add(0, "b", 1000, 1_000_000);
        add(1, "a", 100, 2_000_000); // all ten times slower
        add(1, "b", 100, 1_000_000);
        assertEquals(
                new Spread(2, 2, 2),
                Ratios.of(samples, "a", "b", Figures::cpuMicrosPerRequest).orElseThrow());
        assertEquals(
                new Spread(1, 1, 1),
                Ratios.of(samples, "a", "b", Figures::requestsPerSecond).orElseThrow());
    }

    @Test
    void withoutACommonRoundThereIsNoRatio() {
        add(0, "a", 1000, 2_000_000);
        add(1, "b", 1000, 1_000_000);
        assertTrue(Ratios.of(samples, "a", "b", Figures::requestsPerSecond).isEmpty());
    }

    @Test
    void aTableHasALineForEachPeerAndForEachThatItStandsBeside() {
        add(0, "c-epoll", 1000, 1_000_000);
        add(0, "c-uring", 1000, 1_000_000);
        add(0, "own", 1000, 3_000_000);
        Peer bare = new Peer("c-epoll", "", "", null, null, null, null, false);
        Peer own = new Peer("own", "", "", null, null, null, List.of("c-uring", "c-epoll"), false);
        List<String> lines = Table.of(List.of(bare, own), samples).lines().toList();
        assertEquals(4, lines.size(), lines::toString);
        assertTrue(lines.get(2).startsWith("own"), lines::toString);
        assertTrue(lines.get(2).endsWith("3.000 [3.000..3.000]  1.000 [1.000..1.000]  c-uring"), lines::toString);
        assertTrue(lines.get(3).endsWith("3.000 [3.000..3.000]  1.000 [1.000..1.000]  c-epoll"), lines::toString);
    }
}
