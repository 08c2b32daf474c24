// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import java.util.EnumSet;
import java.util.Set;

/**
 * How strict a parser is.
 *
 * @param limits how much it takes
 * @param leniencies what it takes although it should not
 */
public record HttpParserOptions(HttpLimits limits, Set<HttpLeniency> leniencies) {
    /** {@link HttpLimits#DEFAULT}, and strict. */
    public static final HttpParserOptions DEFAULT = new HttpParserOptions(HttpLimits.DEFAULT, Set.of());

    /** Keeps a copy of the set. */
    public HttpParserOptions {
        leniencies = Set.copyOf(leniencies);
    }

    /** With these limits. */
    public HttpParserOptions withLimits(HttpLimits value) {
        return new HttpParserOptions(value, leniencies);
    }

    /** With this one on as well. Read what it endangers. */
    public HttpParserOptions withLeniency(HttpLeniency value) {
        EnumSet<HttpLeniency> all = EnumSet.of(value);
        all.addAll(leniencies);
        return new HttpParserOptions(limits, all);
    }

    int bits() {
        int bits = 0;
        for (HttpLeniency each : leniencies) {
            bits |= each.bit();
        }
        return bits;
    }
}
