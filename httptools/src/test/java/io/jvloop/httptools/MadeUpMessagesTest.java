// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Messages that are made up and damaged: whole beside cut, and beside themselves written again. */
class MadeUpMessagesTest {
    private static final long SEED = Long.getLong("seed", 20_261_125L);
    private static final int SHORT = 3000;

    @Test
    void messagesThatAreMadeUpAreTheSameHoweverTheyAreCut() {
        Random random = new Random(SEED);
        for (boolean request : new boolean[] {true, false}) {
            for (byte[] message : new Mutations(SEED, request).some(SHORT)) {
                int kind = (random.nextInt(128) << 1) | (request ? 0 : 1);
                sameHoweverItIsCut((byte) kind, (byte) random.nextInt(256), message);
            }
        }
    }

    @Test
    void messagesThatAreMadeUpAreTheSameWhenTheyAreWrittenAgain() {
        for (boolean request : new boolean[] {true, false}) {
            for (byte[] message : new Mutations(SEED, request).some(SHORT)) {
                sameWhenWrittenAgain(request, message);
            }
        }
    }

    private static void sameHoweverItIsCut(byte kind, byte cut, byte[] input) {
        boolean request = (kind & 1) == 0;
        HttpParserOptions options = HttpParserOptions.DEFAULT.withLimits(
                HttpLimits.DEFAULT.withHeaderLineBytes(200).withChunkExtensionBytes(20));
        HttpLeniency[] all = HttpLeniency.values();
        int leniencies = (kind >> 1) & 0x7f;
        for (int i = 0; i < all.length; i++) {
            if (((leniencies >> (i % 7)) & (leniencies >> (i / 2)) & 1) != 0) {
                options = options.withLeniency(all[i]);
            }
        }
        List<String> whole = events(request, options, false, List.of(ByteBuffer.wrap(input)));
        int size = 1 + (cut & 31);
        List<ByteBuffer> pieces = new ArrayList<>();
        for (int from = 0; from < input.length; from += size) {
            ByteBuffer piece = ByteBuffer.wrap(Arrays.copyOfRange(input, from, Math.min(input.length, from + size)));
            pieces.add((cut & 64) == 0 ? piece : piece.asReadOnlyBuffer());
        }
        assertEquals(whole, events(request, options, (cut & 32) != 0, pieces), () -> request + " in pieces of " + size);
    }

    private static List<String> events(
            boolean request, HttpParserOptions options, boolean pausing, List<ByteBuffer> pieces) {
        return new Recording(request, options, Set.of(), pausing).feed(pieces);
    }

    private static void sameWhenWrittenAgain(boolean request, byte[] input) {
        for (Rewriting.Message message : new Rewriting(request, input).messages) {
            byte[] written = Rewriting.written(request, message);
            List<Rewriting.Message> again = new Rewriting(request, written).messages;
            assertEquals(List.of(message), again, () -> Ascii.text(written, 0, written.length));
        }
    }
}
