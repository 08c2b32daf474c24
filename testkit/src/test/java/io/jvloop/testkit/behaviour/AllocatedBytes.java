// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import io.jvloop.Backend;
import io.jvloop.BaseProtocol;
import io.jvloop.BufferedProtocol;
import io.jvloop.EventLoop;
import io.jvloop.LoopOptions;
import io.jvloop.Protocol;
import io.jvloop.Server;
import io.jvloop.Transport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Supplier;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Prints how many bytes of heap the thread of a loop allocates for a message that it echoes, in the steady state: a program of
 * {@link AllocationTest}.
 */
final class AllocatedBytes {
    private static final int WARM_UP = 200_000;
    private static final int MEASURED = 20_000;
    private static final int MESSAGE_BYTES = 1024;

    private AllocatedBytes() {}

    public static void main(String[] arguments) throws Exception {
        Supplier<BaseProtocol> protocols = "buffered".equals(arguments[1]) ? BufferedEcho::new : Echo::new;
        try {
            System.out.println(bytesPerMessage(Backend.of(arguments[0]), protocols));
        } catch (UnsupportedOperationException missing) {
            System.out.println("not run: " + arguments[0] + " (" + missing.getMessage() + ")");
        }
    }

    private static double bytesPerMessage(Backend backend, Supplier<BaseProtocol> protocols) throws Exception {
        try (EventLoop loop = EventLoop.open(LoopOptions.DEFAULT.withBackend(backend))) {
            Server server =
                    Objects.requireNonNull(loop.runUntilComplete(loop.createServer(protocols::get, "127.0.0.1", 0)));
            InetSocketAddress address = (InetSocketAddress) server.addresses().getFirst();
            long[] bytes = new long[1];
            Thread client = Thread.ofPlatform().start(() -> bytes[0] = exchange(loop, address));
            loop.runForever();
            client.join();
            server.close();
            loop.runUntilComplete(server.waitClosed());
            return (double) bytes[0] / MEASURED;
        }
    }

    /** Sends and receives, on its own thread, and answers what the loop's thread has allocated meanwhile. */
    private static long exchange(EventLoop loop, InetSocketAddress address) {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setTcpNoDelay(true);
            long[] id = new long[1];
            loop.executor()
                    .submit(() -> id[0] = Thread.currentThread().threadId())
                    .get();
            exchange(socket, WARM_UP);
            long before = allocatedBy(id[0]);
            exchange(socket, MEASURED);
            return allocatedBy(id[0]) - before;
        } catch (Exception failure) {
            throw new AssertionError(failure);
        } finally {
            loop.callSoonThreadsafe(loop::stop);
        }
    }

    private static long allocatedBy(long threadId) throws Exception {
        return (long) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME),
                        "getThreadAllocatedBytes",
                        new Object[] {threadId},
                        new String[] {"long"});
    }

    private static void exchange(Socket socket, int messages) throws IOException {
        byte[] message = new byte[MESSAGE_BYTES];
        for (int i = 0; i < messages; i++) {
            socket.getOutputStream().write(message);
            int count = socket.getInputStream().readNBytes(message, 0, MESSAGE_BYTES);
            if (count != MESSAGE_BYTES) {
                throw new AssertionError("the echo ended after " + count + " bytes");
            }
        }
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

    private static final class BufferedEcho implements BufferedProtocol {
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
        private @Nullable Transport transport;

        @Override
        public void connectionMade(Transport made) {
            transport = made;
        }

        @Override
        public ByteBuffer getBuffer(int sizeHint) {
            return buffer.clear();
        }

        @Override
        public void bufferUpdated(int count) {
            Objects.requireNonNull(transport).write(buffer.flip());
        }
    }
}
