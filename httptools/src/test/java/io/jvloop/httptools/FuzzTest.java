// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Inputs that nobody thought of, looked for by Jazzer.
 *
 * <p>{@code ./jvloop fuzz} goes on for longer ({@code -Dfuzz.seconds=N -Dfuzz.target=cuts -Dfuzz.folder=F}), with what it has
 * learnt before.
 */
class FuzzTest {
    private static final long SEED = Long.getLong("seed", 20_261_125L);
    private static final long SECONDS = Long.getLong("fuzz.seconds", 3);
    private static final String ONLY = System.getProperty("fuzz.target", "");
    private static final String FOLDER = System.getProperty("fuzz.folder", "");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS) // what was found is kept
    Path temporary;

    static List<FuzzTarget> asked() {
        return Stream.of(FuzzTarget.values())
                .filter(target -> ONLY.isEmpty() || ONLY.equals(target.toString()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("asked")
    void jazzerFindsNothing(FuzzTarget target) throws Exception {
        Path folder = FOLDER.isEmpty() ? temporary : Path.of(FOLDER);
        assertEquals("", new Jazzer(target, folder).look(SECONDS, SEED), "seed " + SEED);
    }

    @ParameterizedTest
    @EnumSource
    void whatItHasFoundStaysMended(FuzzTarget target) throws IOException {
        List<byte[]> seeds = target.seeds();
        assertTrue(seeds.size() > 5);
        for (byte[] seed : seeds) {
            target.run(seed);
        }
    }
}
