// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeriesTest {
    private static final Case ECHO = new Case("echo", "echo", "", "tcp", 1024, 10, "", Figure.CPU.key());

    private final List<Sample> samples = new ArrayList<>();

    private void add(int round, String peer, double micros) {
        samples.add(new Sample("echo", peer, round, 0, "", "", Map.of(Figure.CPU.key(), micros)));
    }

    private Series series() {
        return new Series(ECHO, samples);
    }

    @Test
    void ratiosAreTakenWithinARoundSoThatASlowMinuteDoesNotCount() {
        add(0, "a", 2);
        add(0, "b", 1);
        add(1, "a", 20); // all ten times slower
        add(1, "b", 10);
        assertEquals(
                new Interval(2, 2, 2, 2), series().ratio("a", "b", Figure.CPU).orElseThrow());
    }

    @Test
    void withoutACommonRoundThereIsNoRatio() {
        add(0, "a", 2);
        add(1, "b", 1);
        assertTrue(series().ratio("a", "b", Figure.CPU).isEmpty());
    }

    @Test
    void ratiosAreToJvloopItselfElseToAnotherJvloopElseToABareLoop() {
        add(0, "node", 1);
        assertEquals("", series().reference());
        add(0, "c-epoll", 2);
        assertEquals("c-epoll", series().reference());
        add(0, "jvloop-epoll", 4);
        assertEquals("jvloop-epoll", series().reference());
        add(0, "jvloop-auto", 8);
        assertEquals("jvloop-auto", series().reference());
        assertEquals(0.125, series().cost("node").orElseThrow().median());
        assertTrue(series().cost("jvloop-auto").isEmpty());
    }

    @Test
    void noisyIsWhoseCostBesideTheReferenceIsUnsteadyNotWhoSharedASlowMinute() {
        for (int round = 0; round < 5; round++) {
            double slow = round == 2 ? 1 : 2;
            add(round, "jvloop-auto", 10 * slow);
            add(round, "steady", (20 + 0.1 * round) * slow);
            add(round, "unsteady", 20 + round);
        }
        assertFalse(series().isNoisy("steady"));
        assertTrue(series().isNoisy("unsteady"));
        assertTrue(series().isNoisy("jvloop-auto"), "it has no ratio: its own figure says it");
    }

    @Test
    void anIntervalOfAHundredthIsNarrowAndOneOfATenthIsWide() {
        assertFalse(new Interval(100, 99.5, 100.5, 5).isWide());
        assertFalse(new Interval(100, 98, 103, 5).isWide());
        assertTrue(new Interval(100, 95, 105, 5).isWide());
    }

    @Test
    void samplesOfOtherCasesDoNotCount() {
        samples.add(new Sample("other", "a", 0, 0, "", "", Map.of(Figure.CPU.key(), 3.0)));
        assertTrue(series().figure("a", Figure.CPU).isEmpty());
    }

    @Test
    void theMedianOfAnEvenCountIsBetweenTheTwoInTheMiddle() {
        assertEquals(2.5, Interval.of(List.of(9.0, 1.0, 3.0, 2.0)).median());
        assertEquals(3, Interval.of(List.of(9.0, 1.0, 3.0)).median());
    }

    @Test
    void anIntervalHasTheMedianInItAndIsTheSameNextTime() {
        List<Double> figures = List.of(1.0, 1.1, 0.9, 1.05, 5.0);
        Interval interval = Interval.of(figures);
        assertEquals(1.05, interval.median());
        assertTrue(interval.low() >= 0.9 && interval.low() <= 1.05, interval::toString);
        assertTrue(interval.high() >= 1.05 && interval.high() <= 5, interval::toString);
        assertEquals(interval, Interval.of(figures));
    }

    @Test
    void oneFigureIsAnIntervalWithoutWidth() {
        assertEquals(new Interval(7, 7, 7, 1), Interval.of(List.of(7.0)));
    }
}
