// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A copy of the command on a machine that has not everything: JDKs of any age, no Maven, caches that do not fit. */
class FreshMachineTest {
    private static final String JDK = System.getProperty("java.home");

    @TempDir
    private Path machine;

    private Path script;

    @BeforeAll
    static void thereIsACommand() throws Exception {
        Command.assumeBuilt();
    }

    /** Nothing is on its PATH but what the script needs of every system, and no JDK in the usual folders. */
    @BeforeEach
    void copyTheCommand() throws IOException {
        String usual = "/usr/lib/jvm/*";
        String text = Files.readString(Command.ROOT.resolve("jvloop"));
        assertTrue(text.contains(usual));
        script = machine.resolve("jvloop");
        Files.writeString(
                script, text.replaceFirst("for folder in [^;]*; do", "for folder in " + machine + "/jdks/*; do"));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path bin = Files.createDirectories(machine.resolve("bin"));
        for (String tool : "sh awk cat cmp cp find grep head mkdir mv readlink rm sed sleep".split(" ", -1)) {
            for (String folder : System.getenv("PATH").split(":", -1)) {
                Path program = Path.of(folder, tool);
                if (Files.isExecutable(program) && !Files.exists(bin.resolve(tool))) {
                    Files.createSymbolicLink(bin.resolve(tool), program);
                }
            }
        }
    }

    private Command command() {
        return Command.at(script)
                .with("PATH", machine.resolve("bin").toString())
                .with("HOME", machine.toString())
                .with("JAVA_HOME", "")
                .with("MAVEN_HOME", "")
                .with("M2_HOME", "")
                .without("JVLOOP_JAVA_HOME")
                .without("JVLOOP_BUILD");
    }

    /** What {@code build} leaves behind. */
    private void build() throws IOException {
        Path out = Files.createDirectories(machine.resolve("build"));
        Files.createSymbolicLink(out.resolve("lib"), Command.ROOT.resolve("build/lib"));
        Files.writeString(out.resolve("stamp"), JDK + "\n");
    }

    private Path jdk(String folder, String version) throws IOException {
        Path home = machine.resolve(folder);
        Path javac = Files.createDirectories(home.resolve("bin")).resolve("javac");
        Files.writeString(javac, "");
        Files.setPosixFilePermissions(javac, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private static void expect(String expected, Command.Outcome outcome) {
        assertEquals(2, outcome.status(), outcome::toString);
        assertEquals("", outcome.out());
        assertEquals(1, outcome.err().lines().count(), outcome::err);
        assertTrue(outcome.err().startsWith("jvloop: " + expected), outcome::err);
    }

    @Test
    void withoutAJdkItSaysHowToGetOne() throws Exception {
        expect("no JDK of 25 or newer was found: install one", command().run("build"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.0_392", "17.0.15", "24"})
    void olderJdksDoNotCount(String version) throws Exception {
        Path old = jdk("jdks/old", version);
        expect(
                "no JDK of 25 or newer was found",
                command().with("JAVA_HOME", old.toString()).run("build"));
    }

    @Test
    void anOldJdkThatWasAskedForByNameIsRefused() throws Exception {
        Path old = jdk("old", "21.0.2");
        expect(
                "JVLOOP_JAVA_HOME is " + old + ", which is not a JDK of 25 or newer",
                command().with("JVLOOP_JAVA_HOME", old.toString()).run("build"));
    }

    @Test
    void withoutMavenItSaysHowToGetIt() throws Exception {
        expect(
                "Maven was not found: install it",
                command().with("JAVA_HOME", JDK).run("build"));
    }

    @Test
    void whatIsBuiltRunsWithoutMavenOnAJdkOfTheUsualFolders() throws Exception {
        build();
        jdk("jdks/a-17", "17.0.1");
        Files.createSymbolicLink(machine.resolve("jdks/b-25"), Path.of(JDK));
        Files.writeString(machine.resolve("build/stamp"), machine.resolve("jdks/b-25") + "\n");
        serves(command());
    }

    @Test
    void withoutAnAotCacheItServes() throws Exception {
        build();
        serves(command().with("JAVA_HOME", JDK));
    }

    @Test
    void anAotCacheThatIsNoneIsIgnoredSilently() throws Exception {
        build();
        Files.writeString(machine.resolve("build/jvloop.aot"), "not a cache");
        serves(command().with("JAVA_HOME", JDK));
    }

    @Test
    void anAotCacheForOtherJarsIsIgnoredSilently() throws Exception {
        build();
        Path cache = Command.ROOT.resolve("build/jvloop.aot");
        if (Files.exists(cache)) { // it fits the jars by their path, which is another one here
            Files.copy(cache, machine.resolve("build/jvloop.aot"));
        }
        serves(command().with("JAVA_HOME", JDK));
    }

    @Test
    void anotherCollectorMayBeAskedFor() throws Exception {
        build();
        serves(command().with("JAVA_HOME", JDK).with("JVLOOP_JAVA_OPTS", "-XX:+UseG1GC -Xmx128m"));
    }

    private static void serves(Command command) throws Exception {
        try (var server = command.start("serve", "echo", "--port", "0")) {
            assertTrue(server.line().startsWith("listening on 127.0.0.1:"));
            assertEquals(0, server.end("TERM"));
            assertEquals("", server.err().get());
        }
    }
}
