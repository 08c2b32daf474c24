// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that opens connections to an echo server, has one byte echoed on each, says {@code ready} and holds them open until
 * it is killed; or one line that says what went wrong.
 */
final class IdleConnections {
    /** Servers that listen with a short queue lose connections when all come at once. */
    private static final int TRIES = 3;

    private IdleConnections() {}

    /** Host, port, number of connections. */
    public static void main(String[] args) throws InterruptedException {
        InetSocketAddress server = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
        int count = Integer.parseInt(args[2]);
        List<SocketChannel> open = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                open.add(connect(server, (byte) i));
            }
        } catch (IOException failure) {
            System.out.println("connection " + (open.size() + 1) + " of " + count + ": " + failure.getMessage());
            System.exit(1);
        }
        System.out.println("ready");
        System.out.flush();
        Thread.currentThread().join();
    }

    private static SocketChannel connect(InetSocketAddress server, byte sent) throws IOException {
        for (int left = TRIES; ; left--) {
            try {
                SocketChannel channel = SocketChannel.open(server);
                ByteBuffer one = ByteBuffer.wrap(new byte[] {sent});
                channel.write(one);
                one.clear();
                if (channel.read(one) != 1 || one.get(0) != sent) {
                    throw new IOException("its byte did not come back");
                }
                return channel;
            } catch (SocketException refused) {
                if (left <= 1) {
                    throw refused;
                }
            }
        }
    }
}
