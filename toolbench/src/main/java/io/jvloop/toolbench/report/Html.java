// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import java.util.Locale;

/** Text as HTML; whatever is in it, it stays text. */
final class Html {
    private Html() {}

    static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** With each {@code %s} replaced by an argument as text. */
    static String of(String form, Object... arguments) {
        Object[] safe = new Object[arguments.length];
        for (int i = 0; i < safe.length; i++) {
            safe[i] = arguments[i] instanceof String string ? text(string) : arguments[i];
        }
        return String.format(Locale.ROOT, form, safe);
    }
}
