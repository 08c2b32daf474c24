// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.rig;

import io.jvloop.UnixAddress;
import io.jvloop.testkit.Peer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A socket of the JDK's, which never blocks. */
final class RealPeer implements Peer {
    /** What one turn reads at most, so that nobody else has to wait for a fast one. */
    private static final int READ_BYTES_MAX = 1024 * 1024;

    private final SocketChannel channel;
    private final byte[] buffer;
    private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private boolean connected;
    private boolean readingPaused;
    private boolean shutdownAsked;
    private boolean shutdownDone;
    private boolean eof;
    private boolean closed;
    private @Nullable String failure;

    /** A channel that is connected, or under way. The buffer is shared: nothing is in it between two calls. */
    RealPeer(SocketChannel channel, byte[] buffer) {
        this.channel = channel;
        this.buffer = buffer;
        this.connected = channel.isConnected();
    }

    // ---- while the rig runs

    /** Does what can be done; whether that was anything. */
    boolean work() {
        if (closed || failure != null) {
            return false;
        }
        try {
            if (!connected) {
                connected = channel.finishConnect();
                return connected;
            }
            boolean wrote = write();
            return read() || wrote;
        } catch (IOException broken) {
            failure = String.valueOf(broken.getMessage());
            return true;
        }
    }

    private boolean write() throws IOException {
        boolean any = false;
        while (!unsent.isEmpty()) {
            ByteBuffer next = unsent.element();
            any |= channel.write(next) > 0;
            if (next.hasRemaining()) {
                return any;
            }
            unsent.remove();
        }
        if (shutdownAsked && !shutdownDone) {
            shutdownDone = true;
            channel.shutdownOutput();
            any = true;
        }
        return any;
    }

    private boolean read() throws IOException {
        int bytes = 0;
        while (!readingPaused && !eof && bytes < READ_BYTES_MAX) {
            int count = channel.read(ByteBuffer.wrap(buffer));
            if (count == 0) {
                break;
            }
            if (count < 0) {
                eof = true;
                return true;
            }
            received.write(buffer, 0, count);
            bytes += count;
        }
        return bytes > 0;
    }

    // ---- what the test asks for

    @Override
    public void send(byte[] bytes) {
        if (shutdownAsked || closed) {
            throw new IllegalStateException("the test has ended this direction already");
        }
        unsent.add(ByteBuffer.wrap(bytes.clone()));
    }

    @Override
    public long unsent() {
        return unsent.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    @Override
    public void pauseReading() {
        readingPaused = true;
    }

    @Override
    public void resumeReading() {
        readingPaused = false;
    }

    @Override
    public byte[] received() {
        return received.toByteArray();
    }

    @Override
    public long receivedCount() {
        return received.size();
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public boolean isEof() {
        return eof;
    }

    @Override
    public @Nullable String failure() {
        return failure;
    }

    @Override
    public void shutdownOutput() {
        shutdownAsked = true;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try {
                channel.close();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    @Override
    public void reset() {
        try {
            if (!closed && channel.getLocalAddress() instanceof InetSocketAddress) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        close();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        try {
            return fromJdk(channel.getLocalAddress());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        try {
            return fromJdk(channel.getRemoteAddress());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static @Nullable SocketAddress fromJdk(@Nullable SocketAddress address) {
        if (!(address instanceof UnixDomainSocketAddress unix)) {
            return address;
        }
        return unix.getPath().toString().isEmpty() ? UnixAddress.UNNAMED : UnixAddress.of(unix.getPath());
    }
}
