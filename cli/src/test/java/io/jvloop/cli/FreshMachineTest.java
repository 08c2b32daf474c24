// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A copy of the command on a machine that has not everything: JDKs of any age, no Maven, caches that do not fit. */
class FreshMachineTest {
    private static final String JDK = FreshMachine.JDK;

    @TempDir
    private Path folder;

    private FreshMachine machine;

    @BeforeAll
    static void thereIsACommand() throws Exception {
        Command.assumeBuilt();
    }

    @BeforeEach
    void copyTheCommand() throws IOException {
        machine = new FreshMachine(folder);
    }

    private Command command() {
        return machine.command();
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
        Path old = machine.jdk("jdks/old", version);
        expect(
                "no JDK of 25 or newer was found",
                command().with("JAVA_HOME", old.toString()).run("build"));
    }

    @Test
    void anOldJdkThatWasAskedForByNameIsRefused() throws Exception {
        Path old = machine.jdk("old", "21.0.2");
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
        machine.build();
        machine.jdk("jdks/a-17", "17.0.1");
        Files.createSymbolicLink(folder.resolve("jdks/b-25"), Path.of(JDK));
        Files.writeString(folder.resolve("build/stamp"), folder.resolve("jdks/b-25") + "\n");
        serves(command());
    }

    @Test
    void withoutAnAotCacheItServes() throws Exception {
        machine.build();
        serves(command().with("JAVA_HOME", JDK));
    }

    @Test
    void anAotCacheThatIsNoneIsIgnoredSilently() throws Exception {
        machine.build();
        Files.writeString(folder.resolve("build/jvloop.aot"), "not a cache");
        serves(command().with("JAVA_HOME", JDK));
    }

    @Test
    void anAotCacheForOtherJarsIsIgnoredSilently() throws Exception {
        machine.build();
        Path cache = Command.ROOT.resolve("build/jvloop.aot");
        if (Files.exists(cache)) { // it fits the jars by their path, which is another one here
            Files.copy(cache, folder.resolve("build/jvloop.aot"));
        }
        serves(command().with("JAVA_HOME", JDK));
    }

    @Test
    void aBuildMakesACacheThatFitsOnceWhereTheOldOneDoesNot() throws Exception {
        assumeTrue(Files.exists(Command.ROOT.resolve("build/jvloop.aot")), "not run: AOT cache (this JDK makes none)");
        machine.build();
        Path cache = Files.writeString(folder.resolve("build/jvloop.aot"), "not a cache");
        var nothingSaid = new Command.Outcome(0, "", "");
        assertEquals(nothingSaid, command().with("JAVA_HOME", JDK).run("build"));
        assertTrue(Files.size(cache) > 1000);
        FileTime made = Files.getLastModifiedTime(cache);
        var doctor = command().with("JAVA_HOME", JDK).run("doctor");
        assertTrue(doctor.out().contains(" yes: " + cache.toRealPath() + "\n"), doctor::out);
        assertEquals(nothingSaid, command().with("JAVA_HOME", JDK).run("build"));
        assertEquals(made, Files.getLastModifiedTime(cache));
    }

    /** A shell whose CDPATH is set looks for «folder/jvloop» there, and cd says where it went. */
    @Test
    void cdpathLeadsNowhereElse() throws Exception {
        machine.build();
        Files.createDirectories(folder.resolve("other").resolve(folder.getFileName()));
        String lines = "cd '" + folder.getParent() + "'; exec '" + folder.getFileName() + "/jvloop' build";
        Command sh = machine.at(Path.of("/bin/sh")).with("JAVA_HOME", JDK).with("JVLOOP_BUILD", "never");
        for (String paths : List.of(".", folder.resolve("other").toString())) {
            var outcome = sh.with("CDPATH", paths).run("-c", lines);
            assertEquals(new Command.Outcome(0, "", ""), outcome);
        }
    }

    @Test
    void anotherCollectorMayBeAskedFor() throws Exception {
        machine.build();
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
