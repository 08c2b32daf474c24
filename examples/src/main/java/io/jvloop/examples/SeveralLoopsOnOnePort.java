// SPDX-License-Identifier: Apache-2.0
package io.jvloop.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jvloop.EventLoop;
import io.jvloop.Protocol;
import io.jvloop.ServerOptions;
import io.jvloop.Transport;
import java.nio.ByteBuffer;

/**
 * A loop for each processor, each on a thread of its own, and all on one port: the kernel spreads new connections over their
 * sockets ({@code SO_REUSEPORT}). Loops share nothing, so nothing has to be locked. Says which of them it is, then echoes.
 */
class SeveralLoopsOnOnePort implements Protocol {
    private Transport transport;

    @Override
    public void connectionMade(Transport transport) {
        this.transport = transport;
        transport.write(UTF_8.encode(Thread.currentThread().getName() + "\n"));
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        transport.write(data);
    }

    private static void serve() {
        try (EventLoop loop = EventLoop.open()) {
            ServerOptions shared = ServerOptions.DEFAULT.withReusePort(true);
            loop.runUntilComplete(loop.createServer(SeveralLoopsOnOnePort::new, "127.0.0.1", 7777, shared));
            loop.runForever();
        } catch (Exception failure) {
            throw new IllegalStateException(Thread.currentThread().getName() + " cannot serve", failure);
        }
    }

    static void main() {
        int loops = Math.max(2, Runtime.getRuntime().availableProcessors());
        for (int i = 0; i < loops; i++) {
            Thread.ofPlatform().name("loop-" + i).start(SeveralLoopsOnOnePort::serve);
        }
    }
}
