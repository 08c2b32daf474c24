// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private Progress expecting(double seconds) {
        return new Progress(new PrintStream(said, true, StandardCharsets.UTF_8), seconds);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    void whatARunBeforeHasMeasuredIsNotTakenForFastWork() {
        Progress progress = expecting(100);
        progress.skip(40);
        progress.say("a server");
        assertEquals("a server, 1:00 left", said());
    }

    @Test
    void aLineFitsIntoItsTerminalAndOneThatStaysHasItsOwn() {
        PrintStream terminal = new PrintStream(said, true, StandardCharsets.UTF_8);
        Progress progress = new Progress(terminal, 100, true, 60);
        progress.say("round 1 of 5, ".repeat(10));
        progress.keep("jvloop: a peer: it failed");
        progress.say("round 2 of 5");
        progress.clear();
        for (String row : said().split("[\r\n]", -1)) {
            assertTrue(row.length() < 60, row);
        }
        assertTrue(said().contains(" \rjvloop: a peer: it failed" + System.lineSeparator() + "\rround 2 of 5"), said());
    }

    @Test
    void withNothingExpectedItSaysNoTime() {
        expecting(0).say("making ready");
        assertEquals("making ready", said());
    }
}
