// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.fd;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AdaptiveSpinTest {
    private static final int WAITS = 1000;

    private static final long FOR_EVER = -1;

    private final AdaptiveSpin spin = new AdaptiveSpin();

    @Test
    void whereNewsComesSoonEveryWaitBeginsWithALook() {
        for (int i = 0; i < WAITS; i++) {
            assertTrue(spin.begins(FOR_EVER));
            spin.ended(true);
        }
    }

    @Test
    void whereNoneComesLooksBecomeRareButNeverCease() {
        int looks = waitsInVain(WAITS);
        assertTrue(looks > WAITS / 40 && looks < WAITS / 20, looks + " looks");
    }

    @Test
    void onceNewsComesSoonAgainItIsLookedForAtOnce() {
        waitsInVain(WAITS);
        int waits = 0;
        for (int found = 0; found < 4; waits++) {
            if (spin.begins(FOR_EVER)) {
                spin.ended(true);
                found++;
            }
        }
        assertTrue(waits < 60, waits + " waits");
        assertTrue(spin.begins(FOR_EVER));
    }

    @Test
    void oneLookInVainAmongManyOthersIsForgiven() {
        assertTrue(spin.begins(FOR_EVER));
        spin.ended(false);
        assertFalse(spin.begins(FOR_EVER));
        assertTrue(spin.begins(FOR_EVER));
        spin.ended(true);
        assertTrue(spin.begins(FOR_EVER));
    }

    @Test
    void looksEndSoonAndTakeNoLongerThanTheWaitMay() throws InterruptedException {
        assertTrue(spin.begins(FOR_EVER));
        Thread.sleep(1);
        assertFalse(spin.goesOn());
        assertTrue(spin.begins(1));
        assertFalse(spin.goesOn());
    }

    private int waitsInVain(int waits) {
        int looks = 0;
        for (int i = 0; i < waits; i++) {
            if (spin.begins(FOR_EVER)) {
                looks++;
                spin.ended(false);
            }
        }
        return looks;
    }
}
