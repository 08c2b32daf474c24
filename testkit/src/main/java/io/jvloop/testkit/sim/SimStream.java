// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit.sim;

import io.jvloop.io.Completion;
import io.jvloop.io.Gather;
import io.jvloop.io.IoFailure;
import io.jvloop.io.IoStream;
import io.jvloop.io.ReceiveMode;
import io.jvloop.io.Receiver;
import io.jvloop.io.Result;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A connection in the hands of a loop. */
final class SimStream extends SimIo.Touched implements IoStream {
    private final SimIo io;
    private final Completions.Lane sending = new Completions.Lane();
    private final SimReceive receiving;
    private SimNetwork.@Nullable Connecting connecting;
    private @Nullable Completion onConnected;
    private @Nullable SimSocket socket;
    private @Nullable SimOnce receiveOnce;
    private @Nullable SimOnce sendOnce;
    private @Nullable Completion onWritable;

    /** For room, until that was told. */
    private boolean waiting;

    /** Completions that are known, and not told yet. */
    private int beingTold;

    private @Nullable Completion onClosed;
    private boolean gone;

    /** Not connected yet. */
    SimStream(SimIo io) {
        this.io = io;
        this.receiving = new SimReceive(io, this);
        io.outstanding().streamOpened();
    }

    /** Accepted. */
    SimStream(SimIo io, SimSocket socket) {
        this(io);
        setSocket(socket);
    }

    private void setSocket(SimSocket connected) {
        socket = connected;
        connected.watch(() -> io.touch(this));
    }

    SimSocket socket() {
        SimSocket connected = socket;
        if (connected == null) {
            throw new AssertionError("not connected");
        }
        return connected;
    }

    boolean isClosing() {
        return onClosed != null;
    }

    // ---- connecting

    void connect(SocketAddress remote, @Nullable SocketAddress local, Completion completion) {
        io.outstanding().operationStarted();
        onConnected = completion;
        connecting = io.network().connect(remote, local, this::answered);
    }

    private void answered(SimNetwork.Connecting answer) {
        if (onConnected != null) {
            if (answer.socket() != null) {
                setSocket(answer.socket());
            }
            connectionTold(answer.result());
        }
    }

    private void connectionTold(int result) {
        Completion completion = onConnected;
        onConnected = null;
        connecting = null;
        if (completion != null) {
            beingTold++;
            io.tell(
                    sending,
                    told -> {
                        beingTold--;
                        completion.completed(told);
                        closeIfDone();
                    },
                    result);
        }
    }

    // ---- what may be done now

    @Override
    void look() {
        SimSocket connected = socket;
        if (gone) {
            return;
        }
        if (connected != null) {
            receiving.look(connected);
            lookOnce(receiveOnce, connected);
            lookOnce(sendOnce, connected);
            lookWritable(connected);
        }
        closeIfDone();
    }

    private void lookWritable(SimSocket connected) {
        Completion completion = onWritable;
        if (completion != null && (isClosing() || connected.isWritable())) {
            onWritable = null;
            beingTold++;
            io.tell(
                    sending,
                    result -> {
                        beingTold--;
                        waiting = false;
                        completion.completed(result);
                        closeIfDone();
                    },
                    isClosing() ? Result.CANCELLED : 0);
        }
    }

    private void lookOnce(@Nullable SimOnce once, SimSocket connected) {
        if (once != null && once.look(connected)) {
            io.touch(this); // the socket was full by chance, and nothing will say that it is not
        }
    }

    // ---- receiving

    @Override
    public void startReceiving(Receiver receiver, ReceiveMode mode) {
        io.checkThread();
        checkNotReceiving();
        receiving.start(receiver, mode);
    }

    @Override
    public void stopReceiving() {
        io.checkThread();
        receiving.stop();
    }

    @Override
    public void receive(MemorySegment memory, long offset, int length, Completion received) {
        io.checkThread();
        checkNotReceiving();
        io.outstanding().operationStarted();
        receiveOnce = SimOnce.receive(io, memory, offset, length, result -> {
            receiveOnce = null;
            received.completed(result);
            closeIfDone();
        });
        io.touch(this);
    }

