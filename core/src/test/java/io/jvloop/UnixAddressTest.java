// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class UnixAddressTest {
    @Test
    void aPathMayTakeUpToTheLimitAndNoMore() {
        String longest = "/" + "x".repeat(UnixAddress.PATH_BYTES_MAX - 1);
        assertEquals(longest, UnixAddress.of(longest).toString());
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> UnixAddress.of(longest + "y"));
        assertTrue(refused.getMessage().contains("107"), refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> UnixAddress.of(Path.of(longest + "y")));
        assertThrows(IllegalArgumentException.class, () -> UnixAddress.ofAbstract("x".repeat(108)));
    }

    @Test
    void theLimitIsOneOfBytesAndTheMessageSaysHowManyThereAre() {
        byte[] bytes = UnixAddress.encoded("/" + "\u00fc".repeat(53), StandardCharsets.UTF_8);
        assertEquals(107, bytes.length);
        assertEquals("/" + "\u00fc".repeat(53), new String(bytes, StandardCharsets.UTF_8));
        String message = assertThrows(IllegalArgumentException.class, () -> UnixAddress.of("/" + "x".repeat(120)))
                .getMessage();
        assertTrue(message.startsWith("the path of a UNIX socket may take at most 107 bytes, not 121: /xxx"), message);
    }

    @Test
    void charactersThatFileNamesCannotHaveAreRefusedAndNotReplaced() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> UnixAddress.encoded("/tmp/\u00fc", StandardCharsets.US_ASCII))
                .getMessage();
        assertTrue(message.contains("US-ASCII") && message.contains("LC_ALL=C.UTF-8"), message);
        assertThrows(IllegalArgumentException.class, () -> UnixAddress.encoded("/tmp/\ud800", StandardCharsets.UTF_8));
        assertThrows(IllegalArgumentException.class, () -> UnixAddress.of("/tmp/\ud800"));
    }

    @Test
    void aLeadingNulMakesAnAbstractName() {
        UnixAddress address = UnixAddress.of("\0name");
        assertTrue(address.isAbstract());
        assertFalse(address.isPath());
        assertEquals(UnixAddress.ofAbstract("name"), address);
        assertEquals("@name", address.toString());
        assertThrows(IllegalStateException.class, address::path);
    }

    @Test
    void aNulInAPathIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> UnixAddress.of("/tmp/a\0b"));
        assertThrows(IllegalArgumentException.class, () -> UnixAddress.of(""));
    }

    @Test
    void whatTheKernelReportsIsTheSameAddress() {
        UnixAddress path = UnixAddress.of("/tmp/x");
        assertEquals(path, UnixAddress.ofBytes(path.bytes()));
        assertEquals(path.hashCode(), UnixAddress.ofBytes(path.bytes()).hashCode());
        assertEquals(Path.of("/tmp/x"), path.path());
        assertTrue(UnixAddress.ofBytes(new byte[0]).isUnnamed());
        assertNotEquals(path, UnixAddress.UNNAMED);
    }
}
