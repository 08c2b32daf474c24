// SPDX-License-Identifier: Apache-2.0
package io.jvloop.examples;

import io.jvloop.EventLoop;
import io.jvloop.Protocol;
import io.jvloop.Server;
import io.jvloop.Transport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * At SIGTERM or Ctrl-C: stops listening, lets connections end by themselves, and aborts those that have not after two
 * seconds. The JVM ends when its shutdown hooks have, so the hook waits for the loop.
 */
class GracefulShutdown implements Protocol {
    private Transport transport;

    @Override
    public void connectionMade(Transport transport) {
        this.transport = transport;
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        transport.write(data);
    }

    private static void stopAtExit(EventLoop loop, CountDownLatch ended) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                loop.callSoonThreadsafe(loop::stop);
                ended.await();
            } catch (IllegalStateException | InterruptedException over) {
                // it ended by itself
            }
        }));
    }

    static void main() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (EventLoop loop = EventLoop.open()) {
            Server server = loop.runUntilComplete(loop.createServer(GracefulShutdown::new, "127.0.0.1", 7777));
            stopAtExit(loop, ended);
            loop.runForever();
            int aborted = loop.runUntilComplete(server.shutdown(Duration.ofSeconds(2)));
            System.out.println("ended, " + aborted + " aborted");
        } finally {
            ended.countDown();
        }
    }
}
