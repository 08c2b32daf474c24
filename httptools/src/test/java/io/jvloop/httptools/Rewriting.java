// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The messages of an input, and each as {@link HttpWriter} writes it. */
final class Rewriting implements HttpEvents {
    /** What is the same however it is written. */
    record Message(
            String first, String second, List<String> headers, String body, List<String> trailers, boolean chunked) {}

    final List<Message> messages = new ArrayList<>();
    private final HttpParser parser;
    private String first = "";
    private String second = "";
    private List<String> headers = new ArrayList<>();
    private List<String> trailers = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();

    Rewriting(boolean request, byte[] input) {
        parser = request ? new HttpRequestParser(this) : new HttpResponseParser(this);
        try {
            parser.feed(input);
            parser.finish();
        } catch (HttpParserException refused) {
            // what came before it counts
        }
    }

    /** Written by our own writer, in so many bytes at most. */
    static byte[] written(boolean request, Message message, int most) {
        ByteBuffer to = ByteBuffer.allocate(most);
        if (request) {
            HttpWriter.requestLine(to, message.first, message.second);
        } else {
            HttpWriter.statusLine(to, Integer.parseInt(message.first), message.second);
        }
        lines(to, message.headers);
        HttpWriter.endOfHeaders(to);
        if (message.chunked) {
            int half = message.body.length() / 2;
            chunk(to, message.body.substring(0, half));
            chunk(to, message.body.substring(half));
            HttpWriter.lastChunk(to);
            lines(to, message.trailers);
            HttpWriter.endOfHeaders(to);
        } else {
            to.put(Ascii.bytes(message.body));
        }
        return Arrays.copyOf(to.array(), to.position());
    }

    private static void lines(ByteBuffer to, List<String> lines) {
        for (String line : lines) {
            int colon = line.indexOf(':');
            HttpWriter.header(to, line.substring(0, colon), line.substring(colon + 1));
        }
    }

    private static void chunk(ByteBuffer to, String data) {
        if (!data.isEmpty()) {
            HttpWriter.chunkHeader(to, data.length());
            to.put(Ascii.bytes(data));
            HttpWriter.chunkEnd(to);
        }
    }

    @Override
    public void messageBegin() {
        headers = new ArrayList<>();
        trailers = new ArrayList<>();
        body.setLength(0);
    }

    @Override
    public void method(HttpText method) {
        first = method.toString();
    }

    @Override
    public void url(HttpText url) {
        second = url.toString();
    }

    @Override
    public void status(HttpText reason) {
        first = String.valueOf(((HttpResponseParser) parser).status());
        second = reason.toString().strip();
    }

    @Override
    public void header(HttpText name, HttpText value) {
        headers.add(name + ":" + value);
    }

    @Override
    public void trailer(HttpText name, HttpText value) {
        trailers.add(name + ":" + value);
    }

    @Override
    public void body(ByteBuffer data) {
        while (data.hasRemaining()) {
            body.append((char) (data.get() & 0xff));
        }
    }

    @Override
    public void messageComplete() {
        messages.add(new Message(first, second, headers, body.toString(), trailers, parser.isChunked()));
    }
}
