// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What a kernel's last operation says. */
class UringFeaturesTest {
    private static final int OF_LINUX_5_19 = 46;
    private static final int OF_LINUX_6_0 = 47;
    private static final int OF_LINUX_6_12 = 57;

    @Test
    void aKernelThatKnowsNoReceiveThatRepeatsIsNotAskedForOne() {
        assertEquals(UringFeatures.ALL.withoutMultishot(), UringFeatures.ALL.knownTo(OF_LINUX_5_19));
        assertEquals(UringFeatures.ALL, UringFeatures.ALL.knownTo(OF_LINUX_6_0));
        assertEquals(UringFeatures.ALL, UringFeatures.ALL.knownTo(OF_LINUX_6_12));
    }

    @Test
    void whatIsNotWantedStaysOut() {
        UringFeatures few = UringFeatures.ALL.withoutMultishot().withoutIncremental();
        assertEquals(few, few.knownTo(OF_LINUX_6_12));
        assertEquals(few, few.knownTo(OF_LINUX_5_19));
    }
}
