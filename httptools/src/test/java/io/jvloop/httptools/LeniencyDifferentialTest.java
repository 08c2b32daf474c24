// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each leniency beside llhttp's flag of the same name, over messages that are made up and damaged. What is taken only because
 * a leniency is on must be taken by llhttp's as well, and alike; what is not, and what llhttp's flag alone takes, must be
 * named in docs/parity-http.md.
 */
class LeniencyDifferentialTest {
    private static final long SEED = Long.getLong("seed", 20_261_125L);
    private static final int MESSAGES = 10_000;
    private static final int SHOWN = 6;
    /** So many at least must have been read because of the leniency, or nothing was compared. */
    private static final int FEWEST = 30;

    private final LeniencyDisagreement disagreement = new LeniencyDisagreement();
    private final Map<String, Integer> known = new TreeMap<>();
    private final List<String> findings = new ArrayList<>();
    private int taken;

    LeniencyDifferentialTest() throws IOException {}

    static List<HttpLeniency> llhttps() {
        return LeniencyDisagreement.llhttps();
    }

    @ParameterizedTest
    @MethodSource("llhttps")
    void theFlagOfTheSameNameAgreesOrWeSayWhyNot(HttpLeniency leniency) throws IOException {
        try (Oracle oracle = Oracle.llhttp()) {
            Set<HttpLeniency> flags = LeniencyDisagreement.flags(leniency);
            for (boolean request : new boolean[] {true, false}) {
                List<byte[]> messages = LeniencyDisagreement.comparable(
                        flags, new Mutations(SEED, request).favouring(leniency).some(MESSAGES));
                Iterator<String> strictly =
                        oracle.say(Set.of(), request, messages).iterator();
                Iterator<String> leniently =
                        oracle.say(flags, request, messages).iterator();
                for (byte[] message : messages) {
                    compare(leniency, request, message, strictly.next(), leniently.next());
                }
            }
            System.out.println(oracle.version() + " with " + leniency + ": " + taken + " taken by it; " + known);
        }
        int count = findings.size();
        assertEquals(List.of(), findings.subList(0, Math.min(count, SHOWN)), count + ", seed " + SEED);
        assertTrue(taken >= FEWEST, taken + " messages needed " + leniency);
    }

    private void compare(HttpLeniency leniency, boolean request, byte[] message, String strictly, String leniently) {
        Verdict ours = new Verdict(request, message, HttpParserOptions.DEFAULT.withLeniency(leniency));
        if (ours.failure != null) { // perhaps it only needs what theirs needs as well
            Set<HttpLeniency> flags = LeniencyDisagreement.flags(leniency);
            ours = new Verdict(request, message, LeniencyDisagreement.options(flags));
        }
        boolean weNeedIt = ours.failure == null && new Verdict(request, message).failure != null;
        boolean theyNeedIt = !leniently.endsWith("E") && strictly.endsWith("E");
        if (!weNeedIt && !theyNeedIt) {
            return; // not a matter of the leniency
        }
        if (weNeedIt) {
            taken++;
        }
        String finding = disagreement.between(leniency, ours, leniently, request, message);
        if (finding.isEmpty()) {
            return;
        }
        if (disagreement.isKnown(finding)) {
            known.merge(finding, 1, Integer::sum);
        } else {
            findings.add("\n" + finding + "\n  " + Recording.escape(Ascii.text(message, 0, message.length))
                    + "\n  ours   " + ours.words() + "\n  theirs " + leniently + "\n");
        }
    }
}
