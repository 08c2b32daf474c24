// SPDX-License-Identifier: Apache-2.0
package io.jvloop.examples;

import io.jvloop.EventLoop;
import io.jvloop.Protocol;
import io.jvloop.Transport;
import io.jvloop.WriteBufferLimits;
import java.nio.ByteBuffer;

/**
 * An echo server that does not read from a client that does not read: when too many bytes wait to be sent back, it takes no
 * more in until most of them have left. So the memory that a client can make it use has a limit.
 */
class FlowControl implements Protocol {
    private Transport transport;

    @Override
    public void connectionMade(Transport transport) {
        this.transport = transport;
        transport.setWriteBufferLimits(WriteBufferLimits.ofHigh(256 * 1024));
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        transport.write(data);
    }

    @Override
    public void pauseWriting() {
        transport.pauseReading();
    }

    @Override
    public void resumeWriting() {
        transport.resumeReading();
    }

    static void main() throws Exception {
        EventLoop loop = EventLoop.open();
        loop.runUntilComplete(loop.createServer(FlowControl::new, "127.0.0.1", 7777));
        loop.runForever();
    }
}
