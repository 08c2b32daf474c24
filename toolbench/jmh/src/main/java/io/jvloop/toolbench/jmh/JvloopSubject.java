// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.jmh;

import io.jvloop.httptools.HttpParser;
import io.jvloop.httptools.HttpParserException;
import io.jvloop.httptools.HttpRequestParser;
import io.jvloop.httptools.HttpResponseParser;
import io.jvloop.toolbench.parser.Looking;
import io.jvloop.toolbench.parser.Memory;
import io.jvloop.toolbench.parser.Message;
import java.nio.ByteBuffer;

/** Ours, which has seen every message from every kind of memory before. */
final class JvloopSubject implements HttpParsers.Subject {
    private static final int BEFORE = 20_000;

    private final Looking events = new Looking();
    private final HttpParser parser;
    private final ByteBuffer input;

    JvloopSubject(Message message) throws HttpParserException {
        HttpParser requests = new HttpRequestParser(events);
        HttpParser responses = new HttpResponseParser(events);
        for (Memory memory : Memory.values()) {
            for (Message one : Message.ALL) {
                ByteBuffer bytes = memory.of(one.bytes());
                for (int i = 0; i < BEFORE; i++) {
                    var _ = (one.request() ? requests : responses).feed(bytes.clear());
                }
            }
        }
        parser = message.request() ? requests : responses;
        input = Memory.HEAP.of(message.bytes());
    }

    @Override
    public long parse() throws HttpParserException {
        return parser.feed(input.clear()) + events.sum();
    }
}
