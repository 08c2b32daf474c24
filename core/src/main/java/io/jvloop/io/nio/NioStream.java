// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.nio;

import io.jvloop.io.Completion;
import io.jvloop.io.Gather;
import io.jvloop.io.IoFailure;
import io.jvloop.io.IoStream;
import io.jvloop.io.Memory;
import io.jvloop.io.ReceiveMode;
import io.jvloop.io.Receiver;
import io.jvloop.io.Result;
import io.jvloop.io.Target;
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

/** A channel: operations wait here until the selector says that it is ready. */
final class NioStream implements IoStream, Selected {
    /** Between the JDK's counts and a failure. */
    private static final int END = -1;

    private final NioIo io;
    private final SocketChannel channel;
    private final SelectionKey key;
    private boolean closed;
    private @Nullable Receiver receiver;
    private ReceiveMode mode = ReceiveMode.BACKEND_MEMORY;
    private @Nullable Once receiveOnce;
    private @Nullable Once sendOnce;

    /** A receive, or a send, on the caller's memory has not completed. */
    private boolean receiving;

    private boolean sending;
    private @Nullable Completion writable;
    private @Nullable Completion connected;

    /** A single operation on the caller's memory. */
    private record Once(MemorySegment memory, long offset, int length, Completion completion) {}

    NioStream(NioIo io, SocketChannel channel) throws IOException {
        this.io = io;
        this.channel = channel;
        key = channel.register(io.selector(), 0, this);
        io.streamOpened();
    }

    void awaitConnected(Completion completion) {
        connected = completion;
        io.operationStarted();
        watchWhatIsNeeded();
    }

    private void watchWhatIsNeeded() {
        if (closed) {
            return;
        }
        boolean in = receiver != null || receiveOnce != null;
        boolean out = writable != null || sendOnce != null;
        int operations = connected != null
                ? SelectionKey.OP_CONNECT
                : (in ? SelectionKey.OP_READ : 0) | (out ? SelectionKey.OP_WRITE : 0);
        if (key.interestOps() != operations) {
            key.interestOps(operations);
        }
    }

    @Override
    public void ready(int operations) {
        if (connected != null) {
            connected(connected);
            return;
        }
        if ((operations & SelectionKey.OP_READ) != 0) {
            readable();
        }
        if ((operations & SelectionKey.OP_WRITE) != 0 && !closed) {
            writable();
        }
    }

    private void connected(Completion completion) {
        int result;
        try {
            if (!channel.finishConnect()) {
                return;
            }
            result = 0;
        } catch (IOException failure) {
            result = NioFailures.result(failure);
        }
        connected = null;
        io.operationEnded();
        if (channel.isOpen()) { // the JDK closes what could not be connected
            watchWhatIsNeeded();
        }
        completion.completed(result);
    }

    // ---- receiving

    private void readable() {
        Receiver to = receiver;
        if (to != null) {
            if (mode == ReceiveMode.BACKEND_MEMORY) {
                Memory memory = io.received();
                int count = read(memory.buffer().clear());
                if (count > 0) {
                    to.received(memory, 0, count);
                } else {
                    receivingEnded(to, count);
                }
            } else {
                receiveIntoTarget(to);
            }
        } else if (receiveOnce != null) {
            receiveOnce(receiveOnce);
        }
    }

    private void receiveIntoTarget(Receiver to) {
        Target target = to.target();
        if (target != null && !closed) {
            int count = read(io.buffers().of(target.memory(), target.offset(), target.length()));
            if (count > 0) {
                to.receivedIntoTarget(count);
            } else {
                receivingEnded(to, count);
            }
        }
    }

    /** A count, 0 for nothing, END, or a failure. */
    private int read(ByteBuffer buffer) {
        try {
            return channel.read(buffer);
        } catch (IOException | NotYetConnectedException failure) {
            return NioFailures.result(failure);
        }
    }

    private void receivingEnded(Receiver to, int result) {
        if (result == 0) {
            return;
        }
        receiver = null;
        watchWhatIsNeeded();
        if (result == END) {
            to.receivedEof();
        } else {
            to.receiveFailed(result);
        }
    }

    private void receiveOnce(Once once) {
        int count = read(io.buffers().of(once.memory, once.offset, once.length));
        if (count != 0) {
            receiveOnce = null;
            watchWhatIsNeeded();
            io.operationEnded();
            once.completion.completed(count == END ? 0 : count);
        }
    }

    @Override
    public void startReceiving(Receiver newReceiver, ReceiveMode newMode) {
        checkNotReceiving();
        receiver = newReceiver;
        mode = newMode;
        watchWhatIsNeeded();
    }

    @Override
    public void stopReceiving() {
        receiver = null;
        watchWhatIsNeeded();
    }

    @Override
    public void receive(MemorySegment memory, long offset, int length, Completion received) {
        checkNotReceiving();
        receiving = true;
        receiveOnce = new Once(memory, offset, length, result -> {
            receiving = false;
            received.completed(result);
        });
        io.operationStarted();
        watchWhatIsNeeded();
    }

    private void checkNotReceiving() {
        if (receiver != null || receiving) {
            throw new IllegalStateException("receiving already");
        }
    }

    @Override
    public void cancelReceive() {
        if (receiveOnce != null) {
            cancel(receiveOnce.completion);
            receiveOnce = null;
            watchWhatIsNeeded();
        }
    }

    private void cancel(Completion completion) {
        io.operationEnded();
        io.complete(completion, Result.CANCELLED);
    }

    // ---- sending

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

    private void writable() {
        if (writable != null) {
            Completion completion = writable;
            writable = null;
            watchWhatIsNeeded();
            io.operationEnded();
            completion.completed(0);
        }
        if (sendOnce != null && !closed) {
            Once once = sendOnce;
            int count = send(once.memory, once.offset, once.length);
            if (count != 0) {
                sendOnce = null;
                watchWhatIsNeeded();
                io.operationEnded();
                once.completion.completed(count);
            }
        }
    }

    @Override
    public void awaitWritable(Completion completion) {
        if (writable != null) {
            throw new IllegalStateException("waiting already");
        }
        writable = completion;
        io.operationStarted();
        watchWhatIsNeeded();
    }

    @Override
    public void send(MemorySegment memory, long offset, int length, Completion sent) {
        if (sending) {
            throw new IllegalStateException("sending already");
        }
        sending = true;
        Completion told = result -> {
            sending = false;
            sent.completed(result);
        };
        int count = send(memory, offset, length);
        if (count != 0) {
            io.complete(told, count);
        } else {
            sendOnce = new Once(memory, offset, length, told);
            io.operationStarted();
            watchWhatIsNeeded();
        }
    }

    @Override
    public void cancelSend() {
        if (sendOnce != null) {
            cancel(sendOnce.completion);
            sendOnce = null;
            watchWhatIsNeeded();
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
    public void close(Completion completion) {
        receiver = null;
        cancelReceive();
        cancelSend();
        if (writable != null) {
            cancel(writable);
            writable = null;
        }
        if (connected != null) {
            cancel(connected);
            connected = null;
        }
        closed = true;
        NioIo.closeQuietly(channel); // the descriptor goes with the next select, which is before the completion
        io.streamClosed();
        io.complete(completion, 0);
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
