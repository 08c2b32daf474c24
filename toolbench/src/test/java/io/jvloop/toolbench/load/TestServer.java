// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server of plain java.net, one thread for each connection, which does what a test wants of it. */
final class TestServer implements AutoCloseable {
    /** What it does on a connection; when that returns or fails the connection is closed. */
    interface Handler {
        void handle(InputStream in, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();

    TestServer(Handler handler) {
        try {
            listener = new ServerSocket(0, 100, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.ofVirtual().start(() -> accept(handler));
    }

    /** One that sends back whatever comes. */
    static TestServer echo() {
        return new TestServer(InputStream::transferTo);
    }

    private void accept(Handler handler) {
        try {
            while (true) {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                accepted.add(socket);
                Thread.ofVirtual().start(() -> {
                    try (socket) {
                        handler.handle(socket.getInputStream(), socket.getOutputStream());
                    } catch (IOException | InterruptedException gone) {
                        // the load has ended
                    }
                });
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    int accepted() {
        return accepted.size();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : accepted) {
            socket.close();
        }
    }
}
