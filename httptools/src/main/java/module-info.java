// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP/1 and URL parsers, and what writes messages: bytes in, callbacks out; no loop, no socket, no clock. Start at
 * {@link io.jvloop.httptools.HttpRequestParser}.
 */
@org.jspecify.annotations.NullMarked
module io.jvloop.httptools {
    requires static org.jspecify;

    exports io.jvloop.httptools;
}
