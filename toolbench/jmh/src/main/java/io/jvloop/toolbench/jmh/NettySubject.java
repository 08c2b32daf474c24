// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.jmh;

import io.jvloop.toolbench.parser.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.util.ReferenceCountUtil;
import java.util.Map;

/** Netty's decoder in an {@link EmbeddedChannel}, which is its way to be used without a socket: the channel's cost is in it. */
final class NettySubject implements HttpParsers.Subject {
    private final EmbeddedChannel channel;
    private final ByteBuf input;

    NettySubject(Message message) {
        channel = new EmbeddedChannel(message.request() ? new HttpRequestDecoder() : new HttpResponseDecoder());
        input = Unpooled.wrappedBuffer(message.bytes());
    }

    @Override
    public long parse() {
        channel.writeInbound(input.retainedDuplicate());
        long sum = 0;
        for (Object one = channel.readInbound(); one != null; one = channel.readInbound()) {
            sum += look(one);
            ReferenceCountUtil.release(one);
        }
        return sum;
    }

    private static long look(Object one) {
        long sum = 0;
        if (one instanceof HttpRequest request) {
            sum += look(request.method().name()) + look(request.uri());
        }
        if (one instanceof HttpResponse response) {
            sum += look(response.status().reasonPhrase());
        }
        if (one instanceof HttpMessage message) {
            if (message.decoderResult().isFailure()) {
                throw new IllegalStateException(message.decoderResult().cause());
            }
            for (var all = message.headers().iteratorCharSequence(); all.hasNext(); ) {
                Map.Entry<CharSequence, CharSequence> header = all.next();
                sum += look(header.getKey()) + look(header.getValue());
            }
        }
        if (one instanceof HttpContent content && content.content().isReadable()) {
            ByteBuf bytes = content.content();
            sum += bytes.readableBytes() + bytes.getByte(bytes.readerIndex()) + bytes.getByte(bytes.writerIndex() - 1);
        }
        return sum;
    }

    private static int look(CharSequence text) {
        int length = text.length();
        return length == 0 ? 0 : length + text.charAt(0) + text.charAt(length - 1);
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
        input.release();
    }
}
