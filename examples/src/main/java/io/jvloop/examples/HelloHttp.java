// SPDX-License-Identifier: Apache-2.0
package io.jvloop.examples;

import io.jvloop.EventLoop;
import io.jvloop.http.HttpFields;
import io.jvloop.http.HttpServer;
import io.jvloop.http.HttpServerOptions;

/** A web server that greets whoever asks. */
class HelloHttp {
    static void main() throws Exception {
        EventLoop loop = EventLoop.open();
        loop.runUntilComplete(HttpServer.start(
                loop,
                HttpServerOptions.DEFAULT.withPort(7777),
                (request, response) -> response.headers(HttpFields.TEXT).send("Hello, " + request.path() + "\n")));
        loop.runForever();
    }
}
