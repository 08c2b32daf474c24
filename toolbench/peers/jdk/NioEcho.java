// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** An echo server on one Selector: while something waits to be written, nothing is read. */
final class NioEcho {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES); // of whoever is served
    private final Selector selector;
    private final ServerSocketChannel server;
    private final boolean isTcp;

    private NioEcho(Listen listen) throws IOException {
        isTcp = !listen.isUnix();
        selector = Selector.open();
        server = isTcp ? ServerSocketChannel.open() : ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(listen.address(7777), Listen.BACKLOG).configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        listen.ready(server.getLocalAddress());
    }

    public static void main(String[] arguments) throws IOException {
        NioEcho echo = new NioEcho(new Listen(arguments));
        while (true) {
            echo.selector.select(echo::serve);
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else if (key.isWritable()) {
                writeRest(key);
            } else {
                echo(key);
            }
        } catch (IOException gone) {
            close(key);
        }
    }

    private void accept() throws IOException {
        for (SocketChannel client = server.accept(); client != null; client = server.accept()) {
            client.configureBlocking(false);
            if (isTcp) {
                client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            client.register(selector, SelectionKey.OP_READ);
        }
    }

    private void echo(SelectionKey key) throws IOException {
        SocketChannel client = (SocketChannel) key.channel();
        buffer.clear();
        if (client.read(buffer) < 0) {
            client.close();
            return;
        }
        buffer.flip();
        client.write(buffer);
        if (buffer.hasRemaining()) {
            key.attach(ByteBuffer.allocateDirect(buffer.remaining()).put(buffer).flip());
            key.interestOps(SelectionKey.OP_WRITE);
        }
    }

    private static void writeRest(SelectionKey key) throws IOException {
        ByteBuffer rest = (ByteBuffer) key.attachment();
        ((SocketChannel) key.channel()).write(rest);
        if (!rest.hasRemaining()) {
            key.attach(null);
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    private static void close(SelectionKey key) {
        if (key.channel() instanceof SocketChannel client) {
            try {
                client.close();
            } catch (IOException alreadyGone) {
                // as it shall be
            }
        }
    }
}
