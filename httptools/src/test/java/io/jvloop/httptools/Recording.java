// SPDX-License-Identifier: Apache-2.0
package io.jvloop.httptools;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes down what a parser says, one line each; body bytes that follow one another are one line however they were cut. */
final class Recording implements HttpEvents {
    /** What to do in headersComplete. */
    enum Action {
        NO_BODY,
        TUNNEL,
        DECLINE_UPGRADE
    }

    private final List<String> lines = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private final HttpParser parser;
    private final boolean pausing;
    private final Set<Action> actions;
    private boolean inArrays;

    Recording(boolean request, HttpParserOptions options, Set<Action> actions, boolean pausing) {
        this.parser = request ? new HttpRequestParser(this, options) : new HttpResponseParser(this, options);
        this.pausing = pausing;
        this.actions = actions;
    }

    HttpParser parser() {
        return parser;
    }

    /** What is fed, heap buffers all, is fed as ranges of their arrays. */
    Recording inArrays() {
        inArrays = true;
        return this;
    }

    /** Feeds these pieces one after the other, and says that the input has ended. */
    List<String> feed(Iterable<ByteBuffer> pieces) {
        long start = 0;
        try {
            for (ByteBuffer piece : pieces) {
                feed(piece, start);
                start += piece.limit();
                if (isHalted()) {
                    break;
                }
            }
            if (!isHalted()) {
                parser.finish();
                while (parser.state() == HttpParser.State.PAUSED) {
                    parser.resume();
                    parser.finish();
                }
            }
        } catch (HttpParserException error) {
            line("error " + error.code() + " at " + error.position() + ": " + error.reason());
        }
        if (isHalted()) {
            line(parser.state().name().toLowerCase(Locale.ROOT) + " at " + parser.position());
        }
        flush();
        return lines;
    }

    private boolean isHalted() {
        return parser.state() == HttpParser.State.UPGRADED || parser.state() == HttpParser.State.HTTP2;
    }

    private void feed(ByteBuffer piece, long start) throws HttpParserException {
        int first = piece.position();
        long before = parser.position();
        do {
            parser.resume();
            int at = piece.position();
            int taken = inArrays ? feedArray(piece) : parser.feed(piece);
            if (piece.position() != at + taken || parser.position() != before + piece.position() - first) {
                throw new AssertionError("position " + piece.position() + " after taking " + taken + " from " + at);
            }
        } while (parser.state() == HttpParser.State.PAUSED);
        if (parser.state() == HttpParser.State.RUNNING && piece.hasRemaining()) {
            throw new AssertionError("took " + piece.position() + " of " + piece.limit() + " after " + start);
        }
    }

    private int feedArray(ByteBuffer piece) throws HttpParserException {
        int taken = parser.feed(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
        piece.position(piece.position() + taken);
        return taken;
    }

    private void line(String line) {
        flush();
        lines.add(line.stripTrailing());
        if (pausing) {
            parser.pause();
        }
    }

    private void flush() {
        if (!body.isEmpty()) {
            lines.add("body " + escape(body));
            body.setLength(0);
        }
    }

    /** Printable ASCII as it is, all else by its number. */
    static String escape(CharSequence text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                out.append("\\\\");
            } else if (c == '\r') {
                out.append("\\r");
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c == '\t') {
                out.append("\\t");
            } else if (c < ' ' || c >= 0x7f) {
                out.append(String.format("\\x%02x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.length() > 200 ? out.substring(0, 20) + "... (" + text.length() + ")" : out.toString();
    }

    @Override
    public void reset() {
        line("reset");
    }

    @Override
    public void messageBegin() {
        line("messageBegin");
    }

    @Override
    public void method(HttpText method) {
        line("method " + escape(method)
                + (((HttpRequestParser) parser).method().toString().equals(method.toString()) ? "" : " (unknown)"));
    }

    @Override
    public void url(HttpText url) {
        line("url " + escape(url));
    }

    @Override
    public void protocol(HttpText protocol) {
        line("protocol " + escape(protocol));
    }

    @Override
    public void version(HttpText version) {
        line("version " + escape(version));
        if (!version.is(parser.versionMajor() + "." + parser.versionMinor())) {
            throw new AssertionError("the accessors say " + parser.versionMajor() + "." + parser.versionMinor());
        }
    }

    @Override
    public void status(HttpText reason) {
        line("status " + ((HttpResponseParser) parser).status() + " " + escape(reason));
    }

    @Override
    public void header(HttpText name, HttpText value) {
        line("header " + escape(name) + ": " + escape(value));
    }

    @Override
    public void trailer(HttpText name, HttpText value) {
        line("trailer " + escape(name) + ": " + escape(value));
    }

    @Override
    public void headersComplete() {
        if (actions.contains(Action.NO_BODY)) {
            ((HttpResponseParser) parser).noBody();
        }
        if (actions.contains(Action.TUNNEL)) {
            ((HttpResponseParser) parser).tunnel();
        }
        String line = "headersComplete";
        line += parser.contentLength() >= 0 ? " length=" + parser.contentLength() : "";
        line += parser.isChunked() ? " chunked" : "";
        line += parser.shouldUpgrade() ? " upgrade" : "";
        line += parser.messageNeedsEof() ? " needsEof" : "";
        line += parser.shouldKeepAlive() ? " keepAlive" : "";
        if (actions.contains(Action.DECLINE_UPGRADE)) {
            ((HttpRequestParser) parser).declineUpgrade();
        }
        line(line);
    }

    @Override
    public void body(ByteBuffer data) {
        if (!data.hasRemaining()) {
            throw new AssertionError("an empty body range");
        }
        while (data.hasRemaining()) {
            body.append((char) (data.get() & 0xff));
        }
        if (pausing) {
            parser.pause();
        }
    }

    @Override
    public void chunkExtension(HttpText name, HttpText value) {
        line("chunkExtension " + escape(name) + (value.isEmpty() ? "" : "=" + escape(value)));
    }

    @Override
    public void chunkHeader(long bytes) {
        line("chunkHeader " + bytes);
    }

    @Override
    public void chunkComplete() {
        line("chunkComplete");
    }

    @Override
    public void messageComplete() {
        line("messageComplete");
    }
}
