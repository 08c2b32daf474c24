// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import io.jvloop.cli.Failed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One connection on which all three sizes are asked for, one by one and several in one write, and a path that is not there, which must be
 * answered with 404, or by a floor with anything that is whole. Bodies must have their length, and be the same each time. Then, for each
 * size, one whose client shuts its output down after its only request: the whole response must come, and after it the end. The server
 * stands still meanwhile, so that it finds both at once whoever is quicker.
 */
final class HttpCheck {
    private static final int[] SIZES = {1024, 10_240, 102_400};
    private static final int PIPELINED = 8;
    private static final int HEAD_MAX = 64 * 1024;

    private final Wire wire;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024).flip();
    private final Map<Integer, byte[]> bodies;
    private String awaited = "in the middle of a response";

    private HttpCheck(Wire wire, Map<Integer, byte[]> bodies) {
        this.wire = wire;
        this.bodies = bodies;
    }

    static void run(ServerProcess server, Correctness.Subject subject, Duration silence) throws Failed {
        Address address = server.address();
        Map<Integer, byte[]> bodies = new HashMap<>();
        connection(address, silence, bodies, check -> check.askForAll(subject.level()));
        if (subject.halfClose()) {
            try {
                for (int size : SIZES) {
                    connection(address, silence, bodies, check -> check.askAndEnd(size, server.pid()));
                }
            } catch (Failed failed) {
                throw new Failed("once its client has shut down its sending side: " + failed.getMessage());
            }
        }
    }

    private interface Steps {
        void run(HttpCheck check) throws IOException, Failed;
    }

    private static void connection(Address address, Duration silence, Map<Integer, byte[]> bodies, Steps steps)
            throws Failed {
        try (Wire wire = Wire.open(address, silence)) {
            HttpCheck check = new HttpCheck(wire, bodies);
            try {
                steps.run(check);
            } catch (IOException failure) {
                throw new Failed(
                        wire.isSilent()
                                ? "silent for " + silence.toMillis() / 1000.0 + " s, " + check.awaited
                                : "the connection was lost: " + failure.getMessage());
            }
        } catch (IOException failure) {
            throw new Failed("it cannot be connected to: " + failure.getMessage());
        }
    }

    private void askForAll(Correctness.Level level) throws IOException, Failed {
        for (int again = 0; again < 2; again++) {
            for (int size : SIZES) {
                send(request("/" + size));
                expect(size);
            }
        }
        StringBuilder together = new StringBuilder();
        for (int i = 0; i < PIPELINED; i++) {
            together.append(request("/" + SIZES[i % SIZES.length]));
        }
        send(together.toString());
        for (int i = 0; i < PIPELINED; i++) {
            expect(SIZES[i % SIZES.length]);
        }
        String nowhere = "/nothing-here";
        send(request(nowhere));
        String head = head();
        if (level == Correctness.Level.SERVER && !hasStatus(head, 404)) {
            throw new Failed(nowhere + ", which must be 404, is answered with: " + statusLine(head));
        }
        var _ = body(head);
        send(request("/" + SIZES[0]));
        expect(SIZES[0]);
    }

    private void askAndEnd(int size, long server) throws IOException, Failed {
        signal("STOP", server);
        try {
            send(request("/" + size));
            wire.end();
        } finally {
            signal("CONT", server);
        }
        expect(size);
        awaited = "and does not end";
        if (buffer.hasRemaining() || wire.read(buffer.clear()) >= 0) {
            throw new Failed("it sends more than one response");
        }
    }

    /** By the shell's own kill: there may be no other one. */
    private static void signal(String name, long process) throws Failed {
        if (Command.output(List.of("sh", "-c", "kill -" + name + " " + process)) == null) {
            throw new Failed("it cannot be sent SIG" + name);
        }
    }

    private static String request(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    private void send(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        wire.write(bytes, 0, bytes.length);
    }

    private void expect(int size) throws IOException, Failed {
        String head = head();
        if (!hasStatus(head, 200)) {
            throw new Failed("/" + size + " is answered with: " + statusLine(head));
        }
        byte[] body = body(head);
        if (body.length != size) {
            throw new Failed("/" + size + " has a body of " + body.length + " bytes");
        }
        byte[] before = bodies.putIfAbsent(size, body);
        if (before != null && !Arrays.equals(before, body)) {
            throw new Failed("/" + size + " has another body than before");
        }
    }

    private static boolean hasStatus(String head, int status) {
        return statusLine(head).matches("HTTP/1\\.[01] " + status + "( .*)?");
    }

    private static String statusLine(String head) {
        return head.lines().findFirst().orElse("");
    }

    private String head() throws IOException, Failed {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            if (head.length() == HEAD_MAX) {
                throw new Failed("a head does not end");
            }
            head.append((char) (next() & 0xff));
            if (head.length() == 5 && !head.toString().equals("HTTP/")) {
                throw new Failed(
                        "a response begins with '" + head + "': the one before had another length than it said");
            }
        }
        return head.toString();
    }

    private byte[] body(String head) throws IOException, Failed {
        for (String line : head.lines().toList()) {
            String field = line.toLowerCase(Locale.ROOT).replace(" ", "");
            if (field.equals("transfer-encoding:chunked")) {
                return chunks();
            }
            if (field.startsWith("content-length:")) {
                ByteArrayOutputStream body = new ByteArrayOutputStream();
                take(number(field.substring("content-length:".length()), 10), body);
                return body.toByteArray();
            }
        }
        throw new Failed("a response does not say how long it is");
    }

    private byte[] chunks() throws IOException, Failed {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = number(line(), 16);
            take(size, body);
            if (!line().isEmpty()) {
                throw new Failed("a chunk has another length than it says");
            }
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    private static int number(String text, int radix) throws Failed {
        try {
            return Integer.parseInt(text, radix);
        } catch (NumberFormatException noNumber) {
            throw new Failed("a length is no number: '" + text + "'");
        }
    }

    private String line() throws IOException, Failed {
        StringBuilder line = new StringBuilder();
        for (byte b = next(); b != '\n'; b = next()) {
            if (line.length() == HEAD_MAX) {
                throw new Failed("a line does not end");
            }
            line.append((char) b);
        }
        return line.toString().stripTrailing();
    }

    private void take(int count, ByteArrayOutputStream into) throws IOException, Failed {
        for (int i = 0; i < count; i++) {
            into.write(next());
        }
    }

    private byte next() throws IOException, Failed {
        if (!buffer.hasRemaining()) {
            buffer.clear();
            int count = wire.read(buffer);
            buffer.flip();
            if (count < 0) {
                throw new Failed("it closed the connection in the middle of a response");
            }
        }
        return buffer.get();
    }
}
