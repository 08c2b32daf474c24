// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code doctor} and {@code serve} where something is missing, each in a process that it is really missing from. */
class DoctorTest {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    /** Lets io_uring's system calls (425 to 427 on every architecture) fail with the number that is asked for. */
    private static final String WITHOUT_IO_URING = """
            import ctypes, os, struct, sys
            def instruction(code, yes, no, value):
                return struct.pack("HBBI", code, yes, no, value)
            program = ctypes.create_string_buffer(
                instruction(0x20, 0, 0, 0) + instruction(0x35, 0, 2, 425) + instruction(0x25, 1, 0, 427)
                + instruction(0x06, 0, 0, 0x00050000 | int(sys.argv[1])) + instruction(0x06, 0, 0, 0x7fff0000))
            class Filter(ctypes.Structure):
                _fields_ = [("length", ctypes.c_ushort), ("program", ctypes.c_void_p)]
            libc = ctypes.CDLL(None)
            assert libc.prctl(38, 1, 0, 0, 0) == 0
            assert libc.prctl(22, 2, ctypes.byref(Filter(5, ctypes.addressof(program))), 0, 0) == 0
            os.execvp(sys.argv[2], sys.argv[2:])
            """;

    @BeforeAll
    static void thereIsACommand() throws Exception {
        Command.assumeBuilt();
    }

    private static Command.Outcome doctor(String... flags) throws Exception {
        String jars = Stream.of("jvloop", "jvloop-httptools", "jvloop-http", "jvloop-cli")
                .map(name -> Command.ROOT.resolve("build/lib/" + name + ".jar").toString())
                .reduce((all, jar) -> all + File.pathSeparator + jar)
                .orElseThrow();
        List<String> words = new ArrayList<>(List.of(flags));
        words.addAll(List.of("-p", jars, "-m", "io.jvloop.cli/io.jvloop.cli.Main", "doctor"));
        return Command.at(JAVA).run(words.toArray(String[]::new));
    }

    /** What it says behind a name. */
    private static String said(Command.Outcome outcome, String name) {
        assertEquals(0, outcome.status(), outcome::toString);
        return outcome.out()
                .lines()
                .filter(line -> line.startsWith("  " + name + " "))
                .findFirst()
                .map(line -> line.substring(name.length() + 2).strip())
                .orElseThrow(() -> new AssertionError(name + " is missing: " + outcome.out()));
    }

    @Test
    void whatCannotBeWrittenIsALineAndStatusOne() throws Exception {
        assumeTrue(new File("/dev/full").exists(), "not run: no /dev/full");
        String script = Command.ROOT.resolve("jvloop").toString();
        Command.Outcome outcome = Command.at(Path.of("/bin/sh")).run("-c", "exec \"$0\" doctor >/dev/full", script);
        assertEquals(1, outcome.status(), outcome::toString);
        assertEquals("jvloop: stdout cannot be written: No space left on device\n", outcome.err());
    }

    @Test
    void withTheFlagsItSaysSo() throws Exception {
        var outcome = Command.jvloop().run("doctor");
        assertEquals("yes (--enable-native-access=io.jvloop)", said(outcome, "native access"));
        assertEquals("yes (--add-opens java.base/java.lang=io.jvloop)", said(outcome, "carried tasks"));
    }

    @Test
    void withoutTheFlagsItSaysSo() throws Exception {
        var outcome = doctor();
        assertEquals("no: the JVM warns of it", said(outcome, "native access"));
        assertTrue(said(outcome, "carried tasks").startsWith("no: "));
    }

    @Test
    void whereNativeAccessIsDeniedItSaysSoAndWhatIsLeft() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "not run: denied native access (not Linux)");
        var outcome = doctor("--illegal-native-access=deny");
        String denied = "native access is denied: start Java with --enable-native-access=io.jvloop";
        assertEquals("no, and denied: NIO alone can be had", said(outcome, "native access"));
        assertEquals("no: " + denied, said(outcome, "io_uring"));
        assertEquals("no: " + denied, said(outcome, "epoll"));
        String taken = said(outcome, "a loop takes");
        assertTrue(taken.startsWith("nio: ") && taken.endsWith("; not io_uring, epoll: " + denied), taken);
        assertEquals("", outcome.err());
    }

    @Test
    void aSeccompFilterThatRefusesIoUringIsNamedAndEpollIsTaken() throws Exception {
        Command python = python("seccomp");
        String script = Command.ROOT.resolve("jvloop").toString();
        var outcome = python.run("-c", WITHOUT_IO_URING, "1", script, "doctor");
        assertTrue(said(outcome, "io_uring").startsWith("no: EPERM: "), outcome::out);
        assertEquals("system calls are filtered", said(outcome, "seccomp"));
        assertTrue(said(outcome, "a loop takes").startsWith("epoll: "), outcome::out);
        outcome = python.run("-c", WITHOUT_IO_URING, "38", script, "doctor");
        assertTrue(said(outcome, "io_uring").startsWith("no: ENOSYS: "), outcome::out);
        try (var server = python.start("-c", WITHOUT_IO_URING, "1", script, "serve", "echo", "--port", "0")) {
            assertTrue(server.line().endsWith(" (epoll)"));
            assertEquals(0, server.end("TERM"));
            assertEquals("", server.err().get());
        }
    }

    @Test
    void aBackendThatCannotBeHadIsAFailureOfOneLine() throws Exception {
        var outcome = python("seccomp")
                .run(
                        "-c",
                        WITHOUT_IO_URING,
                        "1",
                        Command.ROOT.resolve("jvloop").toString(),
                        "serve",
                        "echo",
                        "--port",
                        "0",
                        "--backend",
                        "io_uring");
        assertEquals(1, outcome.status(), outcome::toString);
        assertEquals("", outcome.out());
        assertEquals(1, outcome.err().lines().count(), outcome::err);
        assertTrue(outcome.err().startsWith("jvloop: the io_uring backend cannot be had here: EPERM: "), outcome::err);
    }

    @Test
    void aKernelThatIsTooOldForIoUringIsNamed() throws Exception {
        assumeTrue(Command.find("setarch") != null, "not run: an old kernel (no setarch)");
        var outcome = Command.at(Command.find("setarch"))
                .run("--uname-2.6", Command.ROOT.resolve("jvloop").toString(), "doctor");
        String taken = said(outcome, "a loop takes");
        assertTrue(taken.startsWith("epoll: ") && taken.contains("need Linux 6.12, this is 2.6."), taken);
    }

    @Test
    void aVariableThatAsksForABackendIsHeard() throws Exception {
        var outcome = Command.jvloop().with("JVLOOP_BACKEND", "nio").run("doctor");
        assertTrue(said(outcome, "a loop takes").startsWith("nio: "), outcome::out);
        outcome = Command.jvloop().with("JVLOOP_BACKEND", "fast").run("doctor");
        assertTrue(
                said(outcome, "a loop takes").startsWith("nothing: environment variable JVLOOP_BACKEND"), outcome::out);
    }

    private static Command python(String group) {
        Path python = Command.find("python3");
        assumeTrue(
                System.getProperty("os.name").equals("Linux") && python != null,
                "not run: " + group + " (" + (python == null ? "no python3" : "not Linux") + ")");
        return Command.at(python);
    }
}
