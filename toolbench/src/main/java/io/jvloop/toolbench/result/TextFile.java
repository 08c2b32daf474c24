// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.result;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Text in UTF-8 in a file. What goes wrong is one line that names the file and says why. */
public final class TextFile {
    private TextFile() {}

    /**
     * All of it.
     *
     * @throws IOException if there is no such file, or it is none that ends
     */
    public static String read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + ": a folder, not a file");
        }
        if (isDevice(file)) {
            throw new IOException(file + ": not a regular file");
        }
        try {
            return Files.readString(file);
        } catch (NoSuchFileException missing) {
            throw new IOException(file + ": no such file", missing);
        } catch (CharacterCodingException binary) {
            throw new IOException(file + ": no text in UTF-8", binary);
        } catch (IOException unreadable) {
            throw new IOException(file + " cannot be read: " + reason(unreadable), unreadable);
        }
    }

    /**
     * Writes it whole or not at all, and makes its folder: whoever reads the file meanwhile sees the old one or the new one. Only what
     * is there and no regular file, such as a device or a pipe, is written to as it is.
     *
     * @throws IOException if it cannot be written, as on a full disk; what was there is kept
     */
    public static void write(Path file, String text) throws IOException {
        try {
            Path whole = file.toAbsolutePath();
            if (isDevice(whole)) {
                Files.writeString(whole, text);
            } else {
                replace(Files.exists(whole) ? whole.toRealPath() : whole, text);
            }
        } catch (IOException failure) {
            throw new IOException(file + " cannot be written: " + reason(failure), failure);
        }
    }

    private static void replace(Path whole, String text) throws IOException {
        String name = "." + whole.getFileName() + "." + ProcessHandle.current().pid() + ".part";
        Path part = whole.resolveSibling(name);
        Files.createDirectories(whole.resolveSibling(""));
        try {
            Files.writeString(part, text);
            Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** A rename would put a file in its place, and reading it might never end. */
    public static boolean isDevice(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    }

    /** The name of the file, if it has one, and what is wrong with it. */
    public static String said(IOException failure) {
        String file = failure instanceof FileSystemException system ? system.getFile() : null;
        return file == null ? reason(failure) : file + ": " + reason(failure);
    }

    /** Without the name of the file, which these exceptions have in their messages, or as their messages. */
    public static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "no such folder";
        }
        String reason = failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
        return reason == null ? failure.getClass().getSimpleName() : reason;
    }
}
