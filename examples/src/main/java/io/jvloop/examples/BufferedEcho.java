// SPDX-License-Identifier: Apache-2.0
package io.jvloop.examples;

import io.jvloop.BufferedProtocol;
import io.jvloop.EventLoop;
import io.jvloop.Transport;
import java.nio.ByteBuffer;

/**
 * Echo in memory of its own: what arrives is put straight into a direct buffer, and nothing is allocated for a message. The
 * price is a buffer for each connection, where a Protocol shares the loop's.
 */
class BufferedEcho implements BufferedProtocol {
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
    private Transport transport;

    @Override
    public void connectionMade(Transport transport) {
        this.transport = transport;
    }

    @Override
    public ByteBuffer getBuffer(int sizeHint) {
        return buffer.clear();
    }

    @Override
    public void bufferUpdated(int count) {
        transport.write(buffer.flip());
    }

    static void main() throws Exception {
        EventLoop loop = EventLoop.open();
        loop.runUntilComplete(loop.createServer(BufferedEcho::new, "127.0.0.1", 7777));
        loop.runForever();
    }
}
