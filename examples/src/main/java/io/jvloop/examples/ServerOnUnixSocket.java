// SPDX-License-Identifier: Apache-2.0
package io.jvloop.examples;

import io.jvloop.EventLoop;
import io.jvloop.Protocol;
import io.jvloop.Server;
import io.jvloop.Transport;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Echo on a UNIX socket. What an earlier server left at that path is replaced; a server that is closed takes its file along,
 * one that is killed leaves it.
 */
class ServerOnUnixSocket implements Protocol {
    private Transport transport;

    @Override
    public void connectionMade(Transport transport) {
        this.transport = transport;
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        transport.write(data);
    }

    static void main() throws Exception {
        EventLoop loop = EventLoop.open();
        Server server = loop.runUntilComplete(loop.createUnixServer(ServerOnUnixSocket::new, Path.of("echo.sock")));
        System.out.println("listening on " + server.addresses());
        loop.runForever();
    }
}
