// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvloop.toolbench.result.Figure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages and lines, and servers that do not send them back as they were. */
class EchoTest {
    private static final List<Figure> RISING = List.of(
            Figure.LATENCY_MIN,
            Figure.LATENCY_P25,
            Figure.LATENCY_P50,
            Figure.LATENCY_P75,
            Figure.LATENCY_P90,
            Figure.LATENCY_P99,
            Figure.LATENCY_P999,
            Figure.LATENCY_P9999,
            Figure.LATENCY_MAX);

    @Test
    void allFiguresOfServerAndLoadAreTold() throws IOException {
        try (TestServer server = TestServer.echo()) {
            long pid = ProcessHandle.current().pid();
            Said said = Said.by(server.address(), "--connections 3 --server-pid " + pid);
            assertTrue(said.figure(Figure.REQUESTS) > 10, said::toString);
            assertTrue(said.figure(Figure.WALL_SECONDS) >= 0.3, said::toString);
            assertEquals(
                    said.figure(Figure.REQUESTS_PER_SECOND) * 1024 / (1 << 20),
                    said.figure(Figure.MEBIBYTES_PER_SECOND),
                    1e-6);
            assertEquals(said.figure(Figure.CPU), said.figure(Figure.CPU_USER) + said.figure(Figure.CPU_SYSTEM), 1e-6);
            assertTrue(said.figure(Figure.CPU) > 0, said::toString);
            assertTrue(said.figure(Figure.RESIDENT) > 1 << 20, said::toString);
            assertTrue(said.figure(Figure.SERVER_BUSY) > 0, said::toString);
            assertTrue(said.figure(Figure.CLIENT_BUSY) > 0, said::toString);
            assertTrue(said.figure(Figure.SWITCHES_VOLUNTARY) > 0, said::toString);
            for (int i = 1; i < RISING.size(); i++) {
                assertTrue(said.figure(RISING.get(i - 1)) <= said.figure(RISING.get(i)), said::toString);
            }
        }
    }

    @Test
    void whatDoesNotFitIntoTheKernelAtOnceIsSentAndComparedAllTheSame() throws IOException {
        try (TestServer server = TestServer.echo()) {
            assertTrue(
                    Said.by(server.address(), "--size 9000001 --connections 2").figure(Figure.REQUESTS) >= 1);
        }
    }

    @Test
    void aServerWhoseAnswersTrickleIsSlow() throws IOException {
        TestServer.Handler trickling = (in, out) -> {
            byte[] message = in.readNBytes(1000);
            for (byte one : message) {
                Thread.sleep(50);
                out.write(one);
            }
        };
        try (TestServer server = new TestServer(trickling)) {
            Said.by(server.address(), "--size 1000 --connections 1 --seconds 0.3 --patience 0.5")
                    .failedWith(
                            1,
                            "the server is slow: 1 of 1 connections still wait 0.8 s after the last request (one of them: ");
        }
    }

