// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;

/** An echo server on virtual threads: one for each connection, with blocking sockets. */
final class VirtualThreadEcho {
    private static final int BUFFER_BYTES = 8 * 1024;
    private static final int BUFFER_BYTES_MAX = 128 * 1024;

    private VirtualThreadEcho() {}

    public static void main(String[] arguments) throws IOException {
        Listen listen = new Listen(arguments);
        try (ServerSocket server = new ServerSocket()) {
            server.bind(listen.address(7777), Listen.BACKLOG);
            listen.ready(server.getLocalPort());
            while (true) {
                Socket client = server.accept();
                Thread.startVirtualThread(() -> serve(client));
            }
        }
    }

    private static void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = client.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
                if (count == buffer.length && count < BUFFER_BYTES_MAX) {
                    buffer = new byte[2 * count];
                }
            }
        } catch (IOException gone) {
            // and nobody to tell
        }
    }
}
