// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule, as bytes and events, however the bytes are cut and whatever memory they are in. */
class TranscriptTest {
    private static final long SEED = Long.getLong("seed", 20_261_124L);

    static List<Transcript> transcripts() {
        List<Transcript> all = new ArrayList<>();
        for (String file :
                List.of("requests.md", "responses.md", "bodies.md", "smuggling.md", "leniencies.md", "limits.md")) {
            List<Transcript> some = Transcript.all(file);
            assertFalse(some.isEmpty(), file);
            all.addAll(some);
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void theWholeInputGivesTheEvents(Transcript t) {
        assertEquals(t.events(), t.recording(false).feed(List.of(ByteBuffer.wrap(t.bytes()))));
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void everyCutGivesTheSameEvents(Transcript t) {
        for (int cut = 0; cut <= t.bytes().length; cut += step(t)) {
            List<ByteBuffer> pieces = List.of(range(t, 0, cut), range(t, cut, t.bytes().length));
            assertEquals(t.events(), t.recording(false).feed(pieces), "cut at " + cut);
        }
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void everyCutGivesTheSameEventsInDirectMemory(Transcript t) {
        ByteBuffer direct = ByteBuffer.allocateDirect(t.bytes().length + 16);
        direct.position(7).put(t.bytes());
        for (int cut = 0; cut <= t.bytes().length; cut += step(t)) {
            List<ByteBuffer> pieces = List.of(
                    direct.slice(7, cut),
                    direct.slice(7 + cut, t.bytes().length - cut).asReadOnlyBuffer());
            assertEquals(t.events(), t.recording(false).feed(pieces), "cut at " + cut);
        }
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void byteByByteGivesTheSameEvents(Transcript t) {
        List<ByteBuffer> pieces = new ArrayList<>();
        for (int i = 0; i < t.bytes().length; i++) {
            pieces.add(range(t, i, i + 1));
            pieces.add(ByteBuffer.allocate(0));
        }
        assertEquals(t.events(), t.recording(false).feed(pieces));
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void randomCutsGiveTheSameEvents(Transcript t) {
        Random random = new Random(SEED);
        for (int round = 0; round < 100; round++) {
            List<ByteBuffer> pieces = new ArrayList<>();
            int most = 1 + random.nextInt(t.bytes().length);
            for (int i = 0; i < t.bytes().length; ) {
                int length = Math.min(t.bytes().length - i, random.nextInt(most + 1));
                ByteBuffer piece = range(t, i, i + length);
                pieces.add(random.nextBoolean() ? piece : piece.asReadOnlyBuffer());
                i += length;
            }
            assertEquals(
                    t.events(), t.recording(random.nextBoolean()).feed(pieces), "seed " + SEED + ", round " + round);
        }
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void pausingInEveryCallbackGivesTheSameEvents(Transcript t) {
        assertEquals(t.events(), t.recording(true).feed(List.of(ByteBuffer.wrap(t.bytes()))));
        for (int cut = 0; cut <= t.bytes().length; cut += step(t)) {
            List<ByteBuffer> pieces = List.of(range(t, 0, cut), range(t, cut, t.bytes().length));
            assertEquals(t.events(), t.recording(true).feed(pieces), "cut at " + cut);
        }
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void whatStandsBehindTheInputIsNotLookedAt(Transcript t) {
        for (byte after : new byte[] {0, '\n', '\r', 'a', ':', ' ', -1}) {
            for (int cut = 0; cut <= t.bytes().length; cut += step(t)) {
                byte[] head = new byte[cut + 40];
                byte[] tail = new byte[t.bytes().length - cut + 40];
                java.util.Arrays.fill(head, after);
                java.util.Arrays.fill(tail, after);
                System.arraycopy(t.bytes(), 0, head, 20, cut);
                System.arraycopy(t.bytes(), cut, tail, 20, t.bytes().length - cut);
                ByteBuffer first = ByteBuffer.wrap(head, 20, cut);
                ByteBuffer second = ByteBuffer.wrap(tail, 20, t.bytes().length - cut);
                String where = "cut at " + cut + ", before " + after;
                assertEquals(
                        t.events(),
                        t.recording(false).feed(List.of(first.duplicate(), second.asReadOnlyBuffer())),
                        where);
                assertEquals(t.events(), t.recording(false).inArrays().feed(List.of(first, second)), where);
            }
        }
    }

    /** Every cut; of what is long and the same all over, every 61st or fewer. */
    static int step(Transcript t) {
        return t.bytes().length < 2000 ? 1 : 61 * (1 + t.bytes().length / 8000);
    }

    private static ByteBuffer range(Transcript t, int from, int to) {
        return ByteBuffer.wrap(java.util.Arrays.copyOfRange(t.bytes(), from, to));
    }
}
