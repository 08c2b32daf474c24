// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import io.jvloop.http.HttpFields;
import io.jvloop.http.HttpHandler;
import io.jvloop.http.HttpRequest;
import io.jvloop.http.HttpResponse;
import io.jvloop.httptools.HttpMethod;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What {@code serve http} serves: pages of a certain size, an echo, and a page that says so. */
final class Pages implements HttpHandler {
    private static final String INDEX = """
            <!DOCTYPE html>
            <html lang="en">
            <title>jvloop</title>
            <p>This is jvloop, an HTTP/1 server on an event loop.
            <ul>
            <li><a href="/1024">/1024</a>, <a href="/10240">/10240</a>, <a href="/102400">/102400</a>: that many bytes
            <li>POST to /echo: sends back what it gets
            </ul>
            """;
    private static final HttpFields ALLOW_READING = HttpFields.of("Allow", "GET, HEAD");
    private static final HttpFields ALLOW_POST = HttpFields.of("Allow", "POST");

    private final ByteBuffer index = direct(INDEX.getBytes(StandardCharsets.UTF_8));
    private final ByteBuffer small = bytes(1024);
    private final ByteBuffer medium = bytes(10 * 1024);
    private final ByteBuffer large = bytes(100 * 1024);

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private static ByteBuffer bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (i % 64 == 63 ? '\n' : 'a' + i % 26);
        }
        return direct(bytes);
    }

    @Override
    public void handle(HttpRequest request, HttpResponse response) throws Exception {
        switch (request.path()) {
            case "/1024" -> page(request, response, HttpFields.TEXT, small);
            case "/10240" -> page(request, response, HttpFields.TEXT, medium);
            case "/102400" -> page(request, response, HttpFields.TEXT, large);
            case "/" -> page(request, response, HttpFields.HTML, index);
            case "/echo" -> echo(request, response);
            default -> response.status(404).headers(HttpFields.TEXT).send("404 Not Found\n");
        }
    }

    private static void page(HttpRequest request, HttpResponse response, HttpFields type, ByteBuffer body) {
        if (request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD) {
            response.headers(type).send(body);
        } else {
            notAllowed(response, ALLOW_READING);
        }
    }

    private static void echo(HttpRequest request, HttpResponse response) throws Exception {
        if (request.method() != HttpMethod.POST) {
            notAllowed(response, ALLOW_POST);
            return;
        }
        String type = request.header("Content-Type");
        if (type == null) {
            response.headers(HttpFields.BYTES);
        } else {
            response.header("Content-Type", type);
        }
        if (request.body().length() >= 0) {
            response.contentLength(request.body().length());
        }
        request.body().receive(new EchoedBody(response));
    }

    private static void notAllowed(HttpResponse response, HttpFields allowed) {
        response.status(405).headers(HttpFields.TEXT).headers(allowed).send("405 Method Not Allowed\n");
    }
}
