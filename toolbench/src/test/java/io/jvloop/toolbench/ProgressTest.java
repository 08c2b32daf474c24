// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
    void withNothingExpectedItSaysNoTime() {
        expecting(0).say("making ready");
        assertEquals("making ready", said());
    }
}
