// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import io.jvloop.cli.Failed;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the repository is, and where to say what. */
record Toolbench(Path root, PrintStream out, PrintStream err) {
    /** Sources of peers and loads. */
    Path sources() {
        return root.resolve("toolbench");
    }

    /** What is compiled and written. */
    Path build() {
        return root.resolve("build").resolve("bench");
    }

    /** Without where this machine has things: results are read elsewhere. */
    String shown(String text) {
        String home = System.getProperty("user.home", "");
        String own = text.replace(root.toString(), ".");
        return home.length() > 1 ? own.replace(home, "~") : own;
    }

    void prepareFolder() throws Failed {
        try {
            Files.createDirectories(build());
        } catch (IOException failure) {
            throw new Failed("no folder for what is built: " + failure.getMessage());
        }
    }
}
