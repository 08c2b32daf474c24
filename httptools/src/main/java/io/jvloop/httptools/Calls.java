// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import java.nio.ByteBuffer;

/** One method per callback: what it throws becomes the parser's error, under llhttp's name for it. */
final class Calls {
    final HttpText first = new HttpText();
    final HttpText second = new HttpText();
    private final HttpEvents events;
    private final HttpParser parser;

    Calls(HttpParser parser, HttpEvents events) {
        this.parser = parser;
        this.events = events;
    }

    void reset(int at) throws HttpParserException {
        try {
            events.reset();
        } catch (Throwable thrown) {
            throw parser.thrown(HttpError.CB_RESET, at, thrown);
        }
    }

    void messageBegin(int at) throws HttpParserException {
        try {
            events.messageBegin();
        } catch (Throwable thrown) {
            throw parser.thrown(HttpError.CB_MESSAGE_BEGIN, at, thrown);
        }
    }

    void method(byte[] a, int from, int to, int at) throws HttpParserException {
        try {
            first.set(a, from, to - from);
            events.method(first);
        } catch (Throwable thrown) {
            throw parser.thrown(HttpError.CB_METHOD_COMPLETE, at, thrown);
        }
    }

    void url(byte[] a, int from, int to, int at) throws HttpParserException {
        try {
            first.set(a, from, to - from);
            events.url(first);
        } catch (Throwable thrown) {
            throw parser.thrown(HttpError.CB_URL_COMPLETE, at, thrown);
        }
    }

    void protocol(byte[] a, int from, int to, int at) throws HttpParserException {
        try {
            first.set(a, from, to - from);
            events.protocol(first);
        } catch (Throwable thrown) {
            throw parser.thrown(HttpError.CB_PROTOCOL_COMPLETE, at, thrown);
        }
    }

    void version(byte[] a, int from, int to, int at) throws HttpParserException {
        try {
            first.set(a, from, to - from);
            events.version(first);
        } catch (Throwable thrown) {
            throw parser.thrown(HttpError.CB_VERSION_COMPLETE, at, thrown);
        }
    }

    void status(byte[] a, int from, int to, int at) throws HttpParserException {
        try {
            first.set(a, from, to - from);
            events.status(first);
        } catch (Throwable thrown) {
            throw parser.thrown(HttpError.CB_STATUS_COMPLETE, at, thrown);
        }
    }

    /** {@link #first} and {@link #second} are set. */
    void header(int at) throws HttpParserException {
        try {
            events.header(first, second);
        } catch (Throwable thrown) {
            throw parser.thrown(HttpError.CB_HEADER_VALUE_COMPLETE, at, thrown);
        }
    }

    /** {@link #first} and {@link #second} are set. */
    void trailer(int at) throws HttpParserException {
        try {
            events.trailer(first, second);
        } catch (Throwable thrown) {
            throw parser.thrown(HttpError.CB_HEADER_VALUE_COMPLETE, at, thrown);
        }
    }

    void headersComplete(int at) throws HttpParserException {
        try {
            events.headersComplete();
        } catch (Throwable thrown) {
            throw parser.thrown(HttpError.CB_HEADERS_COMPLETE, at, thrown);
        }
    }

    void body(ByteBuffer data, int at) throws HttpParserException {
        try {
            events.body(data);
        } catch (Throwable thrown) {
            throw parser.thrown(HttpError.USER, at, thrown);
        }
    }

    /** {@link #first} and {@link #second} are set. */
    void chunkExtension(int at) throws HttpParserException {
        try {
            events.chunkExtension(first, second);
        } catch (Throwable thrown) {
            throw parser.thrown(HttpError.CB_CHUNK_EXTENSION_VALUE_COMPLETE, at, thrown);
        }
    }

    void chunkHeader(long bytes, int at) throws HttpParserException {
        try {
            events.chunkHeader(bytes);
        } catch (Throwable thrown) {
            throw parser.thrown(HttpError.CB_CHUNK_HEADER, at, thrown);
        }
    }

    void chunkComplete(int at) throws HttpParserException {
        try {
            events.chunkComplete();
        } catch (Throwable thrown) {
            throw parser.thrown(HttpError.CB_CHUNK_COMPLETE, at, thrown);
        }
    }

    void messageComplete(int at) throws HttpParserException {
        try {
            events.messageComplete();
        } catch (Throwable thrown) {
            throw parser.thrown(HttpError.CB_MESSAGE_COMPLETE, at, thrown);
        }
    }
}
