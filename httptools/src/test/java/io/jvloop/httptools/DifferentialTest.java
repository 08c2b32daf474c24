// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Our parser beside node's and httptools' over messages that are made up and damaged. What both take they must take alike;
 * what only we refuse must be for a reason that docs/parity.md names; what only they refuse must be named there, too.
 *
 * <p>{@code -Ddifferential.seconds=N} goes on for so long, with another seed in each round.
 */
class DifferentialTest {
    private static final long SEED = Long.getLong("seed", 20_261_125L);
    private static final long SECONDS = Long.getLong("differential.seconds", 0);
    private static final int BATCH = 2000;
    private static final int SHORT_BATCHES = 5;
    private static final int SHOWN = 12;

    private final Map<String, Integer> stricter = new TreeMap<>();
    private final Map<String, Integer> laxer = new TreeMap<>();
    private final String parity;
    private final List<String> findings = new ArrayList<>();

    DifferentialTest() throws IOException {
        parity = Files.readString(Path.of("../docs/parity.md"));
    }

    @Test
    void nodeAgreesOrWeSayWhyNot() throws IOException {
        try (Oracle oracle = Oracle.node()) {
            compare(oracle);
        }
    }

    @Test
    void httptoolsAgreesOrWeSayWhyNot() throws IOException {
        try (Oracle oracle = Oracle.httptools()) {
            compare(oracle);
        }
    }

    private void compare(Oracle oracle) throws IOException {
        long end = System.nanoTime() + SECONDS * 1_000_000_000L;
        int count = 0;
        for (int round = 0; round < SHORT_BATCHES || System.nanoTime() < end; round++) {
            for (boolean request : new boolean[] {true, false}) {
                List<byte[]> messages = new Mutations(SEED + round, request).some(BATCH);
                Iterator<String> said = oracle.say(request, messages).iterator();
                for (byte[] message : messages) {
                    compare(request, message, said.next());
                    count++;
                }
            }
        }
        System.out.println(oracle.version() + ": " + count + " messages; only we refuse " + stricter
                + ", only it refuses " + laxer);
        assertTrue(count > 0);
        assertEquals(List.of(), findings, oracle.version() + ", seed " + SEED);
    }

    private void compare(boolean request, byte[] message, String said) {
        Verdict ours = new Verdict(request, message);
        HttpParserException failure = ours.failure;
        String finding = Disagreement.between(ours, said, request, message);
        if (!finding.isEmpty() && !parity.contains("`" + finding + "`")) {
            finding = "not in docs/parity.md: " + finding;
        }
        if (finding.startsWith("stricter ")) {
            stricter.merge(finding, 1, Integer::sum);
        } else if (finding.startsWith("laxer ")) {
            laxer.merge(finding, 1, Integer::sum);
        } else if (!finding.isEmpty() && findings.size() < SHOWN) {
            String text = Recording.escape(Ascii.text(message, 0, message.length));
            findings.add("\n" + finding + "\n  " + text + "\n  ours   " + ours.words()
                    + (failure == null ? "" : " " + failure.getMessage()) + "\n  theirs " + said + "\n");
        }
    }
}
