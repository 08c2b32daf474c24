// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
