// SPDX-License-Identifier: Apache-2.0
/** An HTTP/1 server on an event loop. Start at {@link io.jvloop.http.HttpServer}. */
@org.jspecify.annotations.NullMarked
module io.jvloop.http {
    requires transitive io.jvloop;
    requires transitive io.jvloop.httptools;
    requires static org.jspecify;

    exports io.jvloop.http;
}
