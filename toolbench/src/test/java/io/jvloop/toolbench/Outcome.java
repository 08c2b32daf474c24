// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What a run ended with, and what it said. */
public record Outcome(int status, String out, String err) {
    public static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    public static Outcome of(List<String> args) {
        return of(ROOT, args);
    }

    static Outcome of(Path root, List<String> args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Main.run(
                root,
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Outcome(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
