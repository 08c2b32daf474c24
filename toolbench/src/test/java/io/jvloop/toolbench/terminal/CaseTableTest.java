// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.toolbench.result.Case;
import io.jvloop.toolbench.result.Figure;
import io.jvloop.toolbench.result.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CaseTableTest {
    private static final Case ECHO =
            new Case("echo-tcp-1k-10", "echo-tcp", "TCP echo", "tcp", 1024, 10, "closed loop", Figure.CPU.key());

    private final List<Sample> samples = new ArrayList<>();

    private void add(String peer, double busy, double... micros) {
        for (int round = 0; round < micros.length; round++) {
            Map<String, Double> figures = Map.of(
                    Figure.CPU.key(),
                    micros[round],
                    Figure.REQUESTS_PER_SECOND.key(),
                    1e6 / micros[round],
                    Figure.SERVER_BUSY.key(),
                    busy,
                    Figure.CLIENT_BUSY.key(),
                    1.0);
            samples.add(new Sample(ECHO.name(), peer, round, 0, "", "", figures));
        }
    }

    private List<String> lines() {
        return new CaseTable(ECHO, samples, List.of("floor-c"), List.of("absent", "gone"))
                .text()
                .lines()
                .toList();
    }

    @Test
    void theBestComesFirstAndRatiosAreToJvloop() {
        add("slow", 1, 20, 20, 20);
        add("jvloop-auto", 1, 10, 10, 10);
        add("c-epoll", 1, 5, 5, 5);
        List<String> lines = lines();
        assertTrue(lines.get(1).contains("ratio to jvloop-auto"), lines::toString);
        assertTrue(
                lines.get(2).startsWith("c-epoll") && lines.get(2).contains("0.500 [0.500..0.500]"), lines::toString);
        assertTrue(lines.get(3).startsWith("jvloop-auto"), lines::toString);
        assertTrue(lines.get(4).startsWith("slow") && lines.get(4).contains("2.000 [2.000..2.000]"), lines::toString);
    }

    @Test
    void withoutJvloopRatiosAreToTheBareLoopInC() {
        add("slow", 1, 20, 20, 20);
        add("c-epoll", 1, 5, 5, 5);
        assertTrue(lines().get(1).contains("ratio to c-epoll"), lines()::toString);
    }

    @Test
    void withoutEitherThereAreNoRatios() {
        add("one", 1, 20, 20, 20);
        add("other", 1, 5, 5, 5);
        assertFalse(lines().get(1).contains("ratio"), lines()::toString);
        assertTrue(lines().get(2).startsWith("other"), lines()::toString);
    }

    @Test
    void aServerThatHadTimeLeftIsMarkedAsBoundByItsClient() {
        add("bound", 0.94, 5, 5, 5);
        add("busy", 0.95, 10, 10, 10);
        assertTrue(lines().get(2).endsWith("client-bound"), lines()::toString);
        assertFalse(lines().get(3).contains("client-bound"), lines()::toString);
    }

    @Test
    void atAFixedRateNobodyIsMarkedAsBoundByItsClient() {
        add("bound", 0.5, 5, 5, 5);
        Case paced = ECHO.at(2000, "open loop, 2000 requests/s");
        samples.replaceAll(one -> new Sample(
                paced.name(), one.peer(), one.round(), one.position(), one.note(), one.failure(), one.figures()));
        String text = new CaseTable(paced, samples, List.of(), List.of()).text();
        assertTrue(
                text.startsWith("TCP echo, 2000 requests/s (echo-tcp-1k-10-at-2000, open loop, 2000 requests/s)\n"),
                text);
        assertTrue(text.contains("50 %") && !text.contains("client-bound"), text);
    }

    @Test
    void aFloorIsMarkedAsOne() {
        add("floor-c", 0.94, 5, 5, 5);
        add("busy", 1, 10, 10, 10);
        assertTrue(lines().get(2).endsWith("floor client-bound"), lines()::toString);
        assertFalse(lines().get(3).contains("floor"), lines()::toString);
    }

    @Test
    void peersWhoseRatioMayBeOneAreSaidToBeIndistinguishable() {
        add("one", 1, 10, 11, 10, 11, 10);
        add("other", 1, 10.5, 10.5, 10.5, 10.5, 10.5);
        add("another", 1, 20, 20, 20, 20, 20);
        List<String> lines = lines();
        assertTrue(lines.get(3).endsWith("~"), lines::toString);
        assertFalse(lines.get(4).endsWith("~"), lines::toString);
        assertTrue(lines.contains("~ cannot be told apart from the one above"), lines::toString);
    }

    @Test
    void roundsThatLieFarApartAreSaidToBeNoise() {
        add("steady", 1, 10, 10, 10, 10, 10);
        add("unsteady", 1, 10, 20, 10, 20, 30);
        assertTrue(lines().contains("noisy, intervals wider than 5 %: unsteady"), lines()::toString);
    }

    @Test
    void whatHasFailedIsALineAndNoFigure() {
        add("good", 1, 10);
        samples.add(new Sample(ECHO.name(), "bad", 0, 1, "", "it died while it was measured, signal 9", Map.of()));
        List<String> lines = lines();
        assertEquals(1, lines.stream().filter(line -> line.contains("bad")).count(), lines::toString);
        assertTrue(lines.contains("failed: bad, round 1: it died while it was measured, signal 9"), lines::toString);
    }

    @Test
    void whoIsMissingIsNamedInEachTable() {
        add("good", 1, 10);
        assertTrue(lines().contains("missing: absent, gone"), lines()::toString);
        add("gone", 1, 10);
        assertTrue(lines().contains("missing: absent"), lines()::toString);
    }

    @Test
    void aTableOfNobodyButThoseThatAreMissingIsOneAllTheSame() {
        assertEquals(List.of("TCP echo (echo-tcp-1k-10, closed loop)", "missing: absent, gone"), lines());
        assertTrue(new CaseTable(ECHO, samples, List.of(), List.of()).isEmpty());
        assertFalse(new CaseTable(ECHO, samples, List.of(), List.of("gone")).isEmpty());
    }

    @Test
    void aLineWithTheWidestFiguresFitsIntoAHundredAndTwentyColumns() {
        add("netty-io-uring-virtual", 0.5, 12345.678, 54321.0, 33333.3);
        add("jvloop-auto", 0.5, 1, 12345.678, 1);
        lines().forEach(line -> assertTrue(line.length() <= 120, line));
    }
}
