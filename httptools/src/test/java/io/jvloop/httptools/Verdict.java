// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What our own parser says to a message, in the words of {@link Oracle}. */
final class Verdict implements HttpEvents {
    private static final HexFormat HEX = HexFormat.of();

    private final List<String> words = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private final HttpParser parser;
    private String first = "";
    private String second = "";

    @Nullable
    HttpParserException failure;

    Verdict(boolean request, byte[] message) {
        this(request, message, HttpParserOptions.DEFAULT);
    }

    Verdict(boolean request, byte[] message, HttpParserOptions options) {
        parser = request ? new HttpRequestParser(this, options) : new HttpResponseParser(this, options);
        try {
            parser.feed(message);
        } catch (HttpParserException refused) {
            failure = refused;
            words.add("E");
        }
    }

    String words() {
        return String.join(" ", words);
    }

    boolean isHttp2() {
        return parser.state() == HttpParser.State.HTTP2;
    }

    private static String hex(HttpText text) {
        return HEX.formatHex(text.toByteArray());
    }

    @Override
    public void messageBegin() {
        words.add("(");
        body.setLength(0);
    }

    @Override
    public void method(HttpText method) {
        first = hex(method);
    }

    @Override
    public void url(HttpText url) {
        second = hex(url);
    }

    @Override
    public void status(HttpText reason) {
        first = String.valueOf(((HttpResponseParser) parser).status());
        second = hex(reason);
    }

    @Override
    public void header(HttpText name, HttpText value) {
        words.add("h" + hex(name) + "=" + hex(value));
    }

    @Override
    public void headersComplete() {
        words.add("s" + first + "=" + second + "=" + parser.versionMajor() + "." + parser.versionMinor());
        if (parser.shouldUpgrade()) {
            words.add("U");
            parser.stop();
        }
    }

    @Override
    public void body(ByteBuffer data) {
        for (int i = data.position(); i < data.limit(); i++) {
            body.append(HEX.toHexDigits(data.get(i)));
        }
    }

    @Override
    public void trailer(HttpText name, HttpText value) {
        words.add("t" + hex(name) + "=" + hex(value));
    }

    @Override
    public void messageComplete() {
        if (!body.isEmpty()) {
            words.add("b" + body);
        }
        words.add(parser.shouldKeepAlive() ? "k1)" : "k0)");
    }
}
