// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Says what to think of two verdicts on one message. docs/parity.md, section HTTP, says why each known one is right. */
final class Disagreement {
    /** llhttp knows that of 100 to 103 alone. */
    private static final Pattern OTHER_1XX = Pattern.compile(" s1(?!0[0-3])");

    /** connection, upgrade, in hexadecimal and whatever case. */
    private static final Pattern FRAMING_TRAILER = Pattern.compile(
            " t(?:[46]3[46]f[46]e[46]e[46]5[46]3[57]4[46]9[46]f[46]e|[57]5[57]0[46]7[57]2[46]1[46]4[46]5)=");

    private static final Pattern LENGTH_AND_TAB =
            Pattern.compile("content-length:[ \t]*[0-9]+ *\t", Pattern.CASE_INSENSITIVE);

    /** To llhttp before 9.4 the tab is a part of the option. */
    private static final Pattern OPTION_AND_TAB =
            Pattern.compile("connection:[^\\r\\n]*(?:keep-alive|close|upgrade) *\t", Pattern.CASE_INSENSITIVE);

    private static final String CLOSE_WINS = "stricter close wins over keep-alive";

    private Disagreement() {}

    /** Empty when they agree; "stricter ..." or "laxer ..." for what is known; anything else is a finding. */
    static String between(Verdict ours, String said, boolean request, byte[] message) {
        boolean theyRefuse = said.endsWith("E");
        String theirs = complete(said);
        String mine = complete(ours.words());
        if (!request && mine.contains(" s101=") && mine.endsWith("U")) {
            return "stricter 101 without Upgrade ends HTTP/1 all the same";
        }
        if (!request && OTHER_1XX.matcher(mine).find()) {
            return "stricter no body behind any 1xx";
        }
        if (theirs.endsWith("U") && theirs.substring(theirs.lastIndexOf('(')).contains("=1.0 U")) {
            return "stricter no upgrade in HTTP/1.0";
        }
        if (FRAMING_TRAILER.matcher(ours.words()).find()) {
            return "stricter trailers do not steer the connection";
        }
        if (ours.failure != null) {
            if (!theirs.startsWith(mine)) {
                return begins(mine, theirs) ? CLOSE_WINS : explained(message, "different before the error");
            }
            return theyRefuse
                    ? ""
                    : "stricter " + ours.failure.code() + " "
                            + ours.failure.reason().replaceAll("0x[0-9a-f]{2}", "..");
        }
        if (!mine.equals(theirs)) {
            return sameButForClose(mine, theirs) ? CLOSE_WINS : explained(message, "different");
        }
        if (!theyRefuse || refusesLater(request, message)) {
            return "";
        }
        return ours.isHttp2() ? "laxer HTTP/2 preface" : explained(message, "only it refuses");
    }

    private static String explained(byte[] message, String otherwise) {
        String text = Ascii.text(message, 0, message.length);
        if (LENGTH_AND_TAB.matcher(text).find()) {
            return "laxer HTAB behind the value of Content-Length";
        }
        return OPTION_AND_TAB.matcher(text).find() ? "laxer HTAB behind an option of Connection" : otherwise;
    }

    /** What is said of complete messages; values without white space at their end. */
    static String complete(String words) {
        int end = Math.max(words.lastIndexOf(')'), words.lastIndexOf('U')) + 1;
        return words.substring(0, end).replaceAll("(?<=[ht][0-9a-f]{0,4000}=[0-9a-f]{0,4000})(?:20|09)+(?= )", "");
    }

    /** Names, methods and numbers are looked at here when they have ended, in llhttp byte by byte. */
    private static boolean refusesLater(boolean request, byte[] message) {
        for (String more : List.of(" ", "\n", "\r\n", "\r\n\r\n", "\n\r\n")) {
            byte[] longer = Arrays.copyOf(message, message.length + more.length());
            System.arraycopy(Ascii.bytes(more), 0, longer, message.length, more.length());
            if (new Verdict(request, longer).failure != null) {
                return true;
            }
        }
        return false;
    }

    private static boolean sameButForClose(String mine, String theirs) {
        return mine.contains("k0)") && mine.replace("k0)", "k1)").equals(theirs.replace("k0)", "k1)"));
    }

    /** The same, and more behind it. */
    private static boolean begins(String mine, String theirs) {
        return mine.contains("k0)") && theirs.replace("k0)", "k1)").startsWith(mine.replace("k0)", "k1)"));
    }
}
