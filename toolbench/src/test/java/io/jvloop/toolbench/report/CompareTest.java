// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.cli.BadInput;
import io.jvloop.toolbench.result.Figure;
import io.jvloop.toolbench.result.Results;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareTest {
    private static final Results BEFORE = Fixture.of("echo-tcp")
            .peer("jvloop-auto", 3.6)
            .peer("node", 6)
            .peer("gone", 5)
            .results();

    @Test
    void whatChangedBeyondNoiseIsSaid() {
        Results after = Fixture.of("echo-tcp")
                .peer("jvloop-auto", 3.3)
                .peer("node", 6.6)
                .peer("new", 5)
                .results();
        Changes changes = Changes.between(BEFORE, after);
        assertEquals(List.of("jvloop-auto"), names(changes.of(Change.Verdict.BETTER)));
        assertEquals(List.of("node"), names(changes.of(Change.Verdict.WORSE)));
        assertEquals(List.of("gone in echo-tcp-1k-10"), changes.onlyBefore());
        assertEquals(List.of("new in echo-tcp-1k-10"), changes.onlyAfter());
        String text = Compare.text(BEFORE, after);
        assertTrue(text.contains("better (1)") && text.contains("-8.3 %"), text);
        assertTrue(
                text.contains(
                        "CPU ratios: the intervals of 0 of 1 overlap (0 %); largest shift 20.0 % (node in echo-tcp-1k-10)"),
                text);
    }

    @Test
    void aChangeOfOneHundredthIsNone() {
        Results after = Fixture.of("echo-tcp")
                .peer("jvloop-auto", 3.64)
                .peer("node", 6.06)
                .results();
        assertEquals(2, Changes.between(BEFORE, after).of(Change.Verdict.UNTOLD).size());
    }

    private static Fixture twiceAsSlow() {
        return Fixture.of("echo-tcp").peer("jvloop-auto", 7.2).peer("node", 12).peer("gone", 10);
    }

    @Test
    void aSlowerHourIsNoChangeOfWhatHasAReference() {
        Changes changes = Changes.between(BEFORE, twiceAsSlow().results());
        assertEquals(List.of("gone", "node"), names(changes.of(Change.Verdict.UNTOLD)));
        assertEquals(List.of("jvloop-auto"), names(changes.of(Change.Verdict.WORSE)));
        String text = Compare.text(BEFORE, twiceAsSlow().results());
        assertTrue(text.lines().anyMatch(line -> line.contains(" jvloop-auto ") && line.endsWith("absolute")), text);
        assertTrue(text.lines().noneMatch(line -> line.contains(" node ") && line.endsWith("absolute")), text);
    }

    @Test
    void onAnotherMachineWhatHasNoReferenceIsNotJudged() {
        Results after = twiceAsSlow().on("another processor").results();
        assertEquals(3, Changes.between(BEFORE, after).of(Change.Verdict.UNTOLD).size());
        assertTrue(Compare.text(BEFORE, after).contains("The machines differ"));
    }

    @Test
    void bytesAreJudgedByThemselves() {
        Results before = Fixture.of("idle")
                .leading(Figure.BYTES_PER_CONNECTION)
                .peer("jvloop-auto", 1000)
                .peer("node", 2000)
                .results();
        Results after = Fixture.of("idle")
                .leading(Figure.BYTES_PER_CONNECTION)
                .peer("jvloop-auto", 800)
                .peer("node", 2000)
                .on("another processor")
                .results();
        Changes changes = Changes.between(before, after);
        assertEquals(List.of("jvloop-auto"), names(changes.of(Change.Verdict.BETTER)));
        assertEquals(List.of("node"), names(changes.of(Change.Verdict.UNTOLD)));
    }

    @Test
    void whatAnotherLoadAskedIsNotCompared() {
        Results after = twiceAsSlow().load("wrk").results();
        Changes changes = Changes.between(BEFORE, after);
        assertTrue(changes.all().isEmpty()
                && changes.onlyBefore().isEmpty()
                && changes.onlyAfter().isEmpty());
        String text = Compare.text(BEFORE, after);
        assertTrue(
                text.contains("not compared, as their loads differ (1): echo-tcp-1k-10 (A: closed loop, B: wrk)"),
                text);
    }

    @Test
    void everyTerminalCanShowIt() {
        String text = Compare.text(BEFORE, twiceAsSlow().results());
        assertTrue(text.contains("  CPU us/request  "), text);
        assertTrue(text.chars().allMatch(character -> character < 128), text);
    }

    @Test
    void aRunBesideItselfIsTheSame() {
        String text = Compare.text(BEFORE, BEFORE);
        assertTrue(text.contains("0 better, 0 worse, 3 cannot be told apart"), text);
        assertTrue(text.contains("the intervals of 2 of 2 overlap (100 %); largest shift 0.0 %"), text);
    }

    @Test
    void runsWithNothingInCommonAreSaidToHaveNone() {
        String text = Compare.text(BEFORE, Fixture.of("http").peer("node", 15).results());
        assertTrue(text.contains("Nothing was measured in both."), text);
    }

    @Test
    void aBadFileIsOneLine(@TempDir Path folder) throws Exception {
        String broken = Files.writeString(folder.resolve("a.json"), "{").toString();
        PrintStream out = new PrintStream(new ByteArrayOutputStream());
        assertThrows(BadInput.class, () -> Compare.run(List.of(broken, broken), out));
        assertThrows(BadInput.class, () -> Compare.run(List.of(folder + "/none", broken), out));
        assertThrows(BadInput.class, () -> Compare.run(List.of(broken), out));
        assertThrows(BadInput.class, () -> Compare.run(List.of(broken, broken, "--x"), out));
    }

    private static List<String> names(List<Change> changes) {
        return changes.stream().map(Change::peer).toList();
    }
}
