// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Every two leniencies together beside llhttp's two flags, over messages that are put together of what each of them is for.
 * Looked at are those that need both, to us or to llhttp: they must be read alike, but for what docs/parity-http.md says of one
 * of the two, or of both.
 */
class LeniencyPairsTest {
    private static final long SEED = Long.getLong("seed", 20_261_125L);
    private static final int MESSAGES = 400;
    /** So many at least must have needed both, or nothing was compared. */
    private static final int FEWEST = 300;

    private final LeniencyDisagreement disagreement = new LeniencyDisagreement();
    /** What differs, and the first message in which it does. */
    private final Map<String, String> findings = new TreeMap<>();

    private final Map<String, Integer> known = new TreeMap<>();
    private int taken;

    LeniencyPairsTest() throws IOException {}

    /** A message, and what llhttp says with both and with each of two flags. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Said(byte[] message, String both, String one, String other) {
        boolean theyNeedBoth() {
            return !both.endsWith("E") && one.endsWith("E") && other.endsWith("E");
        }
    }

    @Test
    void twoThatAreBothNeededAgreeOrWeSayWhyNot() throws IOException {
        List<HttpLeniency> all = LeniencyDisagreement.llhttps();
        try (Oracle oracle = Oracle.llhttp()) {
            for (int i = 0; i < all.size(); i++) {
                for (int j = i + 1; j < all.size(); j++) {
                    compare(oracle, all.get(i), all.get(j));
                }
            }
            System.out.println(oracle.version() + ": " + taken + " messages needed two leniencies; " + known);
        }
        assertEquals(List.of(), List.copyOf(findings.values()), findings.size() + ", seed " + SEED);
        assertTrue(taken >= FEWEST, taken + " messages needed two leniencies");
    }

    private void compare(Oracle oracle, HttpLeniency one, HttpLeniency other) throws IOException {
        Set<HttpLeniency> ones = LeniencyDisagreement.flags(one);
        Set<HttpLeniency> others = LeniencyDisagreement.flags(other);
        Set<HttpLeniency> both = EnumSet.copyOf(ones);
        both.addAll(others);
        for (boolean request : new boolean[] {true, false}) {
            List<byte[]> messages =
                    LeniencyDisagreement.comparable(both, new Mutations(SEED, request).crossed(one, other, MESSAGES));
            List<String> withBoth = oracle.say(both, request, messages);
            List<String> withOne = oracle.say(ones, request, messages);
            List<String> withOther = oracle.say(others, request, messages);
            for (int i = 0; i < messages.size(); i++) {
                Said said = new Said(messages.get(i), withBoth.get(i), withOne.get(i), withOther.get(i));
                Verdict ours = new Verdict(request, said.message, LeniencyDisagreement.options(both));
                boolean weNeedBoth = ours.failure == null
                        && fails(request, said.message, ones)
                        && fails(request, said.message, others);
                taken += weNeedBoth ? 1 : 0;
                if (weNeedBoth || said.theyNeedBoth()) {
                    judge(one, other, ours, said, request);
                }
            }
        }
    }

    private static boolean fails(boolean request, byte[] message, Set<HttpLeniency> leniencies) {
        return new Verdict(request, message, LeniencyDisagreement.options(leniencies)).failure != null;
    }

    private void judge(HttpLeniency one, HttpLeniency other, Verdict ours, Said said, boolean request) {
        List<String> reasons = new ArrayList<>();
        for (HttpLeniency each : List.of(one, other)) {
            String finding = disagreement.between(each, ours, said.both, request, said.message);
            if (finding.isEmpty()) {
                return;
            }
            reasons.add(finding);
        }
        reasons.add(one + " and " + reasons.getLast());
        for (String reason : reasons) {
            if (disagreement.isKnown(reason)) {
                known.merge(reason, 1, Integer::sum);
                return;
            }
        }
        findings.putIfAbsent(
                reasons.getLast(),
                "\n" + reasons.getLast() + "\n  " + Recording.escape(Ascii.text(said.message, 0, said.message.length))
                        + "\n  ours   " + ours.words() + "\n  theirs " + said.both + "\n");
    }
}
