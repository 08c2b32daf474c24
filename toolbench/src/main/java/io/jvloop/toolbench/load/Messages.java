// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/**
 * What is sent to be echoed: random bytes, of which a message is a window. Each message takes the next window, so that a server which
 * sends what belongs to another connection, or to the message before, is found out.
 */
final class Messages {
    private static final int WINDOWS = 16;
    private static final int STEP = 64;
    private static final long SEED = 12345;

    private final MemorySegment bytes;
    private final int length;
    private final int step;
    private int window;

    /** Lines of {@code size} bytes each, the newline being the last of them; without lines any bytes. */
    Messages(int size, int lines) {
        length = size * Math.max(1, lines);
        step = lines == 0 ? STEP : size;
        bytes = Arena.global().allocate(length + (long) WINDOWS * step);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < bytes.byteSize(); i++) {
            byte any = (byte) random.nextInt();
            if (lines > 0 && (any == '\n' || any == '\r')) {
                any = ' ';
            }
            bytes.set(JAVA_BYTE, i, lines > 0 && i % size == size - 1 ? (byte) '\n' : any);
        }
    }

    MemorySegment bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Where the next message begins. */
    int next() {
        window = (window + 1) % WINDOWS;
        return window * step;
    }
}
