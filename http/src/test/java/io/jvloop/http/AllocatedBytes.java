// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import io.jvloop.Backend;
import io.jvloop.EventLoop;
import io.jvloop.LoopOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;

/**
 * Prints how many bytes of heap the thread of a loop allocates for a request that it answers, in the steady state: a program of
 * {@link AllocationTest}.
 */
final class AllocatedBytes {
    private static final int WARM_UP = 200_000;
    private static final int MEASURED = 20_000;
    private static final byte[] BROWSER = Web.bytes(Web.head(
            "GET /index?q=something HTTP/1.1",
            "Host: www.example.com",
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language: en-US,en;q=0.5",
            "Accept-Encoding: gzip, deflate",
            "Cookie: session=0123456789abcdef0123456789abcdef",
            "Connection: keep-alive"));

    private AllocatedBytes() {}

    /** Which backend, and how many bytes the answer has. */
    public static void main(String[] arguments) throws Exception {
        Backend backend = Backend.of(arguments[0]);
        ByteBuffer body = ByteBuffer.allocateDirect(Integer.parseInt(arguments[1]));
        try (EventLoop loop = EventLoop.open(LoopOptions.DEFAULT.withBackend(backend))) {
            HttpServer server = Objects.requireNonNull(loop.runUntilComplete(HttpServer.start(
                    loop,
                    HttpServerOptions.DEFAULT.withPort(0),
                    (request, response) -> answer(request, response, body))));
            int port = server.port();
            long[] bytes = new long[1];
            Thread client = Thread.ofPlatform().start(() -> bytes[0] = exchange(loop, port, body.capacity()));
            loop.runForever();
            client.join();
            loop.runUntilComplete(server.shutdown(Duration.ZERO));
            System.out.println((double) bytes[0] / MEASURED);
        } catch (UnsupportedOperationException missing) {
            System.out.println("not run: " + backend.id() + " (" + missing.getMessage() + ")");
        }
    }

    private static void answer(HttpRequest request, HttpResponse response, ByteBuffer body) {
        boolean known = request.path().equals("/index") && "gzip, deflate".equals(request.header("accept-encoding"));
        response.status(known ? 200 : 404)
                .headers(HttpFields.TEXT)
                .header("X-Query", Objects.requireNonNull(request.query()));
        response.send(body);
    }

    private static long exchange(EventLoop loop, int port, int size) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            long[] id = new long[1];
            loop.executor()
                    .submit(() -> id[0] = Thread.currentThread().threadId())
                    .get();
            exchange(socket, WARM_UP, size);
            long before = allocatedBy(id[0]);
            exchange(socket, MEASURED, size);
            return allocatedBy(id[0]) - before;
        } catch (Exception failure) {
            throw new AssertionError(failure);
        } finally {
            loop.callSoonThreadsafe(loop::stop);
        }
    }

    /** By reflection: the module under test, which this is compiled with, does not read java.management. */
    private static long allocatedBy(long threadId) throws Exception {
        Object threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        Object bytes = Class.forName("com.sun.management.ThreadMXBean")
                .getMethod("getThreadAllocatedBytes", long.class)
                .invoke(threads, threadId);
        return ((Number) bytes).longValue();
    }

    private static void exchange(Socket socket, int count, int size) throws IOException {
        byte[] answer = new byte[size + 1024];
        int expected = 0;
        for (int i = 0; i < count; i++) {
            socket.getOutputStream().write(BROWSER);
            if (expected == 0) {
                expected = first(socket.getInputStream(), answer, size);
            } else if (socket.getInputStream().readNBytes(answer, 0, expected) != expected) {
                throw new AssertionError("the server closed");
            }
        }
    }

    /** How many bytes an answer has, head and all. */
    private static int first(InputStream in, byte[] answer, int size) throws IOException {
        int count = 0;
        String text;
        do {
            int n = in.read(answer, count, answer.length - count);
            if (n < 0) {
                throw new AssertionError("the server closed");
            }
            count += n;
            text = new String(answer, 0, count, java.nio.charset.StandardCharsets.ISO_8859_1);
        } while (!text.contains("\r\n\r\n") || count < text.indexOf("\r\n\r\n") + 4 + size);
        if (!text.startsWith("HTTP/1.1 200 ")) {
            throw new AssertionError(text);
        }
        return count;
    }
}
