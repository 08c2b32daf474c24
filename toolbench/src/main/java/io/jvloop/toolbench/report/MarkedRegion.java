// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import io.jvloop.toolbench.result.TextFile;
import java.io.IOException;
import java.nio.file.Path;

/** The part of a document that a command writes, between {@code <!-- bench:NAME -->} and {@code <!-- /bench:NAME -->}. */
record MarkedRegion(String name) {
    private String begin() {
        return "<!-- bench:" + name + " -->";
    }

    private String end() {
        return "<!-- /bench:" + name + " -->";
    }

    /**
     * Replaces what is between the marks, and nothing else.
     *
     * @throws IOException if the document has not exactly one such region, or cannot be written
     */
    void write(Path document, String text) throws IOException {
        String whole = TextFile.read(document);
        int begin = whole.indexOf(begin());
        int end = whole.indexOf(end());
        if (begin < 0 || end < begin || whole.indexOf(begin(), begin + 1) >= 0 || whole.indexOf(end(), end + 1) >= 0) {
            throw new IOException(document + ": expected " + begin() + " and " + end() + ", once each");
        }
        TextFile.write(
                document,
                whole.substring(0, begin + begin().length()) + "\n" + text.strip() + "\n" + whole.substring(end));
    }
}
