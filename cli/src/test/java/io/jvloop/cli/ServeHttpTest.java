// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./jvloop serve http}. */
@Timeout(120)
class ServeHttpTest {
    private static final Pattern READY =
            Pattern.compile("listening on (?:http://127\\.0\\.0\\.1:(\\d+)/|unix:(.+)) \\((\\w+)\\)");

    @TempDir
    private Path folder;

    @BeforeAll
    static void thereIsACommand() throws Exception {
        Command.assumeBuilt();
    }

    private static SocketAddress address(Command.Running server) throws IOException {
        String line = server.line();
        Matcher ready = READY.matcher(line);
        assertTrue(ready.matches(), line);
        return ready.group(2) != null
                ? UnixDomainSocketAddress.of(ready.group(2))
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(ready.group(1)));
    }

    /** Status and body, with a comma in between. */
    private static String ask(SocketAddress address, String method, String target, String body) throws IOException {
        try (SocketChannel channel = SocketChannel.open(address)) {
            String request = method + " " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: "
                    + body.length() + "\r\n\r\n" + body;
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
            String said = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.ISO_8859_1);
            return said.substring(9, 12) + ", " + said.substring(said.indexOf("\r\n\r\n") + 4);
        }
    }

    @Test
    void itServesPagesOfCertainSizesAndAnEcho() throws Exception {
        try (var server = Command.jvloop().start("serve", "http", "--port", "0")) {
            SocketAddress address = address(server);
            for (int size : new int[] {1024, 10240, 102400}) {
                String page = ask(address, "GET", "/" + size, "");
                assertTrue(page.startsWith("200, "), page);
                assertEquals(size + 5, page.length());
                assertEquals("200, ", ask(address, "HEAD", "/" + size, ""));
            }
            assertTrue(ask(address, "GET", "/", "").contains("This is jvloop"));
            assertEquals("200, hello", ask(address, "POST", "/echo", "hello"));
            assertEquals("200, ", ask(address, "POST", "/echo", ""));
            assertEquals("404, 404 Not Found\n", ask(address, "GET", "/1025", ""));
            assertEquals("405, 405 Method Not Allowed\n", ask(address, "GET", "/echo", ""));
            assertEquals("405, 405 Method Not Allowed\n", ask(address, "POST", "/1024", "x"));
            assertEquals(0, server.end("TERM"));
            assertEquals("", server.err().get());
        }
    }

    @Test
    void itServesOnAUnixSocketToo() throws Exception {
        Path path = folder.resolve("http");
        try (var server = Command.jvloop().start("serve", "http", "--unix", path.toString(), "--backend", "nio")) {
            assertEquals("200, hello", ask(address(server), "POST", "/echo", "hello"));
            assertEquals(0, server.end("INT"));
            assertEquals("", server.err().get());
        }
    }
}
