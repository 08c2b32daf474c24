// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.BackendStatus;
import io.jvloop.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./jvloop serve echo}, with clients that know nothing of jvloop. */
@Timeout(120)
class ServeEchoTest {
    private static final long SEED = Long.getLong("seed", 1);
    private static final Pattern READY = Pattern.compile("listening on (?:(.+):(\\d+)|unix:(.+)) \\((\\w+)\\)");

    @TempDir
    private Path folder;

    @BeforeAll
    static void thereIsACommand() throws Exception {
        Command.assumeBuilt();
    }

    static Stream<String> backends() {
        return EventLoop.backends().stream().map(status -> status.backend().id());
    }

    private static void assumeBackend(String id) {
        for (BackendStatus status : EventLoop.backends()) {
            if (status.backend().id().equals(id)) {
                Assumptions.assumeTrue(status.available(), "not run: " + id + " (" + status.detail() + ")");
            }
        }
    }

    private static Matcher ready(Command.Running server) throws IOException {
        String line = server.line();
        Matcher ready = READY.matcher(line);
        assertTrue(ready.matches(), line);
        return ready;
    }

    private static SocketAddress address(Matcher ready) {
        String path = ready.group(3);
        return path != null
                ? UnixDomainSocketAddress.of(path)
                : new InetSocketAddress(ready.group(1), Integer.parseInt(ready.group(2)));
    }

