// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.result;

import java.io.IOException;
import java.nio.file.Path;

/** Writes a file that is named, and then one that does not fit in its place: it says why not. */
final class WritesTwice {
    static final String FIRST = "the first text";

    private static final int MEBIBYTE = 1024 * 1024;

    private WritesTwice() {}

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        TextFile.write(file, FIRST);
        try {
            TextFile.write(file, "x".repeat(MEBIBYTE));
        } catch (IOException full) {
            System.out.println(full.getMessage());
        }
    }
}
