// SPDX-License-Identifier: Apache-2.0
package io.jvloop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Debug mode from outside. */
class SettingsTest {
    @Test
    void aVariableThatIsSetToNothingIsNotSet() {
        assertFalse(Settings.debug(null, null));
        assertFalse(Settings.debug(null, ""));
        assertFalse(Settings.debug(null, " "));
        assertTrue(Settings.debug(null, "1"));
        assertTrue(Settings.debug(null, "true"));
        assertFalse(Settings.debug(null, "0"));
    }

    @Test
    void aPropertyWithoutAValueIsOnAndWinsOverTheVariable() {
        assertTrue(Settings.debug("", "0"));
        assertTrue(Settings.debug("true", null));
        assertFalse(Settings.debug("false", "1"));
    }

    @Test
    void whatIsNeitherIsRefusedByItsName() {
        assertEquals(
                "environment variable JVLOOP_DEBUG: 'on' is neither true (1) nor false (0)",
                assertThrows(IllegalArgumentException.class, () -> Settings.debug(null, "on"))
                        .getMessage());
        assertEquals(
                "system property jvloop.debug: 'yes' is neither true (1) nor false (0)",
                assertThrows(IllegalArgumentException.class, () -> Settings.debug("yes", "1"))
                        .getMessage());
    }
}
