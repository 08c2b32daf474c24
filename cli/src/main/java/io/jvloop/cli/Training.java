// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import io.jvloop.BackendStatus;
import io.jvloop.Connection;
import io.jvloop.EventLoop;
import io.jvloop.LoopOptions;
import io.jvloop.Protocol;
import io.jvloop.Server;
import io.jvloop.Transport;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Does once what servers do, so that a JVM that writes an AOT cache (JEP 483, 514) learns what they need. */
final class Training {
    private static final int MESSAGES = 2000;

    private Training() {}

    static int run() throws Failed {
        StopSignals.listen(() -> {});
        try {
            for (BackendStatus status : EventLoop.backends()) {
                if (status.available()) {
                    echo(LoopOptions.DEFAULT.withBackend(status.backend()));
                }
            }
            echo(LoopOptions.DEFAULT);
        } catch (Exception failure) {
            throw new Failed("training: " + failure);
        }
        return 0;
    }

    private static void echo(LoopOptions options) throws Exception {
        try (EventLoop loop = EventLoop.open(options)) {
            Server server = loop.runUntilComplete(new Endpoint.Tcp("127.0.0.1", 0).listen(loop, Echo::new));
            if (server == null) {
                throw new AssertionError("no server");
            }
            int port = ((InetSocketAddress) server.addresses().getFirst()).getPort();
            Connection<Client> client = loop.runUntilComplete(loop.createConnection(Client::new, "127.0.0.1", port));
            if (client == null) {
                throw new AssertionError("no connection");
            }
            Endpoint.text(server.addresses());
            client.transport().write(ByteBuffer.allocate(1024));
            loop.runForever();
            server.closeClients();
            server.close();
            loop.runUntilComplete(server.waitClosed());
        }
    }

    /** Sends what it gets back again, some thousand times. */
    private static final class Client implements Protocol {
        private int left = MESSAGES;
        private @Nullable Transport transport;

        @Override
        public void connectionMade(Transport made) {
            transport = made;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            if (transport != null && left-- > 0) {
                transport.write(data);
            } else if (transport != null) {
                transport.close();
            }
        }

        @Override
        public void connectionLost(@Nullable Throwable cause) {
            EventLoop.current().stop();
        }
    }
}
