// SPDX-License-Identifier: Apache-2.0
package io.jvloop.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jvloop.EventLoop;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each example does what its comment says, started from its source alone. */
@Timeout(120)
class ExamplesTest {
    private static final byte[] HELLO = "Hello\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @Test
    void everyExampleIsTriedHere() throws IOException {
        String tests = Files.readString(Path.of("src/test/java/io/jvloop/examples/ExamplesTest.java"));
        List<String> untried = new ArrayList<>();
        try (Stream<Path> examples = Files.list(Path.of("src/main/java/io/jvloop/examples"))) {
            for (Path example : examples.sorted().toList()) {
                String name = example.getFileName().toString().replace(".java", "");
                if (!tests.contains(name + ".class")) {
                    untried.add(name);
                }
            }
        }
        assertEquals(List.of(), untried);
    }

    @ParameterizedTest
    @ValueSource(classes = {EchoServer.class, FlowControl.class, BufferedEcho.class, EchoStreams.class})
    void echoServersSendBackWhatTheyGet(Class<?> example) throws Exception {
        try (Launched server = Launched.start(folder, example)) {
            echoMuch(server);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EchoServer", "EchoTasks"})
    void theShortOnesDoToo(String name) throws Exception {
        try (Launched server = Launched.startShort(folder, name)) {
            echoMuch(server);
        }
    }

    private static void echoMuch(Launched server) throws Exception {
        try (SocketChannel client = server.connect()) {
            byte[] much = new byte[3_000_000];
            new Random(1).nextBytes(much);
            echo(client, much);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {FlowControl.class, EchoStreams.class})
    void aClientThatDoesNotReadIsNotRead(Class<?> example) throws Exception {
        try (Launched server = Launched.start(folder, example);
                SocketChannel client = server.connect()) {
            client.configureBlocking(false);
            ByteBuffer much = ByteBuffer.allocate(1 << 20);
            long taken = 0;
            for (int refused = 0; refused < 50 && taken < 256L << 20; ) {
                int n = client.write(much.clear());
                taken += n;
                refused = n == 0 ? refused + 1 : 0;
                if (n == 0) {
                    Thread.sleep(10);
                }
            }
            assertTrue(taken < 256L << 20, "it took " + taken + " bytes");
        }
    }

    @Test
    void theClientTalksToTheServer() throws Exception {
        try (Launched server = Launched.start(folder, EchoServer.class)) {
            server.connect().close();
            try (Launched client = Launched.start(folder, EchoClient.class, server.port())) {
                assertEquals(List.of("Hello, loop!"), client.linesToTheEnd());
            }
        }
    }

    @Test
    void timersTickAndOneIsTakenBack() throws Exception {
        try (Launched timers = Launched.start(folder, Timers.class)) {
            assertEquals(List.of("soon", "tick 1", "tick 2", "tick 3", "tick 4", "tick 5"), timers.linesToTheEnd());
        }
    }

    @Test
    void unixSocketsEchoToo() throws Exception {
        try (Launched server = Launched.start(folder, ServerOnUnixSocket.class)) {
            assertEquals("listening on [echo.sock]", server.line());
            try (SocketChannel client = server.connect(UnixDomainSocketAddress.of(folder.resolve("echo.sock")))) {
                echo(client, HELLO);
            }
        }
    }

    @Test
    void severalLoopsShareAPort() throws Exception {
        try (Launched server = Launched.start(folder, SeveralLoopsOnOnePort.class)) {
            Set<String> loops = new TreeSet<>();
            for (int i = 0; i < 1000 && loops.size() < 2; i++) {
                try (SocketChannel client = server.connect()) {
                    loops.add(line(client));
                    echo(client, HELLO);
                }
            }
            assertTrue(loops.size() >= 2 && loops.contains("loop-0"), loops::toString);
        }
    }

    @Test
    void socketsThatWereHandedOverAreServed() throws Exception {
        assumeTrue(onPath("python3"), "not run: socket activation (no python3, which opens the socket here)");
        boolean descriptors = EventLoop.backends().stream()
                .anyMatch(status -> status.available() && !status.backend().id().equals("nio"));
        assumeTrue(descriptors, "not run: socket activation (neither io_uring nor epoll)");
        String activate = """
                import os, socket, sys
                listening = socket.create_server(("127.0.0.1", 0))
                os.dup2(listening.fileno(), 3)
                os.set_inheritable(3, True)
                os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
                os.execv(sys.argv[1], sys.argv[1:])
                """;
        try (Launched server = Launched.start(folder, SocketActivation.class, "python3", "-c", activate)) {
            String said = server.line();
            assertTrue(said.matches("serving on \\[/127.0.0.1:\\d+]"), said);
            int port = Integer.parseInt(said.replaceAll(".*:|]", ""));
            try (SocketChannel client = server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                echo(client, HELLO);
            }
        }
    }

    @Test
    void withoutSocketsActivationSaysSo() throws Exception {
        try (Launched server = Launched.start(folder, SocketActivation.class)) {
            assertEquals("no sockets were handed over", server.line());
            assertEquals(2, server.end());
        }
    }

    @Test
    void aGracefulShutdownLetsConnectionsEnd() throws Exception {
        try (Launched server = Launched.start(folder, GracefulShutdown.class);
                SocketChannel client = server.connect()) {
            echo(client, HELLO);
            server.terminate();
            Thread.sleep(200);
            echo(client, HELLO); // still there
            client.shutdownOutput();
            assertEquals("ended, 0 aborted", server.line());
            assertEquals(128 + 15, server.end());
        }
    }

    @Test
    void aGracefulShutdownAbortsThoseThatDoNotEnd() throws Exception {
        try (Launched server = Launched.start(folder, GracefulShutdown.class);
                SocketChannel client = server.connect()) {
            echo(client, HELLO);
            server.terminate();
            assertEquals("ended, 1 aborted", server.line());
        }
    }

    @Test
    void theLoopIsAnExecutor() throws Exception {
        try (Launched program = Launched.start(folder, LoopAsExecutor.class)) {
            assertEquals(List.of("42, on the loop: true"), program.linesToTheEnd());
        }
    }

    @Test
    void workOffTheLoopLetsTheLoopGoOn() throws Exception {
        try (Launched program = Launched.start(folder, OffTheLoop.class)) {
            assertEquals(List.of("the loop goes on", "a prime of 512 bits"), program.linesToTheEnd());
        }
    }

    @Test
    void theWebServerGreets() throws Exception {
        try (Launched server = Launched.start(folder, HelloHttp.class);
                SocketChannel client = server.connect()) {
            String said = answer(client, "GET /world HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertTrue(said.startsWith("HTTP/1.1 200 OK\r\n") && said.endsWith("\r\n\r\nHello, /world\n"), said);
        }
    }

    @Test
    void handlersThatWaitSendBackWhatTheyGet() throws Exception {
        try (Launched server = Launched.start(folder, HttpTasks.class);
                SocketChannel client = server.connect()) {
            String body = "0123456789".repeat(10_000);
            String said = answer(client, "POST / HTTP/1.0\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            assertTrue(said.startsWith("HTTP/1.1 200 OK\r\n") && said.endsWith("\r\n\r\n" + body), said);
        }
    }

    private static String answer(SocketChannel client, String request) throws IOException {
        client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
        return new String(Channels.newInputStream(client).readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void whatOneSaysInAChatAllOthersHear() throws Exception {
        try (Launched server = Launched.start(folder, ChatServer.class);
                SocketChannel ann = server.connect()) {
            say(ann, "Ann\nis anybody here?\n");
            SocketChannel bob = server.connect();
            say(bob, "Bob\n");
            assertEquals("Your name? Bob is here", line(ann));
            say(ann, "hello\n");
            assertEquals("Your name? Ann: hello", line(bob));
            try (SocketChannel second = server.connect()) {
                say(second, "Bob\n");
                assertEquals("Your name? Another time, then.", line(second));
                assertEquals("", line(second));
            }
            bob.close();
            assertEquals("Bob has left", line(ann));
        }
    }

    @Test
    void theScannerFindsThePortThatIsOpen() throws Exception {
        try (Launched server = Launched.start(folder, EchoStreams.class)) {
            server.connect().close();
            try (Launched scanner = Launched.start(folder, PortScanner.class, server.port())) {
                String said = scanner.linesToTheEnd().getFirst();
                assertTrue(said.matches("open: \\[.*\\b" + server.port() + "\\b.*]"), said);
            }
        }
    }

    @Test
    void aRateLimitHoldsOverSeveralConnections() throws Exception {
        try (Launched server = Launched.start(folder, EchoStreams.class)) {
            server.connect().close();
            try (Launched client = Launched.start(folder, RateLimitedClient.class, server.port())) {
                assertEquals(List.of("30 answers, none too early: true"), client.linesToTheEnd());
            }
        }
    }

    @Test
    void theProxyPassesOnBytesAndEnds() throws Exception {
        try (Launched server = Launched.start(folder, EchoStreams.class)) {
            server.connect().close();
            try (Launched proxy = Launched.start(folder, TcpProxy.class, "env", "UPSTREAM_PORT=" + server.port());
                    SocketChannel client = proxy.connect()) {
                byte[] much = new byte[3_000_000];
                new Random(2).nextBytes(much);
                echo(client, much);
                client.shutdownOutput();
                assertEquals(-1, client.read(ByteBuffer.allocate(1)));
            }
        }
    }

    @Test
    void aJsonLibraryRunsOnALoop() throws Exception {
        try (Launched server = Launched.start(folder, JsonOverStreams.class);
                SocketChannel client = server.connect()) {
            say(client, "{\"a\": 1, \"b\"");
            say(client, ": 2} {\"a\": 40, \"b\": 2}");
            assertEquals("{\"a\":1,\"b\":2,\"sum\":3}", line(client));
            client.shutdownOutput();
            assertEquals("{\"a\":40,\"b\":2,\"sum\":42}", line(client));
            assertEquals("", line(client));
        }
    }

    private static void say(SocketChannel client, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    private static void echo(SocketChannel client, byte[] bytes) throws Exception {
        Thread writer = Thread.startVirtualThread(() -> {
            try {
                ByteBuffer out = ByteBuffer.wrap(bytes);
                while (out.hasRemaining()) {
                    client.write(out);
                }
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        });
        ByteBuffer back = ByteBuffer.allocate(bytes.length);
        while (back.hasRemaining() && client.read(back) >= 0) {
            // until all of it is back
        }
        writer.join();
        assertArrayEquals(bytes, Arrays.copyOf(back.array(), back.position()));
    }

    private static String line(SocketChannel client) throws IOException {
        InputStream in = Channels.newInputStream(client);
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.append((char) b);
        }
        return line.toString();
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
    }
}