    @Test
    void unixSocketsAreMeasuredLikewise(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("echo");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(path));
            Thread.ofVirtual().start(() -> {
                try (SocketChannel channel = listener.accept()) {
                    Channels.newInputStream(channel).transferTo(Channels.newOutputStream(channel));
                } catch (IOException ended) {
                    // with the load
                }
            });
            assertTrue(Said.by("unix:" + path, "--connections 1").figure(Figure.REQUESTS) > 10);
        }
    }

    @Test
    void linesEndWithTheirNewlineAndAreCountedAsOneRequest() throws IOException {
        TestServer.Handler byLine = (in, out) -> {
            byte[] line = in.readNBytes(100);
            while (line.length == 100 && line[99] == '\n') {
                for (int i = 0; i < 99; i++) {
                    if (line[i] == '\n') {
                        return;
                    }
                }
                out.write(line);
                line = in.readNBytes(100);
            }
        };
        try (TestServer server = new TestServer(byLine)) {
            Said said = Said.by(server.address(), "--mode lines --lines 5 --size 100 --connections 2");
            assertEquals(
                    said.figure(Figure.REQUESTS_PER_SECOND) * 500 / (1 << 20),
                    said.figure(Figure.MEBIBYTES_PER_SECOND),
                    1e-6);
        }
    }

    @Test
    void eachMessageHasAConnectionOfItsOwn() throws IOException {
        try (TestServer server = TestServer.echo()) {
            Said said = Said.by(server.address(), "--mode connect --connections 4");
            assertTrue(said.figure(Figure.REQUESTS) > 10, said::toString);
            assertTrue(server.accepted() >= said.figure(Figure.REQUESTS), said::toString);
        }
    }

    @Test
    void oneWrongByteIsFound() throws IOException {
        TestServer.Handler wrong = (in, out) -> {
            for (int i = 0; i < 20; i++) {
                byte[] message = in.readNBytes(1024);
                message[1000] ^= (byte) (i == 19 ? 1 : 0);
                out.write(message);
            }
        };
        try (TestServer server = new TestServer(wrong)) {
            Said.by(server.address(), "").failedWith(1, "wrong bytes came back: number 1000 of 1024");
        }
    }

    @Test
    void theMessageBeforeIsNotTheMessage() throws IOException {
        TestServer.Handler stale = (in, out) -> {
            byte[] first = in.readNBytes(1024);
            out.write(first);
            in.readNBytes(1024);
            out.write(first);
            in.read();
        };
        try (TestServer server = new TestServer(stale)) {
            Said.by(server.address(), "").failedWith(1, "wrong bytes came back: number ");
        }
    }

    @Test
    void moreThanWasSentIsFound() throws IOException {
        TestServer.Handler twice = (in, out) -> {
            byte[] message = in.readNBytes(1024);
            byte[] both = java.util.Arrays.copyOf(message, 1025);
            out.write(both);
            in.read();
        };
        try (TestServer server = new TestServer(twice)) {
            Said.by(server.address(), "").failedWith(1, "wrong bytes came back: more than the 1024 that were sent");
        }
    }

    @Test
    void aClosedConnectionIsSaidWithWhatHadCome() throws IOException {
        TestServer.Handler half = (in, out) -> out.write(in.readNBytes(1024), 0, 512);
        try (TestServer server = new TestServer(half)) {
            Said.by(server.address(), "")
                    .failedWith(1, "the server closed a connection (512 of 1024 bytes had come back)");
        }
    }

    @Test
    void aResetConnectionIsSaidAsTheKernelSaysIt() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"))) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = listener.accept()) {
                    socket.getInputStream().readNBytes(1024);
                    socket.setSoLinger(true, 0); // closing is a reset: socket(7)
                } catch (IOException ended) {
                    // with the load
                }
            });
            Said.by("127.0.0.1:" + listener.getLocalPort(), "--connections 1")
                    .failedWith(1, "the server closed a connection: Connection reset by peer (0 of 1024 bytes");
        }
    }

    @Test
    void silenceEndsIt() throws IOException {
        try (TestServer server = new TestServer((in, _) -> in.readAllBytes())) {
            Said.by(server.address(), "--patience 0.3")
                    .failedWith(1, "the server is silent for 0.3 s: 10 of 10 connections wait");
        }
    }

    @Test
    void oneSilentConnectionAmongOthersEndsItToo() throws IOException {
        java.util.concurrent.atomic.AtomicInteger number = new java.util.concurrent.atomic.AtomicInteger();
        TestServer.Handler oneIsSilent = (in, out) -> {
            if (number.getAndIncrement() == 1) {
                in.transferTo(OutputStream.nullOutputStream());
            } else {
                in.transferTo(out);
            }
        };
        try (TestServer server = new TestServer(oneIsSilent)) {
            Said.by(server.address(), "--patience 0.3 --seconds 20 --connections 3")
                    .failedWith(1, "0 of 1024 bytes had");
        }
    }

    @Test
    void halfAnAnswerAndThenSilenceIsSaidAsThat() throws IOException {
        TestServer.Handler half = (in, out) -> {
            out.write(in.readNBytes(1024), 0, 512);
            in.read();
        };
        try (TestServer server = new TestServer(half)) {
            Said.by(server.address(), "--patience 0.3").failedWith(1, "512 of 1024 bytes had come back");
        }
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        Said.by("127.0.0.1:1", "").failedWith(1, "connect 127.0.0.1:1: Connection refused");
        Said.by("unix:/no/such/socket", "").failedWith(1, "connect unix:/no/such/socket: No such file or directory");
    }
}
