// SPDX-License-Identifier: Apache-2.0
package io.jvloop.examples;

import io.jvloop.EventLoop;
import io.jvloop.http.HttpHandler;
import io.jvloop.http.HttpRequest;
import io.jvloop.http.HttpResponse;
import io.jvloop.http.HttpServer;
import io.jvloop.http.HttpServerOptions;
import io.jvloop.task.Tasks;
import java.nio.ByteBuffer;

/** A web server whose handler waits, in a task: it sends each piece of a body back, and never holds more than one. */
class HttpTasks {
    private static void echo(HttpRequest request, HttpResponse response) throws Exception {
        ByteBuffer piece = Tasks.await(request.body().next());
        while (piece.hasRemaining()) {
            response.write(piece);
            Tasks.await(response.whenWritable());
            piece = Tasks.await(request.body().next());
        }
        response.end();
    }

    static void main() throws Exception {
        EventLoop loop = EventLoop.open();
        HttpServerOptions options = HttpServerOptions.DEFAULT.withPort(7777);
        loop.runUntilComplete(HttpServer.start(loop, options, HttpHandler.inTask(HttpTasks::echo)));
        loop.runForever();
    }
}
