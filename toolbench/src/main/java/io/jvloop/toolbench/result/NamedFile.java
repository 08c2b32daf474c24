// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.result;

import io.jvloop.cli.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Files as people name them when they type a command. */
public final class NamedFile {
    private NamedFile() {}

    /**
     * One to be read, whether it is there or not.
     *
     * @throws BadInput if no file can have this name
     */
    public static Path toRead(String text) throws BadInput {
        try {
            return Path.of(text);
        } catch (InvalidPathException noName) {
            throw new BadInput("no file can be called '" + text + "' here: " + noName.getReason());
        }
    }

    /**
     * One to be written, looked at before anything is measured for it.
     *
     * @param option that names it
     * @throws BadInput if it cannot be written
     */
    public static Path toWrite(String option, String text) throws BadInput {
        Path path = toRead(text).toAbsolutePath();
        String why = text.isEmpty() ? "it has no name" : whyNot(path);
        if (!why.isEmpty()) {
            throw new BadInput(option + " " + text + ": cannot be written: " + why);
        }
        return path;
    }

    /** Is it one file, whichever way it is named? Devices take anything, and several times. */
    public static boolean areSame(Path one, Path other) {
        try {
            return !TextFile.isDevice(one) && (normal(one).equals(normal(other)) || Files.isSameFile(one, other));
        } catch (IOException notThereYet) {
            return false;
        }
    }

    private static Path normal(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /** Why it cannot be written; empty if it can. */
    static String whyNot(Path path) {
        if (Files.isDirectory(path)) {
            return "it is a folder";
        }
        if (Files.exists(path) && !Files.isWritable(path)) {
            return isOnReadOnly(path) ? "it is on a read-only file system" : "permission denied";
        }
        Path folder = path.resolveSibling("");
        if (!Files.isDirectory(folder)) {
            return "no such folder";
        }
        if (Files.isWritable(folder) || TextFile.isDevice(path)) {
            return "";
        }
        return isOnReadOnly(folder) ? "it is on a read-only file system" : "permission denied for its folder";
    }

    private static boolean isOnReadOnly(Path there) {
        try {
            return Files.getFileStore(there).isReadOnly();
        } catch (IOException unknown) {
            return false;
        }
    }
}
