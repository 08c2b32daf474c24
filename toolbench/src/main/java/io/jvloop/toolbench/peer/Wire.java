// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A blocking connection, closed when nothing has gone either way for too long: sockets of UNIX have no timeout of their own.
 *
 * <p>Thread: one that reads, and one that writes.
 */
final class Wire implements AutoCloseable {
    private final SocketChannel channel;
    private final Thread watch;
    private volatile long lastNanos = System.nanoTime();
    private volatile boolean isSilent;

    private Wire(SocketChannel channel, Duration silence) {
        this.channel = channel;
        watch = Thread.ofVirtual().start(() -> watch(silence));
    }

    static Wire open(Address address, Duration silence) throws IOException {
        SocketAddress where = address.path().isEmpty()
                ? new InetSocketAddress(address.host(), address.port())
                : UnixDomainSocketAddress.of(address.path());
        SocketChannel channel =
                address.path().isEmpty() ? SocketChannel.open() : SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(where);
            return new Wire(channel, silence);
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }

    private void watch(Duration silence) {
        try {
            while (System.nanoTime() - lastNanos < silence.toNanos()) {
                Thread.sleep(Duration.ofMillis(20));
            }
            isSilent = true;
            channel.close();
        } catch (InterruptedException over) {
            // it went well
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** All of it. */
    void write(byte[] bytes, int from, int count) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes, from, count);
        while (left.hasRemaining()) {
            channel.write(left);
            lastNanos = System.nanoTime();
        }
    }

    /** Some bytes; -1 at the end. */
    int read(ByteBuffer into) throws IOException {
        int count = channel.read(into);
        lastNanos = System.nanoTime();
        return count;
    }

    /** No more is written. */
    void end() throws IOException {
        channel.shutdownOutput();
    }

    /** Was it closed for that? */
    boolean isSilent() {
        return isSilent;
    }

    @Override
    public void close() throws IOException {
        watch.interrupt();
        channel.close();
    }
}
