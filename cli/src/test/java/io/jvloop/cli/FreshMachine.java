// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A copy of the command in a folder of its own. Nothing is on its PATH but what the script needs of every system, and
 * there is no JDK in the usual folders.
 */
final class FreshMachine {
    static final String JDK = System.getProperty("java.home");
    private static final String TOOLS =
            "sh awk cat cmp cp cut date find grep head ln mkdir mv readlink rm rmdir sed sleep tee";

    private final Path folder;
    private final Path script;
    private final Path bin;

    FreshMachine(Path folder) throws IOException {
        this.folder = folder;
        String usual = "/usr/lib/jvm/*";
        String text = Files.readString(Command.ROOT.resolve("jvloop"));
        assertTrue(text.contains(usual));
        script = program(
                folder.resolve("jvloop"),
                text.replaceFirst("for folder in [^;]*; do", "for folder in " + folder + "/jdks/*; do"));
        bin = Files.createDirectories(folder.resolve("bin"));
        for (String tool : TOOLS.split(" ", -1)) {
            for (String other : System.getenv("PATH").split(":", -1)) {
                Path program = Path.of(other, tool);
                if (Files.isExecutable(program) && !Files.exists(bin.resolve(tool))) {
                    Files.createSymbolicLink(bin.resolve(tool), program);
                }
            }
        }
    }

    Command command() {
        return at(script);
    }

    /** A program that sees what the command sees. */
    Command at(Path program) {
        return Command.at(program)
                .with("PATH", bin.toString())
                .with("HOME", folder.toString())
                .with("JAVA_HOME", "")
                .with("MAVEN_HOME", "")
                .with("M2_HOME", "")
                .without("JVLOOP_JAVA_HOME")
                .without("JVLOOP_BUILD");
    }

    /** What {@code build} leaves behind. */
    void build() throws IOException {
        Path out = Files.createDirectories(folder.resolve("build"));
        Files.createSymbolicLink(out.resolve("lib"), Command.ROOT.resolve("build/lib"));
        Files.writeString(out.resolve("stamp"), JDK + "\n");
    }

    Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        program(Files.createDirectories(home.resolve("bin")).resolve("javac"), "");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    /** A shell script on its PATH. */
    Path script(String name, String text) throws IOException {
        return program(bin.resolve(name), "#!/bin/sh\n" + text + "\n");
    }

    private static Path program(Path file, String text) throws IOException {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
