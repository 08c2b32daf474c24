// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jvloop.BackendStatus;
import io.jvloop.EventLoop;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code ./jvloop serve echo}, with programs that everybody has. */
@Timeout(120)
class OtherClientsTest {
    /** Random sizes from several threads at once, both directions at the same time, every byte compared. */
    private static final String PYTHON = """
            import random, socket, sys, threading
            where, seed, failures = sys.argv[1], int(sys.argv[2]), []

            def connect():
                if where.startswith("unix:"):
                    s = socket.socket(socket.AF_UNIX)
                    s.connect(where[5:])
                    return s
                host, port = where.rsplit(":", 1)
                return socket.create_connection((host, int(port)))

            def talk(number):
                dice = random.Random(seed * 1000 + number)
                sent = dice.randbytes(dice.randrange(1, 2_000_000))
                with connect() as s:
                    s.settimeout(60)
                    def send():
                        at = 0
                        while at < len(sent):
                            size = dice.choice([1, 7, 1000, 65536, 300_000])
                            s.sendall(sent[at:at + size])
                            at += size
                        s.shutdown(socket.SHUT_WR)
                    sender = threading.Thread(target=send)
                    sender.start()
                    received = bytearray()
                    while piece := s.recv(random.choice([1, 100, 70_000])):
                        received += piece
                    sender.join()
                    if received != sent:
                        failures.append(f"connection {number}: sent {len(sent)}, received {len(received)}")

            threads = [threading.Thread(target=talk, args=(n,)) for n in range(6)]
            for t in threads: t.start()
            for t in threads: t.join()
            sys.exit("\\n".join(failures) or 0)
            """;

    private static final String SEED = String.valueOf(Long.getLong("seed", 1));

    @TempDir
    private Path folder;

    @BeforeAll
    static void thereIsACommand() throws Exception {
        Command.assumeBuilt();
    }

    static Stream<BackendStatus> backends() {
        return EventLoop.backends().stream();
    }

    private static Path program(String name, BackendStatus backend) {
        Path found = Command.find(name);
        assumeTrue(found != null, "not run: " + name + " (not installed)");
        assumeTrue(backend.available(), "not run: " + backend.backend().id() + " (" + backend.detail() + ")");
        return found;
    }

    private static Command.Running serve(BackendStatus backend, String... where) throws IOException {
        return Command.jvloop()
                .start(Stream.concat(
                                Stream.of(
                                        "serve",
                                        "echo",
                                        "--backend",
                                        backend.backend().id()),
                                Stream.of(where))
                        .toArray(String[]::new));
    }

    /** The address in the line that it writes when it is ready. */
    private static String address(Command.Running server) throws IOException {
        String line = server.line();
        assertTrue(line.startsWith("listening on "), line);
        return line.replaceAll("^listening on | \\(.*$", "");
    }

    @ParameterizedTest
    @MethodSource("backends")
    void pythonGetsEveryByteBack(BackendStatus backend) throws Exception {
        Path python = program("python3", backend);
        for (String[] where : new String[][] {
            {"--port", "0"}, {"--unix", folder.resolve("echo").toString()}
        }) {
            try (var server = serve(backend, where)) {
                var outcome = Command.at(python).run("-c", PYTHON, address(server), SEED);
                assertEquals(new Command.Outcome(0, "", ""), outcome);
                assertEquals(0, server.end("INT"));
                assertEquals("", server.err().get());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void ncGetsEveryByteBack(BackendStatus backend) throws Exception {
        Path nc = program("nc", backend);
        try (var server = serve(backend, "--port", "0")) {
            String[] address = address(server).split(":", 2);
            pipe(nc.toString(), "-N", address[0], address[1]);
            assertEquals(0, server.end("TERM"));
        }
        Path path = folder.resolve("nc");
        try (var server = serve(backend, "--unix", path.toString())) {
            address(server);
            pipe(nc.toString(), "-N", "-U", path.toString());
            assertEquals(0, server.end("TERM"));
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void socatGetsEveryByteBack(BackendStatus backend) throws Exception {
        Path socat = program("socat", backend);
        try (var server = serve(backend, "--port", "0")) {
            pipe(socat.toString(), "-t", "30", "-", "TCP:" + address(server));
            assertEquals(0, server.end("TERM"));
        }
        Path path = folder.resolve("socat");
        try (var server = serve(backend, "--unix", path.toString())) {
            address(server);
            pipe(socat.toString(), "-t", "30", "-", "UNIX-CONNECT:" + path);
            assertEquals(0, server.end("TERM"));
        }
    }

    /** What goes into it comes out of it. */
    private void pipe(String... command) throws Exception {
        byte[] sent = new byte[1_234_567];
        new Random(Long.parseLong(SEED)).nextBytes(sent);
        Path received = folder.resolve("received");
        Process process = new ProcessBuilder(command)
                .redirectOutput(received.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(sent);
        }
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end");
        assertEquals(0, process.exitValue());
        assertArrayEquals(sent, Files.readAllBytes(received));
    }
}