    private void checkNotReceiving() {
        if (isClosing()) {
            throw new AssertionError("closed");
        }
        if (receiving.isActive() || receiveOnce != null) {
            throw new IllegalStateException("receiving already");
        }
    }

    @Override
    public void cancelReceive() {
        cancel(receiveOnce);
    }

    private void cancel(@Nullable SimOnce once) {
        io.checkThread();
        if (once != null) {
            once.cancel();
            io.touch(this);
        }
    }

    // ---- sending

    @Override
    public int send(MemorySegment memory, long offset, int length) {
        io.checkThread();
        int count = socket().admit(length);
        if (count > 0) {
            socket().send(bytes(memory, offset, count));
        }
        return count;
    }

    static byte[] bytes(MemorySegment memory, long offset, int length) {
        byte[] bytes = new byte[length];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, offset, bytes, 0, length);
        return bytes;
    }

    @Override
    public int send(Gather slices) {
        io.checkThread();
        int count = socket().admit(Math.toIntExact(slices.bytes()));
        int left = count;
        for (int i = 0; left > 0; i++) {
            int some = Math.min(left, slices.length(i));
            socket().send(bytes(slices.memory(i), slices.offset(i), some));
            left -= some;
        }
        return count;
    }

    @Override
    public void awaitWritable(Completion completion) {
        io.checkThread();
        if (waiting) {
            throw new IllegalStateException("waiting already");
        }
        waiting = true;
        io.outstanding().operationStarted();
        onWritable = completion;
        io.touch(this);
    }

    @Override
    public void send(MemorySegment memory, long offset, int length, Completion sent) {
        io.checkThread();
        if (sendOnce != null) {
            throw new IllegalStateException("sending already");
        }
        io.outstanding().operationStarted();
        sendOnce = SimOnce.send(io, memory, offset, length, result -> {
            sendOnce = null;
            sent.completed(result);
            closeIfDone();
        });
        io.touch(this);
    }

    @Override
    public void cancelSend() {
        cancel(sendOnce);
    }

    // ---- ending

    @Override
    public int shutdownOutput() {
        io.checkThread();
        return socket().shutdownOutput();
    }

    @Override
    public void shutdown() {
        io.checkThread();
        socket().shutdown();
    }

    @Override
    public void close(Completion closed) {
        io.checkThread();
        if (isClosing()) {
            throw new AssertionError("closed twice");
        }
        io.outstanding().operationStarted();
        onClosed = closed;
        receiving.close();
        cancelReceive();
        cancelSend();
        giveUpConnecting();
        io.touch(this);
    }

    private void giveUpConnecting() {
        if (connecting != null) {
            connecting.cancel();
            connectionTold(Result.CANCELLED);
        }
    }

    /** Lets go of the socket when nothing is outstanding any more. */
    private void closeIfDone() {
        Completion closed = onClosed;
        boolean busy = receiveOnce != null || sendOnce != null || onWritable != null || beingTold > 0;
        if (closed == null || gone || busy) {
            return;
        }
        gone = true;
        if (socket != null) {
            socket.close();
        }
        io.outstanding().streamClosed();
        io.tell(sending, closed, 0);
    }

    // ---- about it

    @Override
    public SocketAddress localAddress() {
        return socket().local();
    }

    @Override
    public SocketAddress remoteAddress() {
        return socket().remote();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T option(SocketOption<T> option) {
        checkOption(option);
        return (T) Boolean.valueOf(option == StandardSocketOptions.TCP_NODELAY ? socket().noDelay : socket().keepAlive);
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IoFailure {
        checkOption(option);
        if (option == StandardSocketOptions.TCP_NODELAY) {
            socket().noDelay = (Boolean) value;
        } else {
            socket().keepAlive = (Boolean) value;
        }
    }

    private void checkOption(SocketOption<?> option) {
        boolean tcp = socket().local() instanceof InetSocketAddress;
        boolean known =
                (tcp && option == StandardSocketOptions.TCP_NODELAY) || option == StandardSocketOptions.SO_KEEPALIVE;
        if (!known) {
            throw new UnsupportedOperationException("the sim backend has no " + option.name() + " on this socket");
        }
    }

    @Override
    public OptionalInt descriptor() {
        return OptionalInt.empty();
    }
}
