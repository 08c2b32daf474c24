// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.host;

import io.jvloop.cli.Failed;
import io.jvloop.toolbench.result.Anonymous;
import io.jvloop.toolbench.result.Places;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the repository is, and where to say what. */
public record Toolbench(Path root, PrintStream out, PrintStream err) {
    /** Sources of peers and loads. */
    public Path sources() {
        return root.resolve("toolbench");
    }

    /** What is compiled and written. */
    public Path build() {
        return root.resolve("build").resolve("bench");
    }

    /** For people at this machine: from the repository, or from home. */
    public String shown(String text) {
        return new Places(root).shortened(text);
    }

    /** For what is read elsewhere. */
    public Anonymous anonymous() {
        return new Anonymous(root);
    }

    public void prepareFolder() throws Failed {
        try {
            Files.createDirectories(build());
        } catch (IOException failure) {
            throw new Failed("no folder for what is built: " + failure.getMessage());
        }
    }
}
