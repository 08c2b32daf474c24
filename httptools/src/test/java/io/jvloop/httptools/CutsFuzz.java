// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * An input as a whole, and the same in pieces, in any memory, with a pause in each callback: the parser says the same.
 *
 * <pre>
 * byte 0    1: a response   2: pauses   4, 8: memory   16, 32: limits   64, 128: what headersComplete does
 * byte 1, 2 leniencies
 * byte 3    how long the pieces are; 64: they grow
 * then      the input
 * </pre>
 */
public final class CutsFuzz {
    static final int HEAD = 4;

    private static final HttpLimits[] LIMITS = {
        HttpLimits.DEFAULT,
        HttpLimits.DEFAULT.withHeaderLineBytes(200).withChunkExtensionBytes(20),
        new HttpLimits(40, 30, 80, 4, 12, 30, 20),
        new HttpLimits(16, 8, 16, 1, 3, 2, 3)
    };

    private CutsFuzz() {}

    /** What Jazzer calls. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > HEAD) {
            byte[] input = Arrays.copyOfRange(data, HEAD, data.length);
            boolean pausing = (data[0] & 2) != 0;
            assertEquals(
                    recording(data, false).feed(List.of(ByteBuffer.wrap(input))),
                    recording(data, pausing).feed(pieces(input, data[3], (data[0] >> 2) & 3)));
        }
    }

    private static Recording recording(byte[] data, boolean pausing) {
        boolean request = (data[0] & 1) == 0;
        HttpParserOptions options = HttpParserOptions.DEFAULT.withLimits(LIMITS[(data[0] >> 4) & 3]);
        int bits = (data[1] & 0xff) | (data[2] & 0xff) << 8;
        for (HttpLeniency leniency : HttpLeniency.values()) {
            if ((bits & leniency.bit()) != 0) {
                options = options.withLeniency(leniency);
            }
        }
        return new Recording(request, options, actions(request, (data[0] >> 6) & 3), pausing);
    }

    private static Set<Recording.Action> actions(boolean request, int bits) {
        Set<Recording.Action> actions = EnumSet.noneOf(Recording.Action.class);
        if ((bits & 1) != 0) {
            actions.add(request ? Recording.Action.DECLINE_UPGRADE : Recording.Action.NO_BODY);
        }
        if (bits == 2 && !request) {
            actions.add(Recording.Action.TUNNEL);
        }
        return actions;
    }

    private static List<ByteBuffer> pieces(byte[] input, byte cut, int memory) {
        List<ByteBuffer> pieces = new ArrayList<>();
        int size = 1 + (cut & 63);
        for (int from = 0; from < input.length; from += size) {
            if ((cut & 64) != 0 && from > 0) {
                size = (size * 5 + 3) % 67 + 1;
            }
            pieces.add(piece(input, from, Math.min(input.length, from + size), memory));
        }
        return pieces;
    }

    /** Of its own, or in the middle of something else; in a heap buffer, in a read-only one, in direct memory. */
    private static ByteBuffer piece(byte[] input, int from, int to, int memory) {
        return switch (memory) {
            case 0 -> ByteBuffer.wrap(Arrays.copyOfRange(input, from, to));
            case 1 -> ByteBuffer.wrap(input, from, to - from);
            case 2 -> ByteBuffer.wrap(input, from, to - from).slice().asReadOnlyBuffer();
            default ->
                ByteBuffer.allocateDirect(to - from).put(input, from, to - from).flip();
        };
    }
}
