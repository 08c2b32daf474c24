// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.streams;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bytes as text and back, in tests. */
final class Octets {
    private Octets() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** All that remain; they are read. */
    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
