// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.jmh;

import io.jvloop.toolbench.parser.Message;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** Jetty's parser by itself. */
final class JettySubject implements HttpParsers.Subject {
    private final HttpParser parser;
    private final ByteBuffer input;
    private long sum;

    JettySubject(Message message) {
        parser = message.request() ? new HttpParser(new Requests()) : new HttpParser(new Responses());
        input = ByteBuffer.wrap(message.bytes());
    }

    @Override
    public long parse() {
        input.clear();
        while (input.hasRemaining()) {
            var _ = parser.parseNext(input);
            if (parser.isState(HttpParser.State.END)) {
                parser.reset();
            }
        }
        return sum;
    }

    private void look(@Nullable String text) {
        if (text != null && !text.isEmpty()) {
            sum += text.length() + text.charAt(0) + text.charAt(text.length() - 1);
        }
    }

    private class Looking implements HttpParser.HttpHandler {
        @Override
        public void parsedHeader(HttpField field) {
            look(field.getName());
            look(field.getValue());
        }

        @Override
        public boolean headerComplete() {
            sum++;
            return false;
        }

        @Override
        public boolean content(ByteBuffer data) {
            sum += data.remaining() + data.get(data.position()) + data.get(data.limit() - 1);
            return false;
        }

        @Override
        public boolean contentComplete() {
            sum++;
            return false;
        }

        @Override
        public boolean messageComplete() {
            sum++;
            return true; // the parser is reset before the next one
        }

        @Override
        public void earlyEOF() {
            throw new IllegalStateException("the message is cut");
        }

        @Override
        public void badMessage(HttpException failure) {
            throw new IllegalStateException(failure.getReason());
        }
    }

    private final class Requests extends Looking implements HttpParser.RequestHandler {
        @Override
        public void startRequest(String method, String uri, HttpVersion version) {
            look(method);
            look(uri);
        }
    }

    private final class Responses extends Looking implements HttpParser.ResponseHandler {
        @Override
        public void startResponse(HttpVersion version, int status, String reason) {
            look(reason);
        }
    }
}
