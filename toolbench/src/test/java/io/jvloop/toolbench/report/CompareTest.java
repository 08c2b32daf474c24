// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.cli.BadInput;
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
