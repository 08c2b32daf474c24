// SPDX-License-Identifier: Apache-2.0

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.util.Map;

/** An HTTP server on Netty: /1024, /10240, /102400 answer that many bytes. */
@Sharable
final class Http extends Replying {
    private final Map<String, ByteBuf> bodies =
            Map.of("/1024", bytes(1024), "/10240", bytes(10240), "/102400", bytes(102400));

    public static void main(String[] arguments) {
        Http http = new Http();
        Server.run(arguments, 8080, new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel connection) {
                connection.pipeline().addLast(new HttpServerCodec(), http);
            }
        });
    }

    private static ByteBuf bytes(int count) {
        ByteBuf bytes = Unpooled.directBuffer(count, count);
        while (bytes.isWritable()) {
            bytes.writeByte('x');
        }
        return Unpooled.unreleasableBuffer(bytes);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof HttpRequest request) {
                answer(ctx, request);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void answer(ChannelHandlerContext ctx, HttpRequest request) {
        FullHttpResponse response = response(request);
        if (HttpUtil.isKeepAlive(request)) {
            ctx.write(response, ctx.voidPromise());
        } else {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            ctx.write(response).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private FullHttpResponse response(HttpRequest request) {
        ByteBuf body = bodies.get(request.uri());
        if (body == null) {
            FullHttpResponse missing = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.NOT_FOUND, Unpooled.EMPTY_BUFFER);
            missing.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, 0);
            return missing;
        }
        FullHttpResponse found =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body.duplicate());
        found.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        return found;
    }
}
