// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.epoll;

import io.jvloop.io.Completion;
import io.jvloop.io.Gather;
import io.jvloop.io.IoFailure;
import io.jvloop.io.IoStream;
import io.jvloop.io.Memory;
import io.jvloop.io.ReceiveMode;
import io.jvloop.io.Receiver;
import io.jvloop.io.Result;
import io.jvloop.io.Target;
import io.jvloop.io.fd.Failures;
import io.jvloop.io.fd.FdSocket;
import io.jvloop.sys.EpollEvent;
import io.jvloop.sys.Errno;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A connected socket: operations wait here until epoll says that the descriptor is ready. */
final class EpollStream extends Watched implements IoStream {
    private static final int READABLE = EpollEvent.EPOLLIN | EpollEvent.EPOLLHUP | EpollEvent.EPOLLERR;
    private static final int WRITABLE = EpollEvent.EPOLLOUT | EpollEvent.EPOLLHUP | EpollEvent.EPOLLERR;

    private final @Nullable SocketAddress acceptedFrom;
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

    EpollStream(EpollIo io, FdSocket socket, @Nullable SocketAddress acceptedFrom) {
        super(io, socket);
        this.acceptedFrom = acceptedFrom;
    }

    void awaitConnected(Completion completion) {
        connected = completion;
        io.operationStarted();
        watchWhatIsNeeded();
    }

    private void watchWhatIsNeeded() {
        boolean in = receiver != null || receiveOnce != null;
        boolean out = writable != null || sendOnce != null || connected != null;
        watch((in ? EpollEvent.EPOLLIN : 0) | (out ? EpollEvent.EPOLLOUT : 0));
    }

    @Override
    void ready(int events) {
        if (connected != null) {
            Completion completion = connected;
            connected = null;
            watchWhatIsNeeded();
            io.operationEnded();
            completion.completed(socket.connectResult());
            return;
        }
        if ((events & READABLE) != 0) {
            readable();
        }
        if ((events & WRITABLE) != 0 && !closed) {
            writable();
        }
    }

    // ---- receiving

    private void readable() {
        Receiver to = receiver;
        if (to != null) {
            if (mode == ReceiveMode.BACKEND_MEMORY) {
                Memory memory = io.received();
                int count = socket.receive(
                        memory.segment(), 0, (int) memory.segment().byteSize());
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
            int count = socket.receive(target.memory(), target.offset(), target.length());
            if (count > 0) {
                to.receivedIntoTarget(count);
            } else {
                receivingEnded(to, count);
            }
        }
    }

    private void receivingEnded(Receiver to, int endOrNegativeErrno) {
        if (endOrNegativeErrno == -Errno.EAGAIN) {
            return; // epoll may report what is not there (select(2), BUGS)
        }
        receiver = null;
        watchWhatIsNeeded();
        if (endOrNegativeErrno == 0) {
            to.receivedEof();
        } else {
            to.receiveFailed(Failures.result(endOrNegativeErrno));
        }
    }

    private void receiveOnce(Once once) {
        int count = socket.receive(once.memory, once.offset, once.length);
        if (count != -Errno.EAGAIN) {
            receiveOnce = null;
            watchWhatIsNeeded();
            io.operationEnded();
            once.completion.completed(Failures.resultOrCount(count));
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
        return socket.send(memory, offset, length);
    }

    @Override
    public int send(Gather slices) {
        return socket.send(slices);
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
            int count = socket.send(once.memory, once.offset, once.length);
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
        int count = socket.send(memory, offset, length);
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
        closed = true;
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
        release();
        io.complete(completion, 0);
    }

    // ---- about it

    @Override
    public @Nullable SocketAddress localAddress() {
        return socket.localAddress();
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return acceptedFrom != null ? acceptedFrom : socket.remoteAddress();
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
    public OptionalInt descriptor() {
        return closed ? OptionalInt.empty() : OptionalInt.of(socket.fd());
    }
}
