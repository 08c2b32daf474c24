// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program of somebody else's that has our jars and nothing else: compiles without a warning, and runs. */
class ConsumerTest {
    private static final Path LIB = Command.ROOT.resolve("build/lib");
    private static final Path BIN = Path.of(System.getProperty("java.home"), "bin");
    private static final String JARS = Stream.of("jvloop", "jvloop-httptools", "jvloop-http")
            .map(name -> LIB.resolve(name + ".jar").toString())
            .reduce((all, jar) -> all + File.pathSeparator + jar)
            .orElseThrow();

    @TempDir
    private Path folder;

    private Path classes;

    @BeforeAll
    static void thereIsACommand() throws Exception {
        Command.assumeBuilt();
    }

    @BeforeEach
    void write() throws Exception {
        classes = folder.resolve("classes");
        Files.writeString(
                folder.resolve("module-info.java"),
                "module consumer { requires io.jvloop; requires io.jvloop.httptools; requires io.jvloop.http; }");
        Files.createDirectories(folder.resolve("consumer"));
        Files.writeString(folder.resolve("consumer/Program.java"), """
                package consumer;

                import io.jvloop.*;
                import io.jvloop.task.Tasks;
                import java.nio.ByteBuffer;
                import java.time.Duration;

                public final class Program implements Protocol {
                    private final EventLoop loop = EventLoop.current();
                    private Transport transport;

                    @Override
                    public void connectionMade(Transport made) {
                        transport = made;
                    }

                    @Override
                    public void dataReceived(ByteBuffer data) {
                        System.out.println(loop.backend().id() + " " + data.remaining());
                        transport.abort();
                        loop.stop();
                    }

                    public static void main(String[] args) throws Exception {
                        try (EventLoop loop = EventLoop.open(LoopOptions.DEFAULT.withSlowCallback(Duration.ofSeconds(1)))) {
                            Server server = loop.runUntilComplete(loop.createServer(Program::new, "127.0.0.1", 0));
                            var address = (java.net.InetSocketAddress) server.addresses().getFirst();
                            var client = loop.runUntilComplete(
                                    loop.createConnection(() -> new Protocol() {
                                        @Override
                                        public void dataReceived(ByteBuffer data) {}
                                    }, "127.0.0.1", address.getPort()));
                            client.transport().write(ByteBuffer.allocate(7));
                            loop.runForever();
                            loop.runUntilComplete(server.shutdown(Duration.ZERO));
                        }
                        System.out.println(Tasks.<String>run(() -> {
                            Tasks.sleep(Duration.ofMillis(1));
                            return "slept";
                        }));
                    }
                }
                """);
    }

    private void compile(String path, boolean asModule) throws Exception {
        Stream<Path> sources = Stream.of("consumer/Program.java").map(folder::resolve);
        List<String> files = Stream.concat(
                        asModule ? Stream.of(folder.resolve("module-info.java")) : Stream.of(), sources)
                .map(Path::toString)
                .toList();
        var outcome = Command.at(BIN.resolve("javac"))
                .run(Stream.concat(
                                Stream.of(path, JARS, "-d", classes.toString(), "-Xlint:all", "-Werror"),
                                files.stream())
                        .toArray(String[]::new));
        assertEquals(new Command.Outcome(0, "", ""), outcome);
    }

    private Command.Outcome run(String... args) throws Exception {
        return Command.at(BIN.resolve("java")).run(args);
    }

    private Command.Outcome runAsModule(String... flags) throws Exception {
        return run(Stream.concat(
                        Stream.of(flags),
                        Stream.of("-p", JARS + File.pathSeparator + classes, "-m", "consumer/consumer.Program"))
                .toArray(String[]::new));
    }

    private Command.Outcome runOnClassPath(String... flags) throws Exception {
        return run(Stream.concat(
                        Stream.of(flags), Stream.of("-cp", JARS + File.pathSeparator + classes, "consumer.Program"))
                .toArray(String[]::new));
    }

    private static void expect(String out, Command.Outcome outcome) {
        assertEquals(0, outcome.status(), outcome::toString);
        assertEquals("", outcome.err());
        assertTrue(outcome.out().matches(out + " 7\nslept\n"), outcome::out);
    }

    @Test
    void onTheModulePathWithTheFlagsOfTheReadmeNobodyIsWarned() throws Exception {
        compile("-p", true);
        expect(
                "(io_uring|epoll|nio)",
                runAsModule("--enable-native-access=io.jvloop", "--add-opens=java.base/java.lang=io.jvloop"));
    }

    @Test
    void onTheClassPathWithTheFlagsOfTheReadmeNobodyIsWarned() throws Exception {
        compile("-cp", false);
        expect(
                "(io_uring|epoll|nio)",
                runOnClassPath("--enable-native-access=ALL-UNNAMED", "--add-opens=java.base/java.lang=ALL-UNNAMED"));
    }

    @Test
    void whereNativeAccessIsDeniedItRunsOnNio() throws Exception {
        compile("-p", true);
        expect("nio", runAsModule("--illegal-native-access=deny", "--add-opens=java.base/java.lang=io.jvloop"));
        expect("nio", runOnClassPath("--illegal-native-access=deny", "--add-opens=java.base/java.lang=ALL-UNNAMED"));
    }

    @Test
    void withoutAnyFlagItRunsAndTheWarningsNameTheFlags() throws Exception {
        compile("-p", true);
        var outcome = runAsModule();
        assertEquals(0, outcome.status(), outcome::toString);
        assertTrue(outcome.out().matches("(io_uring|epoll|nio) 7\nslept\n"), outcome::out);
        assertTrue(outcome.err().contains("--add-opens"), outcome::err);
    }
}
