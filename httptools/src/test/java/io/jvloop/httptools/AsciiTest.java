// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsciiTest {
    @ParameterizedTest
    @ValueSource(strings = {"close", "chunked", "keep-alive", "content-length", "transfer-encoding"})
    void aTextIsFoundInWhateverCaseAndNoOtherByteBecomesIt(String text) {
        byte[] lower = Ascii.bytes(text);
        byte[] range = Ascii.bytes("-" + text + "-");
        for (int i = 0; i < lower.length; i++) {
            for (int b = 0; b < 256; b++) {
                range[1 + i] = (byte) b;
                boolean same = Character.toLowerCase((char) b) == text.charAt(i);
                if (b != '\r') {
                    assertEquals(same, Ascii.isLower(range, 1, lower.length, lower), text + ", byte " + b + " at " + i);
                }
            }
            range[1 + i] = lower[i];
        }
        assertFalse(Ascii.isLower(range, 1, lower.length - 1, lower));
    }
}
