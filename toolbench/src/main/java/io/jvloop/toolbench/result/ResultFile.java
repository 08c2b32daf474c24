// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.result;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** {@link Results} as JSON in a file. */
public final class ResultFile {
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

    private ResultFile() {}

    public static String json(Results results) {
        return GSON.toJson(results) + "\n";
    }

    /**
     * Writes it whole or not at all: whoever reads the file meanwhile sees the old one or the new one.
     *
     * @throws IOException if it cannot be written, as on a full disk; what was there is kept
     */
    public static void write(Path file, Results results) throws IOException {
        Path whole = file.toAbsolutePath();
        Path folder = whole.getParent();
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, "." + whole.getFileName(), ".part");
        try {
            Files.writeString(part, json(results));
            Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * Reads it.
     *
     * @throws IOException with one sentence that says what is wrong: no such file, no result file, or one of another format
     */
    public static Results read(Path file) throws IOException {
        try {
            return checked(file, GSON.fromJson(Files.readString(file), Results.class));
        } catch (NoSuchFileException missing) {
            throw new IOException(file + ": no such file", missing);
        } catch (JsonParseException notJson) {
            throw new IOException(file + ": not a result file", notJson);
        }
    }

    private static Results checked(Path file, @Nullable Results read) throws IOException {
        if (read == null || read.cases() == null || read.peers() == null || read.samples() == null) {
            throw new IOException(file + ": not a result file");
        }
        if (read.format() != Results.FORMAT) {
            throw new IOException(file + ": format " + read.format() + ", this version reads " + Results.FORMAT);
        }
        return read;
    }
}
