// SPDX-License-Identifier: Apache-2.0

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.Map;

/**
 * An HTTP server on Vert.x, with one event loop, on epoll where it is: /1024, /10240, /102400 answer that many bytes. There is no echo
 * server beside it: its sockets cannot be half closed, and lose what was not sent yet when the client's end of stream comes.
 */
final class Http {
    private static final Map<String, Buffer> BODIES =
            Map.of("/1024", bytes(1024), "/10240", bytes(10240), "/102400", bytes(102400));

    private Http() {}

    public static void main(String[] arguments) {
        Listen listen = new Listen(arguments);
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true))
                .createHttpServer(new HttpServerOptions().setTcpNoDelay(true).setAcceptBacklog(Listen.BACKLOG))
                .requestHandler(Http::answer)
                .listen(address(listen))
                .onSuccess(server -> listen.ready(server.actualPort()))
                .onFailure(cannotListen -> {
                    System.err.println(cannotListen);
                    System.exit(1);
                });
    }

    private static SocketAddress address(Listen listen) {
        return listen.isUnix()
                ? SocketAddress.domainSocketAddress(listen.path())
                : SocketAddress.inetSocketAddress(listen.port(8080), listen.host());
    }

    private static Buffer bytes(int count) {
        return Buffer.buffer("x".repeat(count));
    }

    private static void answer(HttpServerRequest request) {
        Buffer body = BODIES.get(request.path());
        if (body == null) {
            request.response().setStatusCode(404).end();
        } else {
            request.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/plain").end(body);
        }
    }
}
