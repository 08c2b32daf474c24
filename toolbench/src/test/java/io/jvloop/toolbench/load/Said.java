// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import io.jvloop.toolbench.result.Figure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the load ended with, and what it said. */
record Said(int status, String out, String err) {
    /** Options with single spaces in between; no warm-up and a short time unless they say otherwise. */
    static Said by(String to, String options) {
        List<String> words = new ArrayList<>(List.of("--to", to, "--warmup", "0", "--seconds", "0.3"));
        if (!options.isEmpty()) {
            words.addAll(List.of(options.split(" ", -1)));
        }
        return by(words);
    }

    static Said by(List<String> words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Main.run(
                words,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Said(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** One line on stderr, and nothing else. */
    void failedWith(int expected, String part) {
        assertEquals(expected, status, this::toString);
        assertEquals("", out, this::toString);
        assertEquals(1, err.lines().count(), this::toString);
        assertTrue(err.startsWith("load: "), this::toString);
        assertTrue(err.contains(part), this::toString);
    }

    double figure(Figure figure) {
        assertEquals(0, status, this::toString);
        assertEquals(1, out.lines().count(), this::toString);
        Map<?, ?> all = new Gson().fromJson(out, Map.class);
        assertTrue(all.get(figure.key()) instanceof Double, () -> figure + " is not in " + out);
        return (Double) all.get(figure.key());
    }
}
