// SPDX-License-Identifier: Apache-2.0
package io.jvloop.examples;

import io.jvloop.EventLoop;
import io.jvloop.Protocol;
import io.jvloop.Transport;
import java.nio.ByteBuffer;

class EchoServer implements Protocol {
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
        loop.runUntilComplete(loop.createServer(EchoServer::new, "127.0.0.1", 7777));
        loop.runForever();
    }
}
