// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.command;

import com.google.gson.GsonBuilder;
import io.jvloop.cli.Failed;
import io.jvloop.toolbench.result.TextFile;
import java.io.IOException;
import java.nio.file.Path;

/** Figures of measures that are of jvloop alone, as JSON in a file. */
final class JsonFile {
    private JsonFile() {}

    /** Any record, as JSON. */
    static void write(Path file, Object raw) throws Failed {
        try {
            TextFile.write(
                    file,
                    new GsonBuilder()
                                    .disableHtmlEscaping()
                                    .setPrettyPrinting()
                                    .create()
                                    .toJson(raw) + "\n");
        } catch (IOException failure) {
            throw new Failed(String.valueOf(failure.getMessage()));
        }
    }
}
