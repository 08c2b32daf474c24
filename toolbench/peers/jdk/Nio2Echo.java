// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.TimeUnit;

/** An echo server on NIO.2, with completion handlers in a group of one thread. */
final class Nio2Echo {
    private Nio2Echo() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Listen listen = new Listen(arguments);
        AsynchronousChannelGroup group = AsynchronousChannelGroup.withFixedThreadPool(1, Thread::new);
        AsynchronousServerSocketChannel server = AsynchronousServerSocketChannel.open(group);
        server.bind(listen.address(7777), Listen.BACKLOG);
        server.accept(server, new Accepted());
        listen.ready(server.getLocalAddress());
        group.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }

    private static final class Accepted
            implements CompletionHandler<AsynchronousSocketChannel, AsynchronousServerSocketChannel> {
        @Override
        public void completed(AsynchronousSocketChannel client, AsynchronousServerSocketChannel server) {
            server.accept(server, this);
            Connection connection = new Connection(client);
            try {
                client.setOption(StandardSocketOptions.TCP_NODELAY, true);
                connection.read();
            } catch (IOException gone) {
                connection.close();
            }
        }

        @Override
        public void failed(Throwable failure, AsynchronousServerSocketChannel server) {
            System.err.println(failure);
            server.accept(server, this);
        }
    }

    /** One operation at a time: a read, then writes until all of it has left. */
    private static final class Connection implements CompletionHandler<Integer, Boolean> {
        private static final int BUFFER_BYTES = 8 * 1024;
        private static final int BUFFER_BYTES_MAX = 128 * 1024;
        private static final Boolean READ = true;
        private static final Boolean WRITTEN = false;

        private final AsynchronousSocketChannel client;
        private ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

        Connection(AsynchronousSocketChannel client) {
            this.client = client;
        }

        void read() {
            if (buffer.limit() == buffer.capacity() && buffer.position() > 0 && buffer.capacity() < BUFFER_BYTES_MAX) {
                buffer = ByteBuffer.allocateDirect(2 * buffer.capacity()); // the last read filled it
            }
            client.read(buffer.clear(), READ, this);
        }

        @Override
        public void completed(Integer count, Boolean operation) {
            if (count < 0) {
                close();
            } else if (operation.equals(READ)) {
                client.write(buffer.flip(), WRITTEN, this);
            } else if (buffer.hasRemaining()) {
                client.write(buffer, WRITTEN, this);
            } else {
                read();
            }
        }

        @Override
        public void failed(Throwable failure, Boolean operation) {
            close();
        }

        void close() {
            try {
                client.close();
            } catch (IOException alreadyGone) {
                // as it shall be
            }
        }
    }
}
