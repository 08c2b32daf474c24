// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import java.nio.ByteBuffer;

/** One method for all callbacks. */
abstract class EveryCallback implements HttpEvents {
    private static final byte[] REQUESTS = Ascii.bytes("""
            POST / HTTP/1.1
            Transfer-Encoding: chunked

            5;a=b
            hello
            0
            c: d

            GET / HTTP/1.1

            """.replace("\n", "\r\n"));
    private static final byte[] RESPONSE = Ascii.bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab");

    /** Each of them, and the code of what it throws. */
    enum Where {
        RESET(HttpError.CB_RESET),
        BEGIN(HttpError.CB_MESSAGE_BEGIN),
        METHOD(HttpError.CB_METHOD_COMPLETE),
        URL(HttpError.CB_URL_COMPLETE),
        PROTOCOL(HttpError.CB_PROTOCOL_COMPLETE),
        VERSION(HttpError.CB_VERSION_COMPLETE),
        STATUS(HttpError.CB_STATUS_COMPLETE),
        HEADER(HttpError.CB_HEADER_VALUE_COMPLETE),
        HEADERS_COMPLETE(HttpError.CB_HEADERS_COMPLETE),
        BODY(HttpError.USER),
        EXTENSION(HttpError.CB_CHUNK_EXTENSION_VALUE_COMPLETE),
        CHUNK_HEADER(HttpError.CB_CHUNK_HEADER),
        CHUNK_COMPLETE(HttpError.CB_CHUNK_COMPLETE),
        TRAILER(HttpError.CB_HEADER_VALUE_COMPLETE),
        COMPLETE(HttpError.CB_MESSAGE_COMPLETE);

        final HttpError code;

        Where(HttpError code) {
            this.code = code;
        }

        /** One that gets there with {@link #input}. */
        HttpParser parser(HttpEvents events) {
            return this == STATUS ? new HttpResponseParser(events) : new HttpRequestParser(events);
        }

        byte[] input() {
            return this == STATUS ? RESPONSE : REQUESTS;
        }
    }

    abstract void at(Where here) throws Exception;

    @Override
    public void reset() throws Exception {
        at(Where.RESET);
    }

    @Override
    public void messageBegin() throws Exception {
        at(Where.BEGIN);
    }

    @Override
    public void method(HttpText method) throws Exception {
        at(Where.METHOD);
    }

    @Override
    public void url(HttpText url) throws Exception {
        at(Where.URL);
    }

    @Override
    public void protocol(HttpText protocol) throws Exception {
        at(Where.PROTOCOL);
    }

    @Override
    public void version(HttpText version) throws Exception {
        at(Where.VERSION);
    }

    @Override
    public void status(HttpText reason) throws Exception {
        at(Where.STATUS);
    }

    @Override
    public void header(HttpText name, HttpText value) throws Exception {
        at(Where.HEADER);
    }

    @Override
    public void headersComplete() throws Exception {
        at(Where.HEADERS_COMPLETE);
    }

    @Override
    public void body(ByteBuffer data) throws Exception {
        at(Where.BODY);
    }

    @Override
    public void chunkExtension(HttpText name, HttpText value) throws Exception {
        at(Where.EXTENSION);
    }

    @Override
    public void chunkHeader(long bytes) throws Exception {
        at(Where.CHUNK_HEADER);
    }

    @Override
    public void chunkComplete() throws Exception {
        at(Where.CHUNK_COMPLETE);
    }

    @Override
    public void trailer(HttpText name, HttpText value) throws Exception {
        at(Where.TRAILER);
    }

    @Override
    public void messageComplete() throws Exception {
        at(Where.COMPLETE);
    }
}
