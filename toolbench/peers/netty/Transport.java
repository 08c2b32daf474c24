// SPDX-License-Identifier: Apache-2.0

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;

/**
 * What Netty stands on: the same server on each.
 *
 * @param unix null for NIO: its UNIX channels cannot be half closed, and lose what was not sent yet when the client's end of
 *     stream comes
 */
record Transport(IoHandlerFactory io, Class<? extends ServerChannel> tcp, Class<? extends ServerChannel> unix) {
    /**
     * With the 128 that it takes by default, completions overflow when hundreds of connections have much to write, which costs
     * many times the work.
     */
    private static final int ENTRIES = 4096;

    static Transport named(String name) {
        switch (name) {
            case "nio":
                return new Transport(NioIoHandler.newFactory(), NioServerSocketChannel.class, null);
            case "epoll":
                Epoll.ensureAvailability();
                return new Transport(
                        EpollIoHandler.newFactory(),
                        EpollServerSocketChannel.class,
                        EpollServerDomainSocketChannel.class);
            case "io_uring":
                IoUring.ensureAvailability();
                return new Transport(
                        IoUringIoHandler.newFactory(new IoUringIoHandlerConfig().setRingSize(ENTRIES)),
                        IoUringServerSocketChannel.class,
                        IoUringServerDomainSocketChannel.class);
            default:
                throw new IllegalArgumentException("--transport " + name + ": expected nio, epoll or io_uring");
        }
    }
}