    @ParameterizedTest
    @MethodSource("backends")
    void randomBytesComeBackByTcp(String backend) throws Exception {
        assumeBackend(backend);
        try (var server = Command.jvloop().start("serve", "echo", "--port", "0", "--backend", backend)) {
            Matcher ready = ready(server);
            assertEquals(backend, ready.group(4));
            assertEquals("127.0.0.1", ready.group(1));
            sendAndReceive(address(ready));
            assertEquals(0, server.end("TERM"));
            assertEquals("", server.err().get());
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void randomBytesComeBackByUnixSocketWhoseFileIsRemoved(String backend) throws Exception {
        assumeBackend(backend);
        Path path = folder.resolve("echo");
        try (var server = Command.jvloop().start("serve", "echo", "--unix=" + path, "--backend", backend)) {
            sendAndReceive(address(ready(server)));
            assertTrue(Files.exists(path));
            assertEquals(0, server.end("INT"));
            assertEquals("", server.err().get());
        }
        assertFalse(Files.exists(path));
    }

    @ParameterizedTest
    @MethodSource("backends")
    void randomBytesComeBackFromTasksToo(String backend) throws Exception {
        assumeBackend(backend);
        for (List<String> what : List.of(List.of("serve", "echo", "--streams"), List.of("serve", "readline"))) {
            List<String> words = new ArrayList<>(what);
            words.addAll(List.of("--port", "0", "--backend", backend));
            try (var server = Command.jvloop().start(words.toArray(String[]::new))) {
                SocketAddress address = address(ready(server));
                sendAndReceive(address);
                try (SocketChannel idle = SocketChannel.open(address)) {
                    idle.write(ByteBuffer.wrap(new byte[] {'\n'}));
                    assertEquals(1, idle.read(ByteBuffer.allocate(10)));
                    assertEquals(0, server.end("TERM"));
                    assertEquals(-1, idle.read(ByteBuffer.allocate(10)));
                }
                assertEquals("", server.err().get());
            }
        }
    }

    /** Several connections at once, each with a stream of its own. */
    private static void sendAndReceive(SocketAddress address) throws Exception {
        List<Thread> clients = new ArrayList<>();
        List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 8; i++) {
            byte[] bytes = new byte[1 + new Random(SEED + i).nextInt(400_000)];
            new Random(SEED * 31 + i).nextBytes(bytes);
            clients.add(Thread.ofVirtual()
                    .uncaughtExceptionHandler((thread, failure) -> failures.add(failure))
                    .start(() -> echo(address, bytes)));
        }
        for (Thread client : clients) {
            client.join();
        }
        assertEquals(List.of(), failures, "again with -Dseed=" + SEED);
    }

    private static void echo(SocketAddress address, byte[] bytes) {
        try (SocketChannel channel = SocketChannel.open(address)) {
            Thread writer = Thread.startVirtualThread(() -> {
                try {
                    ByteBuffer out = ByteBuffer.wrap(bytes);
                    while (out.hasRemaining()) {
                        channel.write(out);
                    }
                    channel.shutdownOutput();
                } catch (IOException failure) {
                    throw new AssertionError(failure);
                }
            });
            ByteBuffer in = ByteBuffer.allocate(bytes.length + 1);
            while (channel.read(in) >= 0) {
                // until the server, which has seen the end, ends as well
            }
            writer.join();
            byte[] received = new byte[in.flip().remaining()];
            in.get(received);
            assertArrayEquals(bytes, received);
        } catch (IOException | InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aClientThatNeverReadsStopsBeingRead(String backend) throws Exception {
        assumeBackend(backend);
        staysDeaf("serve", "echo", "--port", "0", "--backend", backend);
        staysDeaf("serve", "echo", "--streams", "--port", "0", "--backend", backend);
    }

    private static void staysDeaf(String... words) throws Exception {
        try (var server = Command.jvloop().start(words)) {
            SocketAddress address = address(ready(server));
            try (SocketChannel deaf = SocketChannel.open(address)) {
                deaf.configureBlocking(false);
                ByteBuffer much = ByteBuffer.allocate(1 << 20);
                long taken = 0;
                int refused = 0;
                while (refused < 50 && taken < 256L << 20) {
                    int n = deaf.write(much.clear());
                    taken += n;
                    refused = n == 0 ? refused + 1 : 0;
                    if (n == 0) {
                        Thread.sleep(10);
                    }
                }
                assertTrue(taken < 256L << 20, "it took " + taken + " bytes that nobody wants back");
                sendAndReceive(address);
                assertEquals(0, server.end("TERM"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void signalsEndItInOrderWhileClientsAreConnected(String signal) throws Exception {
        try (var server = Command.jvloop().start("serve", "echo", "--port", "0");
                SocketChannel client = SocketChannel.open(address(ready(server)))) {
            client.write(ByteBuffer.wrap(new byte[] {7}));
            assertEquals(1, client.read(ByteBuffer.allocate(10)));
            assertEquals(0, server.end(signal));
            assertEquals(-1, client.read(ByteBuffer.allocate(10)));
            assertEquals("", server.err().get());
        }
    }

    @Test
    void aBackgroundJobOfAScriptHearsSigintToo() throws Exception {
        Process tried = new ProcessBuilder("env", "--default-signal=INT", "true").start();
        Assumptions.assumeTrue(tried.waitFor() == 0, "not run: SIGINT in the background (env has no --default-signal)");
        // sh starts it with SIGINT ignored, POSIX has it so
        Process script = new ProcessBuilder(
                        "sh",
                        "-c",
                        "./jvloop serve echo --port 0 >\"$1\" & server=$!; until [ -s \"$1\" ]; do sleep 0.05; done;"
                                + " kill -INT $server; wait $server",
                        "sh",
                        folder.resolve("said").toString())
                .directory(Command.ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            assertTrue(script.waitFor(60, TimeUnit.SECONDS), "SIGINT did not end it");
            assertEquals(0, script.exitValue());
        } finally {
            script.descendants().forEach(ProcessHandle::destroyForcibly);
            script.destroyForcibly();
        }
    }

    @Test
    void theProcessThatWasStartedIsTheServer() throws Exception {
        try (var server = Command.jvloop().start("serve", "echo", "--port", "0")) {
            ready(server);
            String program = server.process().info().command().orElse("");
            assertTrue(program.endsWith("/java"), program);
            assertEquals(0, server.process().children().count());
            assertEquals(0, server.end("TERM"));
        }
    }

    @Test
    void addressesOfIpv6AreInBrackets() throws Exception {
        try (var server = Command.jvloop().start("serve", "echo", "--host", "::1", "--port", "0")) {
            assertEquals("[::1]", ready(server).group(1));
            assertEquals(0, server.end("TERM"));
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (var first = Command.jvloop().start("serve", "echo", "--port", "0")) {
            String port = ready(first).group(2);
            var second = Command.jvloop().run("serve", "echo", "--port", port);
            assertEquals(
                    new Command.Outcome(
                            1,
                            "",
                            "jvloop: cannot listen on 127.0.0.1:" + port + ": "
                                    + second.err().substring(second.err().lastIndexOf(": ") + 2)),
                    second);
            assertEquals(0, first.end("TERM"));
        }
    }

    @Test
    void aFolderThatIsMissingIsNamed() throws Exception {
        Path path = folder.resolve("missing").resolve("echo");
        var outcome = Command.jvloop().run("serve", "echo", "--unix", path.toString());
        assertEquals(1, outcome.status());
        assertEquals("jvloop: cannot listen on unix:" + path + ": no such file or directory\n", outcome.err());
    }
}
