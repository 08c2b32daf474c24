// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a verb does can be asked behind it, whether it is built or not. */
class HelpTest {
    @BeforeAll
    static void thereIsACommand() throws Exception {
        Command.assumeBuilt();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bench --help | '  bench [GROUP ...]          measures servers' | bench",
                "bench idle --only x -h | '  bench [GROUP ...]          measures servers' | bench",
                "peers install -h | '  peers [--json]' | peers",
                "serve echo --help | '  serve echo ' | serve",
                "doctor --help | '  doctor ' | doctor",
                "run --help | '  run FILE.java' | run",
            })
    void behindAVerbSaysWhatThatDoes(String line, String begin, String verb) throws Exception {
        Command.Outcome outcome = Command.jvloop().run(line.split(" ", -1));
        assertEquals(0, outcome.status(), outcome::toString);
        assertEquals("", outcome.err());
        assertTrue(outcome.out().startsWith(begin), outcome::out);
        assertTrue(
                outcome.out()
                        .lines()
                        .allMatch(said -> said.startsWith("  " + verb + " ")
                                || said.startsWith("      ")
                                || said.strip().equals(verb)),
                outcome::out);
    }

    @ParameterizedTest
    @CsvSource({"--help", "-h", "help", "help --help"})
    void aloneIsAll(String line) throws Exception {
        Command.Outcome outcome = Command.jvloop().run(line.split(" ", -1));
        assertEquals(0, outcome.status(), outcome::toString);
        assertTrue(outcome.out().startsWith("usage: ./jvloop VERB ..."), outcome::out);
    }
}
