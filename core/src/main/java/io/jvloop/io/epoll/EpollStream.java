// SPDX-License-Identifier: Apache-2.0
package io.jvloop.io.epoll;

import io.jvloop.io.Gather;
import io.jvloop.io.IoFailure;
import io.jvloop.io.fd.Failures;
import io.jvloop.io.fd.FdSocket;
import io.jvloop.io.ready.ReadyStream;
import io.jvloop.sys.EpollEvent;
import io.jvloop.sys.Errno;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A connected socket whose descriptor is watched by epoll. */
final class EpollStream extends ReadyStream implements Watched {
    private static final int READABLE = EpollEvent.EPOLLIN | EpollEvent.EPOLLHUP | EpollEvent.EPOLLERR;
    private static final int WRITABLE = EpollEvent.EPOLLOUT | EpollEvent.EPOLLHUP | EpollEvent.EPOLLERR;

    private final FdSocket socket;
    private final Watch watch;
    private final @Nullable SocketAddress acceptedFrom;

    EpollStream(EpollIo io, FdSocket socket, @Nullable SocketAddress acceptedFrom) {
        super(io.outstanding(), io.received(), READABLE, WRITABLE);
        this.socket = socket;
        this.acceptedFrom = acceptedFrom;
        watch = new Watch(io, socket.fd(), this);
    }

    @Override
    protected void watch(boolean connecting, boolean in, boolean out) {
        watch.set((in ? EpollEvent.EPOLLIN : 0) | (out || connecting ? EpollEvent.EPOLLOUT : 0));
    }

    @Override
    protected int finishConnect() {
        return socket.connectResult();
    }

    @Override
    protected int receiveNow(MemorySegment memory, long offset, int length) {
        int count = socket.receive(memory, offset, length);
        return count > 0 ? count : count == 0 ? END : count == -Errno.EAGAIN ? 0 : Failures.result(count);
    }

    @Override
    public int send(MemorySegment memory, long offset, int length) {
        return socket.send(memory, offset, length);
    }

    @Override
    public int send(Gather slices) {
        return socket.send(slices);
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
    protected void release() {
        watch.end();
        socket.close();
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
    public int queuedBytes() {
        return isClosed() ? -1 : socket.queuedBytes();
    }

    @Override
    public OptionalInt descriptor() {
        return isClosed() ? OptionalInt.empty() : OptionalInt.of(socket.fd());
    }
}
