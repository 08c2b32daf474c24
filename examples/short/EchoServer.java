// SPDX-License-Identifier: Apache-2.0
import io.jvloop.*;

void main() throws Exception {
    EventLoop loop = EventLoop.open();
    loop.runUntilComplete(loop.createServer(Echo::new, "127.0.0.1", 7777));
    loop.runForever();
}

static class Echo implements Protocol {
    Transport transport;

    public void connectionMade(Transport transport) {
        this.transport = transport;
    }

    public void dataReceived(ByteBuffer data) {
        transport.write(data);
    }
}
