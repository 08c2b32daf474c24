// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import java.nio.ByteBuffer;
import java.util.Random;
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
                int how = (random.nextInt() & ~1) | (request ? 0 : 1);
                CutsFuzz.fuzzerTestOneInput(ByteBuffer.allocate(CutsFuzz.HEAD + message.length)
                        .putInt(Integer.reverseBytes(how))
                        .put(message)
                        .array());
            }
        }
    }

    @Test
    void messagesThatAreMadeUpAreTheSameWhenTheyAreWrittenAgain() {
        for (boolean request : new boolean[] {true, false}) {
            for (byte[] message : new Mutations(SEED, request).some(SHORT)) {
                RewritingFuzz.fuzzerTestOneInput(ByteBuffer.allocate(RewritingFuzz.HEAD + message.length)
                        .put((byte) (request ? 0 : 1))
                        .put(message)
                        .array());
            }
        }
    }
}
