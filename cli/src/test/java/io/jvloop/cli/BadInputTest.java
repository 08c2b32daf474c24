// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What makes no sense ends with status 2 and one line that helps. */
class BadInputTest {
    @BeforeAll
    static void thereIsACommand() throws Exception {
        Command.assumeBuilt();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "buidl | did you mean 'build'?",
                "doc | did you mean 'doctor'?",
                "xyzzy | unknown verb 'xyzzy'",
                "build now | takes no arguments",
                "serve | expected one of: echo",
                "serve ehco | did you mean 'echo'?",
                "serve echo --prot 1 | did you mean '--port'?",
                "serve echo --streams=true | --streams takes no value",
                "serve echo 7777 | unexpected '7777'",
                "serve echo --port | --port needs a value",
                "serve echo --port x | --port x: expected a number from 0 to 65535",
                "serve echo --port +5 | --port +5: expected a number from 0 to 65535",
                "sim --seeds +5 | --seeds +5: expected a whole number from 1",
                "hlp --help | did you mean 'help'?",
                "run missing.java --help | no such file: missing.java",
                "serve echo --port 65536 | --port 65536: expected a number from 0 to 65535",
                "serve echo --port -1 | --port -1: expected a number from 0 to 65535",
                "serve echo --unix x --port 1 | --unix goes with neither --port nor --host",
                "serve echo --host x --unix x | --unix goes with neither --port nor --host",
                "serve echo --unix= | must not be empty",
                "serve echo --backend epol | did you mean 'epoll'?",
                "serve echo --backend kqueue | expected one of auto, io_uring, epoll, nio",
                "serve echo --stream | did you mean '--streams'?",
                "serve http --streams | unknown option '--streams'",
                "serve readlin | did you mean 'readline'?",
                "run | expected a Java source file",
                "run missing.java | no such file: missing.java",
                "run pom.xml | not a Java source file: pom.xml",
                "test --sed 1 | did you mean '--seed'?",
                "test --seed | --seed needs a value",
                "test --seed x | expected a whole number",
                "sim --sed 1 | did you mean '--seed'?",
                "sim --seeds 0 | --seeds 0: expected a whole number from 1",
                "sim --seed x | --seed x: expected a whole number",
                "sim --minutes 0.5 | --minutes 0.5: expected a whole number from 1",
                "sim 5 | unexpected '5'",
                "sim --seeds | --seeds needs a value",
                "test a b | one pattern at a time",
                "test --seed=- | expected a whole number",
                "test --seed=-x1 | expected a whole number",
                "test --seed 9223372036854775808 | expected a whole number of 64 bits",
                "test --seed -99999999999999999999 | expected a whole number of 64 bits",
                "test --seed 017 | expected a whole number of 64 bits, without zeros in front",
                "test croe | no test matches 'croe': did you mean 'core'?",
                "test WritingTset#x | no test matches 'WritingTset#x': did you mean 'WritingTest'?",
                "test nothing | no test matches 'nothing'",
                "install there | takes no arguments",
                "doctor now | takes no arguments",
                "help me | takes no arguments",
            })
    void isOneLineAndStatusTwo(String line, String expected) throws Exception {
        expect(expected, Command.jvloop().run(line.split(" ", -1)));
    }

    private static void expect(String expected, Command.Outcome outcome) {
        assertEquals(2, outcome.status(), outcome::toString);
        assertEquals("", outcome.out());
        assertEquals(1, outcome.err().lines().count(), outcome::err);
        assertTrue(outcome.err().startsWith("jvloop: "), outcome::err);
        assertTrue(outcome.err().contains(expected), outcome::err);
    }

    @Test
    void aVariableThatMakesNoSenseIsNamed() throws Exception {
        expect("JVLOOP_BACKEND", Command.jvloop().with("JVLOOP_BACKEND", "fast").run("serve", "echo", "--port", "0"));
    }

    @Test
    void anOptionWinsOverTheVariable() throws Exception {
        try (var server = Command.jvloop()
                .with("JVLOOP_BACKEND", "fast")
                .start("serve", "echo", "--port", "0", "--backend", "nio")) {
            assertTrue(server.line().endsWith(" (nio)"));
            assertEquals(0, server.end("TERM"));
        }
    }
}
