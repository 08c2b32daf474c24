// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.fd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AdaptiveSpinTest {
    private static final int WAITS = 1000;

    private final AdaptiveSpin spin = new AdaptiveSpin();
    private int looks;

    @Test
    void whereNewsComesSoonEveryWaitBeginsWithALook() {
        for (int i = 0; i < WAITS; i++) {
            assertTrue(spin.isDue());
            assertTrue(spin.findsNews(() -> true, -1));
        }
    }

    @Test
    void whereNoneComesLooksBecomeRareButNeverCease() {
        int due = waitsInVain(WAITS);
        assertTrue(due > WAITS / 40 && due < WAITS / 20, due + " looks");
    }

    @Test
    void onceNewsComesSoonAgainItIsLookedForAtOnce() {
        waitsInVain(WAITS);
        int waits = 0;
        for (int found = 0; found < 4; waits++) {
            if (spin.isDue()) {
                assertTrue(spin.findsNews(() -> true, -1));
                found++;
            }
        }
        assertTrue(waits < 60, waits + " waits");
        assertTrue(spin.isDue());
    }

    @Test
    void oneLookInVainAmongManyOthersIsForgiven() {
        assertTrue(spin.isDue());
        assertFalse(spin.findsNews(() -> false, -1));
        assertFalse(spin.isDue());
        assertTrue(spin.isDue());
        assertTrue(spin.findsNews(() -> true, -1));
        assertTrue(spin.isDue());
    }

    @Test
    void aLookTakesNoLongerThanTheWaitMay() {
        assertFalse(spin.findsNews(() -> ++looks == 2, 1));
        assertEquals(1, looks);
    }

    private int waitsInVain(int waits) {
        int due = 0;
        for (int i = 0; i < waits; i++) {
            if (spin.isDue()) {
                due++;
                assertFalse(spin.findsNews(() -> false, 1));
            }
        }
        return due;
    }
}
