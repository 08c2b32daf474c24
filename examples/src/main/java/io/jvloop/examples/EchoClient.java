// SPDX-License-Identifier: Apache-2.0
package io.jvloop.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jvloop.EventLoop;
import io.jvloop.Protocol;
import io.jvloop.Transport;
import java.nio.ByteBuffer;

/** Connects to an echo server, sends a line, and prints what comes back. */
class EchoClient implements Protocol {
    private static final String LINE = "Hello, loop!\n";

    private final StringBuilder received = new StringBuilder();
    private Transport transport;

    @Override
    public void connectionMade(Transport transport) {
        this.transport = transport;
        transport.write(UTF_8.encode(LINE));
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        received.append(UTF_8.decode(data)); // a line of ASCII, so that no character is cut in two
        if (received.length() == LINE.length()) {
            System.out.print(received);
            transport.close();
        }
    }

    @Override
    public void connectionLost(Throwable cause) {
        EventLoop.current().stop();
    }

    static void main() throws Exception {
        try (EventLoop loop = EventLoop.open()) {
            loop.runUntilComplete(loop.createConnection(EchoClient::new, "127.0.0.1", 7777));
            loop.runForever();
        }
    }
}
