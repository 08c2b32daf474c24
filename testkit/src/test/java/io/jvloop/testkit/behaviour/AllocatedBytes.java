// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.behaviour;

import io.jvloop.Backend;
import io.jvloop.BufferedProtocol;
import io.jvloop.EventLoop;
import io.jvloop.LoopFuture;
import io.jvloop.LoopOptions;
import io.jvloop.Protocol;
import io.jvloop.Server;
import io.jvloop.ServerOptions;
import io.jvloop.Transport;
import io.jvloop.stream.StreamHandler;
import io.jvloop.stream.StreamOptions;
import io.jvloop.stream.StreamReader;
import io.jvloop.stream.StreamServer;
import io.jvloop.stream.StreamWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Prints how many bytes of heap the thread of a loop allocates for a message that it echoes, in the steady state: a program of
 * {@link AllocationTest}.
 */
final class AllocatedBytes {
    private static final int WARM_UP = 200_000;
    private static final int MEASURED = 20_000;

    /** Where the machine has other work, compilers are not done after the warm-up; what remains is in each of these. */
    private static final int TIMES = 5;

    private static final int MESSAGE_BYTES = 1024;

    private AllocatedBytes() {}

    public static void main(String[] arguments) throws Exception {
        try {
            System.out.println(bytesPerMessage(Backend.of(arguments[0]), listening(arguments[1])));
        } catch (UnsupportedOperationException missing) {
            System.out.println("not run: " + arguments[0] + " (" + missing.getMessage() + ")");
        }
    }

    /** Starts a server. */
    private interface Listening {
        LoopFuture<? extends Server> on(EventLoop loop);
    }

    private static Listening listening(String how) {
        return switch (how) {
            case "plain" -> loop -> loop.createServer(Echo::new, "127.0.0.1", 0);
            case "buffered" -> loop -> loop.createServer(BufferedEcho::new, "127.0.0.1", 0);
            case "task with a buffer" -> loop -> tasks(loop, AllocatedBytes::echoByBuffer);
            case "task with slices" -> loop -> tasks(loop, AllocatedBytes::echoBySlices);
            case "task with arrays" -> loop -> tasks(loop, AllocatedBytes::echoByArrays);
            default -> throw new IllegalArgumentException(how);
        };
    }

    private static LoopFuture<? extends Server> tasks(EventLoop loop, StreamHandler handler) {
        return StreamServer.start(loop, handler, List.of("127.0.0.1"), 0, ServerOptions.DEFAULT, StreamOptions.DEFAULT);
    }

    private static void echoByBuffer(StreamReader reader, StreamWriter writer) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
        while (reader.read(buffer.clear()) >= 0) {
            writer.write(buffer.flip());
        }
    }

    private static void echoBySlices(StreamReader reader, StreamWriter writer) throws IOException {
        for (ByteBuffer data = reader.readSlice(); data.hasRemaining(); data = reader.readSlice()) {
            writer.write(data);
        }
    }

    private static void echoByArrays(StreamReader reader, StreamWriter writer) throws IOException {
        for (byte[] bytes = reader.read(16 * 1024); bytes.length > 0; bytes = reader.read(16 * 1024)) {
            writer.write(bytes);
        }
    }

    private static double bytesPerMessage(Backend backend, Listening listening) throws Exception {
        try (EventLoop loop = EventLoop.open(LoopOptions.DEFAULT.withBackend(backend))) {
            Server server = Objects.requireNonNull(loop.runUntilComplete(listening.on(loop)));
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
            long least = Long.MAX_VALUE;
            for (int i = 0; i < TIMES; i++) {
                long before = allocatedBy(id[0]);
                exchange(socket, MEASURED);
                least = Math.min(least, allocatedBy(id[0]) - before);
            }
            return least;
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
