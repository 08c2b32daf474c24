// SPDX-License-Identifier: Apache-2.0

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;

/** An echo server on Netty. */
@Sharable
final class Echo extends Replying {
    public static void main(String[] arguments) {
        Echo echo = new Echo();
        Server.run(arguments, 7777, new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel connection) {
                connection.pipeline().addLast(echo);
            }
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        ctx.write(bytes, ctx.voidPromise());
    }
}
