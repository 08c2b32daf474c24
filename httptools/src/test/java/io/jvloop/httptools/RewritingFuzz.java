// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;

/**
 * Each message of an input, written again by {@link HttpWriter}, is the same message to the parser.
 *
 * <p>The first byte says whether it is a response; the rest is the input.
 */
public final class RewritingFuzz {
    static final int HEAD = 1;

    private RewritingFuzz() {}

    /** What Jazzer calls. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > HEAD) {
            boolean request = (data[0] & 1) == 0;
            byte[] input = Arrays.copyOfRange(data, HEAD, data.length);
            for (Rewriting.Message message : new Rewriting(request, input).messages) {
                byte[] written = Rewriting.written(request, message, 2 * input.length + 200);
                List<Rewriting.Message> again = new Rewriting(request, written).messages;
                assertEquals(List.of(message), again, () -> Ascii.text(written, 0, written.length));
            }
        }
    }
}
