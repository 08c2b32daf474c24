// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.nio;

import io.jvloop.io.Gather;
import io.jvloop.io.IoFailure;
import io.jvloop.io.ready.ReadyStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A connected socket that is a channel of the JDK's selector. */
final class NioStream extends ReadyStream implements Selected {
    private final NioIo io;
    private final SocketChannel channel;
    private final SelectionKey key;

    private NioStream(NioIo io, SocketChannel channel, SelectionKey key) {
        super(io.outstanding(), io.received(), SelectionKey.OP_READ, SelectionKey.OP_WRITE);
        this.io = io;
        this.channel = channel;
        this.key = key;
    }

    static NioStream open(NioIo io, SocketChannel channel) throws IOException {
        NioStream stream = new NioStream(io, channel, channel.register(io.selector(), 0));
        stream.key.attach(stream);
        return stream;
    }

    @Override
    protected void watch(boolean connecting, boolean in, boolean out) {
        int operations = connecting
                ? SelectionKey.OP_CONNECT
                : (in ? SelectionKey.OP_READ : 0) | (out ? SelectionKey.OP_WRITE : 0);
        // the JDK closes what could not be connected
        if (channel.isOpen() && key.interestOps() != operations) {
            key.interestOps(operations);
        }
    }

    @Override
    protected int finishConnect() {
        try {
            return channel.finishConnect() ? 0 : NOT_YET;
        } catch (IOException failure) {
            return NioFailures.result(failure);
        }
    }

    @Override
    protected int receiveNow(MemorySegment memory, long offset, int length) {
        try {
            return channel.read(io.buffers().of(memory, offset, length)); // whose end is -1, too
        } catch (IOException | NotYetConnectedException failure) {
            return NioFailures.result(failure);
        }
    }

    @Override
    public int send(MemorySegment memory, long offset, int length) {
        try {
            return channel.write(io.buffers().of(memory, offset, length));
        } catch (IOException | NotYetConnectedException failure) {
            return NioFailures.result(failure);
        }
    }

    @Override
    public int send(Gather slices) {
        ByteBuffer[] buffers = new ByteBuffer[slices.count()];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] =
                    slices.memory(i).asSlice(slices.offset(i), slices.length(i)).asByteBuffer();
        }
        try {
            return Math.toIntExact(channel.write(buffers));
        } catch (IOException | NotYetConnectedException failure) {
            return NioFailures.result(failure);
        }
    }

    // ---- ending

    @Override
    public int shutdownOutput() {
        try {
            channel.shutdownOutput();
            return 0;
        } catch (IOException | NotYetConnectedException failure) {
            return NioFailures.result(failure);
        }
    }

    @Override
    public void shutdown() {
        try {
            channel.shutdownOutput();
            channel.shutdownInput();
        } catch (IOException | NotYetConnectedException failure) {
            // nobody is there any more
        }
    }

    @Override
    protected void release() {
        NioIo.closeQuietly(channel); // the descriptor goes with the next select: see NioIo.poll
    }

    // ---- about it

    @Override
    public @Nullable SocketAddress localAddress() {
        try {
            return NioAddresses.fromJdk(channel.getLocalAddress());
        } catch (IOException closedAlready) {
            return null;
        }
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        try {
            return NioAddresses.fromJdk(channel.getRemoteAddress());
        } catch (IOException closedAlready) {
            return null;
        }
    }

    @Override
    public <T> @Nullable T option(SocketOption<T> option) throws IoFailure {
        try {
            return channel.getOption(option);
        } catch (IOException failure) {
            throw NioFailures.opening(failure);
        }
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IoFailure {
        try {
            channel.setOption(option, value);
        } catch (IOException failure) {
            throw NioFailures.opening(failure);
        }
    }

    @Override
    public OptionalInt descriptor() {
        return OptionalInt.empty();
    }
}
