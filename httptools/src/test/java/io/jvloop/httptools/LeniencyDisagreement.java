// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Says what to think of two verdicts on one message, given with leniencies on, and what docs/parity-http.md says to that. */
final class LeniencyDisagreement {
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

    private final String strict;
    private final String lenient;

    LeniencyDisagreement() throws IOException {
        strict = Files.readString(Path.of("../docs/parity.md"));
        lenient = Files.readString(Path.of("../docs/parity-http.md"));
    }

    /** Those that llhttp has. */
    static List<HttpLeniency> llhttps() {
        return Arrays.stream(HttpLeniency.values())
                .filter(each -> each != HttpLeniency.UNKNOWN_METHODS && each != HttpLeniency.URL_CHARACTERS)
                .toList();
    }

    /** These for llhttp: alone its OPTIONAL_CR_BEFORE_LF takes the LF of a first line or chunk size for the CR, and waits for another. */
    static Set<HttpLeniency> flags(HttpLeniency... some) {
        Set<HttpLeniency> flags = EnumSet.copyOf(List.of(some));
        if (flags.contains(HttpLeniency.OPTIONAL_CR_BEFORE_LF)) {
            flags.add(HttpLeniency.OPTIONAL_LF_AFTER_CR);
        }
        return flags;
    }

    static HttpParserOptions options(Set<HttpLeniency> leniencies) {
        HttpParserOptions options = HttpParserOptions.DEFAULT;
        for (HttpLeniency leniency : leniencies) {
            options = options.withLeniency(leniency);
        }
        return options;
    }

    /** Those that llhttp returns from. With HEADER_VALUE_RELAXED 9.4.3 goes round for ever at a NUL in a value. */
    static List<byte[]> comparable(Set<HttpLeniency> flags, List<byte[]> messages) {
        return flags.contains(HttpLeniency.HEADER_VALUE_RELAXED)
                ? messages.stream()
                        .filter(message ->
                                Ascii.text(message, 0, message.length).indexOf('\0') < 0)
                        .toList()
                : messages;
    }

    /** Empty when they agree, or differ as they do without any leniency; else the leniency's name and what differs. */
    String between(HttpLeniency leniency, Verdict ours, String theirs, boolean request, byte[] message) {
        String finding = finding(leniency, ours, theirs, request, message);
        return finding.isEmpty() || isKnownStrictly(finding) ? "" : leniency + " " + finding;
    }

    /** Whether the document says why. */
    boolean isKnown(String finding) {
        return lenient.contains("`" + finding + "`");
    }

    private boolean isKnownStrictly(String finding) {
        return strict.contains("`" + finding + "`");
    }

    private String finding(HttpLeniency leniency, Verdict ours, String theirs, boolean request, byte[] message) {
        String finding = Disagreement.between(ours, theirs, request, message);
        if (finding.isEmpty()) {
            return "";
        }
        String text = Ascii.text(message, 0, message.length);
        if (leniency == HttpLeniency.HEADERS && SPACE_BEFORE_COLON.matcher(text).find()) {
            String trimmed = SPACES_BEHIND_NAME.matcher(theirs).replaceAll("");
            String rest = Disagreement.between(ours, trimmed, request, message);
            boolean known = rest.isEmpty() || isKnownStrictly(rest);
            return known || trimmed.endsWith("E") ? "laxer spaces before any colon" : finding;
        }
        if (leniency == HttpLeniency.HEADERS
                && finding.startsWith("stricter INVALID_HEADER_TOKEN")
                && NAME_GOES_ON.matcher(text).find()) {
            return "stricter a name that goes on behind a space";
        }
        if (leniency == HttpLeniency.DATA_AFTER_CLOSE
                && CLOSE_AND_KEEP_ALIVE.matcher(text).find()
                && goesOn(theirs, ours.words())) {
            return "stricter close wins over keep-alive";
        }
        if (leniency == HttpLeniency.OPTIONAL_CR_BEFORE_LF
                && TWO_LF.matcher(text).find()) {
            return "laxer two LF are two line ends";
        }
        if (leniency == HttpLeniency.HEADERS
                && FOLDED_CONNECTION.matcher(text).find()
                && (goesOn(theirs, ours.words()) || goesOn(ours.words(), theirs))) {
            return "laxer a line of a folded Connection is no list of its own";
        }
        return finding;
    }

    /** Whether this is the same as the other, and perhaps more, but for what is said of keeping the connection. */
    private static boolean goesOn(String words, String others) {
        String begin = Disagreement.complete(others).replace("k0)", "k1)");
        return Disagreement.complete(words).replace("k0)", "k1)").startsWith(begin);
    }
}
