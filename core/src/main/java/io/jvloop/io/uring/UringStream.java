// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.uring;

import io.jvloop.io.Completion;
import io.jvloop.io.Gather;
import io.jvloop.io.IoFailure;
import io.jvloop.io.IoStream;
import io.jvloop.io.ReceiveMode;
import io.jvloop.io.Receiver;
import io.jvloop.io.Result;
import io.jvloop.io.fd.FdSocket;
import io.jvloop.sys.EpollEvent;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A connected socket. What it has in the kernel's hands it waits for before it gives the descriptor back. */
final class UringStream implements IoStream {
    private final UringIo io;
    private final FdSocket socket;
    private final StreamReceive receiving;
    private @Nullable OnceOp receiveOnce;
    private @Nullable OnceOp sendOnce;
    private @Nullable PollOp writable;
    private @Nullable Completion onWritable;
    private @Nullable PollOp connecting;
    private @Nullable Completion closed;
    private boolean gone;

    UringStream(UringIo io, FdSocket socket) {
        this.io = io;
        this.socket = socket;
        this.receiving = new StreamReceive(io, this, socket);
        io.outstanding().streamOpened();
    }

    void awaitConnected(Completion completion) {
        connecting = new PollOp(socket.fd(), EpollEvent.EPOLLOUT, result -> {
            connecting = null;
            completion.completed(result < 0 ? Result.CANCELLED : socket.connectResult());
            closeIfDone();
        });
        io.submit(connecting);
    }

    // ---- receiving

    @Override
    public void startReceiving(Receiver receiver, ReceiveMode mode) {
        checkNotReceiving();
        receiving.start(receiver, mode);
    }

    @Override
    public void stopReceiving() {
        receiving.stop();
    }

    void turnEnded() {
        receiving.turnEnded();
    }

    void lookAgain() {
        receiving.lookAgain();
    }

    @Override
    public void receive(MemorySegment memory, long offset, int length, Completion received) {
        checkNotReceiving();
        receiveOnce = new OnceOp(OnceOp.Kind.RECEIVE, socket.fd(), memory, offset, length, received, () -> {
            receiveOnce = null;
            closeIfDone();
        });
        io.submit(receiveOnce);
    }

    private void checkNotReceiving() {
        if (receiving.isActive() || receiveOnce != null) {
            throw new IllegalStateException("receiving already");
        }
    }

    @Override
    public void cancelReceive() {
        if (receiveOnce != null) {
            io.cancel(receiveOnce);
        }
    }

    // ---- sending

    @Override
    public int send(MemorySegment memory, long offset, int length) {
        return sent(socket.send(memory, offset, length));
    }

    @Override
    public int send(Gather slices) {
        return sent(socket.send(slices));
    }

    private int sent(int result) {
        if (result > 0) {
            receiving.answered();
        }
        return result;
    }

    @Override
    public void awaitWritable(Completion completion) {
        if (onWritable != null) {
            throw new IllegalStateException("waiting already");
        }
        onWritable = completion;
        if (writable == null) {
            writable = new PollOp(socket.fd(), EpollEvent.EPOLLOUT, this::writable);
        }
        io.submit(writable);
    }

    private void writable(int result) {
        Completion completion = onWritable;
        onWritable = null;
        if (completion != null) {
            completion.completed(result < 0 ? Result.CANCELLED : 0);
        }
        closeIfDone();
    }

    @Override
    public void send(MemorySegment memory, long offset, int length, Completion sent) {
        if (sendOnce != null) {
            throw new IllegalStateException("sending already");
        }
        sendOnce = new OnceOp(OnceOp.Kind.SEND, socket.fd(), memory, offset, length, sent, () -> {
            sendOnce = null;
            closeIfDone();
        });
        io.submit(sendOnce);
    }

    @Override
    public void cancelSend() {
        if (sendOnce != null) {
            io.cancel(sendOnce);
        }
    }

    // ---- ending

    @Override
    public int shutdownOutput() {
        return socket.shutdownOutput();
    }

    @Override
    public void shutdown() {
        socket.shutdown();
    }

    @Override
    public void disown() {
        socket.disown();
    }

    @Override
    public void close(Completion completion) {
        closed = completion;
        receiving.close();
        cancelReceive();
        cancelSend();
        if (writable != null) {
            io.cancel(writable);
        }
        if (connecting != null) {
            io.cancel(connecting);
        }
        closeIfDone();
    }

    /** Gives the descriptor back once the kernel has let go of everything. */
    void closeIfDone() {
        Completion completion = closed;
        boolean waiting = receiving.isInKernel()
                || receiveOnce != null
                || sendOnce != null
                || onWritable != null
                || connecting != null;
        if (completion != null && !gone && !waiting) {
            gone = true;
            socket.close();
            io.outstanding().streamClosed();
            io.outstanding().complete(completion, 0);
        }
    }

    boolean isClosing() {
        return closed != null;
    }

    // ---- about it

    @Override
    public @Nullable SocketAddress localAddress() {
        return socket.localAddress();
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return socket.remoteAddress();
    }

    @Override
    public <T> @Nullable T option(SocketOption<T> option) throws IoFailure {
        return socket.option(option);
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IoFailure {
        socket.setOption(option, value);
    }

    @Override
    public int queuedBytes() {
        return gone ? -1 : socket.queuedBytes();
    }

    @Override
    public OptionalInt descriptor() {
        return gone ? OptionalInt.empty() : OptionalInt.of(socket.fd());
    }
}
