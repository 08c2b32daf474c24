// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SimTest {
    @BeforeAll
    static void thereIsACommand() throws Exception {
        Command.assumeBuilt();
    }

    @Test
    void someSeedsAreRunAndCounted() throws Exception {
        Command.Outcome outcome = Command.jvloop().run("sim", "--seeds", "30");
        assertEquals(0, outcome.status(), outcome::toString);
        assertTrue(outcome.out().startsWith("30 seeds from "), outcome::out);
        assertTrue(outcome.out().endsWith("nothing found\n"), outcome::out);
    }

    @Test
    void oneSeedIsTheSameInEveryProcess() throws Exception {
        Command.Outcome one = Command.jvloop().run("sim", "--seed", "-17");
        Command.Outcome two = Command.jvloop().run("sim", "--seed=-17");
        assertEquals(0, one.status(), one::toString);
        assertTrue(one.out().contains("events, trace "), one::out);
        assertTrue(one.out().endsWith("twice the same run, nothing found\n"), one::out);
        assertEquals(one.out(), two.out());
    }

    @Test
    void seedsFromOneOnAreRunWhenBothAreSaid() throws Exception {
        Command.Outcome outcome = Command.jvloop().run("sim", "--seed", "5", "--seeds", "3");
        assertTrue(outcome.out().startsWith("3 seeds from 5 on, "), outcome::out);
    }
}
