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
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each leniency beside the flag of the same name in httptools' llhttp, over messages that are made up and damaged. What is
 * taken only because a leniency is on must be taken by llhttp's as well, and alike; what is not, and what llhttp's flag
 * alone takes, must be named in docs/parity-http.md.
 */
class LeniencyDifferentialTest {
    private static final long SEED = Long.getLong("seed", 20_261_125L);
    private static final int MESSAGES = 10_000;
    private static final int SHOWN = 6;
    /** So many at least must have been read because of the leniency, or nothing was compared. */
    private static final int FEWEST = 30;

    private static final Pattern SPACE_BEFORE_COLON = Pattern.compile("(?m)^ ?[!#$%&'*+.^_`|~0-9A-Za-z-]+ +:");
    /** Behind the names that llhttp acts on. */
    private static final Pattern NAME_GOES_ON = Pattern.compile(
            "(?mi)^ ?(?:proxy-)?(?:connection|content-length|transfer-encoding|upgrade) +[!#$%&'*+.^_`|~0-9A-Za-z-]");
    /** In a name in hexadecimal. */
    private static final Pattern SPACES_BEHIND_NAME = Pattern.compile("(?<= [ht][0-9a-f]{1,200})(?:20)+(?==)");

    private static final Pattern CLOSE_AND_KEEP_ALIVE =
            Pattern.compile("close.*keep-alive|keep-alive.*close", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern FOLDED_CONNECTION = Pattern.compile("(?i)connection *:[^\r\n]+\r\n[ \t]");

    private static final Pattern TWO_LF = Pattern.compile("(?:HTTP/1\\.[01]|[0-9a-fA-F])\n\n");

    private static final HttpParserOptions CR_OR_LF = HttpParserOptions.DEFAULT
            .withLeniency(HttpLeniency.OPTIONAL_CR_BEFORE_LF)
            .withLeniency(HttpLeniency.OPTIONAL_LF_AFTER_CR);

    private final Map<String, Integer> known = new TreeMap<>();
    private final List<String> findings = new ArrayList<>();
    private final String strict;
    private final String lenient;
    private int taken;

    LeniencyDifferentialTest() throws IOException {
        strict = Files.readString(Path.of("../docs/parity.md"));
        lenient = Files.readString(Path.of("../docs/parity-http.md"));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"HEADER_VALUE_RELAXED", "UNKNOWN_METHODS", "URL_CHARACTERS"}, // httptools has no such flag
            mode = EnumSource.Mode.EXCLUDE)
    void theFlagOfTheSameNameAgreesOrWeSayWhyNot(HttpLeniency leniency) throws IOException {
        try (Oracle oracle = Oracle.httptools()) {
            for (boolean request : new boolean[] {true, false}) {
                List<byte[]> messages =
                        new Mutations(SEED, request).favouring(leniency).some(MESSAGES);
                Iterator<String> strictly = oracle.say(request, messages).iterator();
                Iterator<String> leniently =
                        oracle.sayLeniently(leniency, request, messages).iterator();
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
        if (ours.failure != null && leniency == HttpLeniency.OPTIONAL_CR_BEFORE_LF) {
            ours = new Verdict(request, message, CR_OR_LF); // so is theirs: the script says why
        }
        boolean weNeedIt = ours.failure == null && new Verdict(request, message).failure != null;
        boolean theyNeedIt = !leniently.endsWith("E") && strictly.endsWith("E");
        if (!weNeedIt && !theyNeedIt) {
            return; // not a matter of the leniency
        }
        if (weNeedIt) {
            taken++;
        }
        String finding = finding(leniency, ours, leniently, request, message);
        if (finding.isEmpty() || strict.contains("`" + finding + "`")) {
            return; // not a matter of the leniency
        }
        finding = leniency + " " + finding;
        if (lenient.contains("`" + finding + "`")) {
            known.merge(finding, 1, Integer::sum);
        } else {
            findings.add("\n" + finding + "\n  " + Recording.escape(Ascii.text(message, 0, message.length))
                    + "\n  ours   " + ours.words() + "\n  theirs " + leniently + "\n");
        }
    }

    private String finding(HttpLeniency leniency, Verdict ours, String leniently, boolean request, byte[] message) {
        String finding = Disagreement.between(ours, leniently, request, message);
        if (finding.isEmpty()) {
            return "";
        }
        String text = Ascii.text(message, 0, message.length);
        if (leniency == HttpLeniency.HEADERS && SPACE_BEFORE_COLON.matcher(text).find()) {
            String trimmed = SPACES_BEHIND_NAME.matcher(leniently).replaceAll("");
            String rest = Disagreement.between(ours, trimmed, request, message);
            boolean known = rest.isEmpty() || strict.contains("`" + rest + "`");
            return known || trimmed.endsWith("E") ? "laxer spaces before any colon" : finding;
        }
        if (leniency == HttpLeniency.HEADERS
                && finding.startsWith("stricter INVALID_HEADER_TOKEN")
                && NAME_GOES_ON.matcher(text).find()) {
            return "stricter a name that goes on behind a space";
        }
        if (leniency == HttpLeniency.DATA_AFTER_CLOSE
                && CLOSE_AND_KEEP_ALIVE.matcher(text).find()
                && goesOn(leniently, ours)) {
            return "stricter close wins over keep-alive";
        }
        if (leniency == HttpLeniency.OPTIONAL_CR_BEFORE_LF
                && TWO_LF.matcher(text).find()) {
            return "laxer two LF are two line ends";
        }
        if (leniency == HttpLeniency.HEADERS && FOLDED_CONNECTION.matcher(text).find() && goesOn(leniently, ours)) {
            return "laxer a line of a folded Connection is no list of its own";
        }
        return finding;
    }

    /** Whether theirs is the same, and perhaps more, but for what it says of keeping the connection. */
    private static boolean goesOn(String theirs, Verdict ours) {
        String begin = Disagreement.complete(ours.words()).replace("k0)", "k1)");
        return Disagreement.complete(theirs).replace("k0)", "k1)").startsWith(begin);
    }
}
