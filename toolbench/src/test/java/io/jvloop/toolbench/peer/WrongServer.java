// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/** A server that is wrong on purpose, in the way that its first argument says; {@code right} is not. */
final class WrongServer {
    private WrongServer() {}

    public static void main(String[] args) throws Exception {
        String way = args[0];
        switch (way) {
            case "dies" -> {
                System.err.println("no luck");
                System.exit(3);
            }
            case "babbles" -> {
                System.out.println("hello");
                Thread.sleep(60_000);
            }
            default -> {}
        }
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            System.out.println("listening on 127.0.0.1:" + listener.getLocalPort());
            while (true) {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(way, socket));
            }
        }
    }

    private static void serve(String way, Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            if (way.startsWith("http")) {
                http(way, socket, new PushbackInputStream(in), out);
            } else {
                echo(way, in, out);
            }
        } catch (IOException theClientHasSeenEnough) {
            // as it should
        }
    }

    private static void echo(String way, InputStream in, OutputStream out) throws IOException {
        byte[] bytes = new byte[10_000];
        byte[] tail = new byte[0];
        int all = 0;
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
            all += count;
            if (way.equals("flips") && all > 50_000) {
                bytes[count / 2] ^= 1;
            }
            if (way.equals("closes") && all > 50_000) {
                return;
            }
            if (way.equals("hangs") && all > 50_000) {
                continue;
            }
            if (way.equals("drops") && all > 50_000) {
                out.write(tail);
                tail = Arrays.copyOf(bytes, count);
                continue;
            }
            out.write(bytes, 0, count);
        }
        if (way.equals("hangs")) {
            LockSupport.parkNanos(60_000_000_000L);
        }
        if (way.equals("adds")) {
            out.write('!');
        }
    }

    private static void http(String way, Socket socket, PushbackInputStream in, OutputStream out) throws IOException {
        StringBuilder request = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            request.append((char) b);
            if (request.toString().endsWith("\r\n\r\n")) {
                if (way.equals("http-full") && hasEnded(socket, in)) {
                    return;
                }
                String path = request.substring(5, request.indexOf(" ", 5));
                boolean isThere = path.matches("[0-9]+");
                int size = isThere ? Integer.parseInt(path) : 0;
                int said = way.equals("http-length") ? size - 1 : size;
                int sent = way.equals("http-short") ? size - 1 : size;
                boolean isFound = isThere || way.equals("http-any");
                String head = "HTTP/1.1 " + (isFound ? "200 OK" : "404 Not Found") + "\r\nContent-Length: " + said;
                out.write((head + "\r\n\r\n" + "x".repeat(sent)).getBytes(StandardCharsets.US_ASCII));
                request.setLength(0);
                if (way.equals("http-once")) {
                    return;
                }
            }
        }
        if (way.equals("http-stays")) {
            LockSupport.parkNanos(60_000_000_000L);
        }
    }

    /** Waits a moment for it. */
    private static boolean hasEnded(Socket socket, PushbackInputStream in) throws IOException {
        socket.setSoTimeout(100);
        try {
            int b = in.read();
            if (b >= 0) {
                in.unread(b);
            }
            return b < 0;
        } catch (SocketTimeoutException moreMayCome) {
            return false;
        } finally {
            socket.setSoTimeout(0);
        }
    }
}
