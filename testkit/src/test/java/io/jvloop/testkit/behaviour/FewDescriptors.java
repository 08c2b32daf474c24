// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import io.jvloop.Backend;
import io.jvloop.EventLoop;
import io.jvloop.LoopOptions;
import io.jvloop.Metrics;
import io.jvloop.Protocol;
import io.jvloop.Server;
import io.jvloop.ServerOptions;
import io.jvloop.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An echo server that prints its port, then its figures for each line that it reads: a program of {@link DescriptorsTest}. */
final class FewDescriptors {
    private FewDescriptors() {}

    public static void main(String[] arguments) throws Exception {
        EventLoop loop;
        try {
            loop = EventLoop.open(LoopOptions.DEFAULT.withBackend(Backend.of(arguments[0])));
        } catch (UnsupportedOperationException missing) {
            System.out.println("not run: " + arguments[0] + " (" + missing.getMessage() + ")");
            return;
        }
        try (loop) {
            Server server = Objects.requireNonNull(loop.runUntilComplete(
                    loop.createServer(Echo::new, "127.0.0.1", 0, ServerOptions.DEFAULT.withBacklog(1000))));
            System.out.println(((InetSocketAddress) server.addresses().getFirst()).getPort());
            Thread.ofPlatform().daemon().start(() -> answer(loop));
            loop.runForever();
            server.close();
        }
    }

    private static void answer(EventLoop loop) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); "figures".equals(line); line = lines.readLine()) {
                Metrics metrics = loop.metrics();
                System.out.println("accepted=" + metrics.connectionsAccepted() + " open=" + metrics.transportsOpen()
                        + " turns=" + metrics.turns() + " reports=" + metrics.failures());
            }
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        loop.callSoonThreadsafe(() -> {
            loop.stop();
            throw new IllegalStateException("on purpose, with descriptors again");
        });
    }

    private static final class Echo implements Protocol {
        private @Nullable Transport transport;

        @Override
        public void connectionMade(Transport made) {
            transport = made;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            Objects.requireNonNull(transport).write(data);
        }
    }
}
