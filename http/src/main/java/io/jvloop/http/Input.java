// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import io.jvloop.Callback;
import io.jvloop.EventLoop;
import io.jvloop.httptools.HttpParser;
import io.jvloop.httptools.HttpParserException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The way of a connection's bytes into its parser. The parser is paused, and what has come already is kept, while a handler
 * thinks, does not want (more of) the body, or the client does not read. What has come then is at most what one read gave,
 * as the connection is not read any further. Until something has come it is, so that the end of the client is noticed.
 *
 * <p>Thread: the loop's.
 */
final class Input {
    private final HttpConnection connection;

    /** The parser is at work, and calls. */
    private boolean feeding;

    private boolean readingPaused;
    private boolean proceedScheduled;
    private boolean eof;
    private @Nullable ByteBuffer kept;

    Input(HttpConnection connection) {
        this.connection = connection;
    }

    boolean isFeeding() {
        return feeding;
    }

    /** Whether the client has ended its stream. It may still read. */
    boolean hasEnded() {
        return eof;
    }

    boolean hasKept() {
        return kept != null;
    }

    // ---- from the network

    void received(ByteBuffer data) {
        if (kept != null || isBlocked()) {
            keep(data);
        } else {
            feed(data);
        }
    }

    void ended() {
        eof = true;
        if (kept == null) {
            allParsed();
        }
    }

    private void feed(ByteBuffer data) {
        HttpParser parser = connection.exchange().parser;
        feeding = true;
        try {
            parser.feed(data);
            if (parser.state() == HttpParser.State.HTTP2) {
                connection.refuse(new Refusal(505, "HTTP/2 is not spoken here"));
            }
        } catch (HttpParserException failure) {
            connection.refuse(Refusal.of(failure));
        } finally {
            feeding = false;
        }
        if (data.hasRemaining() && !connection.isEnding()) {
            keep(data);
        }
    }

    private void keep(ByteBuffer data) {
        ByteBuffer before = kept;
        if (before == null) {
            kept = data.isReadOnly()
                    ? ByteBuffer.allocate(data.remaining()).put(data).flip()
                    : data;
        } else {
            kept = ByteBuffer.allocate(before.remaining() + data.remaining())
                    .put(before)
                    .put(data)
                    .flip();
        }
        pauseReading();
    }

    void pauseReading() {
        readingPaused = true;
        connection.transport().pauseReading();
    }

    /** Nothing more may be parsed now. */
    private boolean isBlocked() {
        return !connection.isWritable() || connection.isThinking();
    }

    /** For the exchange, after whatever it was told: the parser goes no further than may be. */
    void pauseIfBlocked() {
        if (feeding && isBlocked() && !connection.isEnding()) {
            connection.exchange().parser.pause();
        }
    }

    // ---- going on

    void proceedSoon() {
        if (!proceedScheduled && !connection.isEnding()) {
            soon(() -> {
                proceedScheduled = false;
                proceed();
            });
            proceedScheduled = true;
        }
    }

    /** The limit of the loop's queue is for its user's callbacks: what the server has begun goes on. */
    private void soon(Callback work) {
        EventLoop loop = connection.context.loop;
        try {
            loop.callSoon(work);
        } catch (IllegalStateException full) {
            loop.callLater(Duration.ZERO, work);
        }
    }

    /** Soon if there are bytes to parse, which is the work of a turn of its own. */
    void proceedAfterResponse() {
        if (kept == null) {
            proceed();
        } else {
            proceedSoon();
        }
    }

    /** Goes on with what was kept, if nothing is in the way any more, and with the network's bytes, if nothing is kept. */
    private void proceed() {
        if (!connection.isEnding() && !isBlocked()) {
            if (connection.hasExchange() || kept != null) {
                connection.exchange().parser.resume();
                ByteBuffer data = kept == null ? ByteBuffer.allocate(0) : kept;
                kept = null;
                feed(data);
            }
            if (eof && kept == null && !connection.isEnding() && !isBlocked()) {
                allParsed();
            }
        }
        readAgain();
        connection.settle();
    }

    /** Also while a handler thinks: what comes is kept then, and if nothing comes but the end it is told. */
    private void readAgain() {
        if (readingPaused && kept == null && connection.isWritable() && !connection.isEnding()) {
            readingPaused = false;
            connection.transport().resumeReading();
        }
    }

    /** The client has ended its stream, and everything before that is parsed. */
    private void allParsed() {
        if (connection.isIdle()) {
            connection.endNow();
        } else if (!connection.exchange().hasCome()) {
            connection.refuse(new Refusal(400, "the request ended before it was complete"));
        }
    }

    // ---- the end

    /** Nothing is parsed any more. */
    void stop() {
        kept = null;
    }
}
