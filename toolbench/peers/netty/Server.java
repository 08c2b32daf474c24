// SPDX-License-Identifier: Apache-2.0

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;

/** One event loop, for the listening socket and all connections. */
final class Server {
    private Server() {}

    /** Says in one line why it cannot be. */
    static void run(String[] arguments, int defaultPort, ChannelInitializer<Channel> connections) {
        Listen listen = new Listen(arguments);
        try {
            listen.ready(bind(listen, Transport.named(listen.option("--transport", "nio")), defaultPort, connections));
        } catch (Throwable cannotListen) {
            System.err.println(cannotListen + (cannotListen.getCause() == null ? "" : ": " + cannotListen.getCause()));
            System.exit(1);
        }
    }

    private static SocketAddress bind(
            Listen listen, Transport transport, int defaultPort, ChannelInitializer<Channel> connections) {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, transport.io());
        ServerBootstrap server = new ServerBootstrap()
                .group(group)
                .option(ChannelOption.SO_BACKLOG, Listen.BACKLOG)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(connections);
        SocketAddress address;
        if (listen.isUnix()) {
            if (transport.unix() == null) {
                throw new IllegalArgumentException("--unix: not on this transport");
            }
            server.channel(transport.unix());
            address = new DomainSocketAddress(listen.path());
        } else {
            server.channel(transport.tcp()).childOption(ChannelOption.TCP_NODELAY, true);
            address = listen.address(defaultPort);
        }
        return server.bind(address).syncUninterruptibly().channel().localAddress();
    }
}
