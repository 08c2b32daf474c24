// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import com.google.gson.GsonBuilder;
import io.jvloop.cli.Failed;
import io.jvloop.toolbench.peer.Missing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Everything that was measured, raw. */
record Results(
        String command,
        String at,
        Machine machine,
        Cores cores,
        String scenario,
        boolean unix,
        Pace pace,
        Map<String, String> versions,
        List<Missing> missing,
        List<Sample> samples) {
    void write(Path file) throws Failed {
        write(file, this);
    }

    /** Any record, as JSON. */
    static void write(Path file, Object raw) throws Failed {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(
                    file,
                    new GsonBuilder()
                                    .disableHtmlEscaping()
                                    .setPrettyPrinting()
                                    .create()
                                    .toJson(raw) + "\n");
        } catch (IOException failure) {
            throw new Failed(file + " cannot be written: " + failure.getMessage());
        }
    }
}
