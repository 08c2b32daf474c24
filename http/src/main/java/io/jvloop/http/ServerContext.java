// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import io.jvloop.EventLoop;
import io.jvloop.httptools.HttpLeniency;
import io.jvloop.httptools.HttpParserOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.stream.Stream;

/** What the connections of one server share. Thread: the loop's. */
final class ServerContext {
    /** How long a client may go on sending what nobody wants, after it has been told so, unless it still reads that. */
    private static final Duration LINGERING = Duration.ofSeconds(5);

    /** The most that the fields which a handler adds to a response may have together. */
    static final int FIELDS_MAX = 64 * 1024;

    /** The lines that the server writes itself, and a chunk's header. */
    private static final int OWN_LINES_MAX = 1024;

    private static final int EXCHANGES_MAX = 16;

    final EventLoop loop;
    final HttpHandler handler;
    final HttpParserOptions parserOptions;
    final long bodyBytesMax;
    final Texts texts = new Texts();
    final Ticks ticks;
    final Deadlines deadlines;
    final DateLine dateLine;

    /** Where a head is put together, before it leaves with the first bytes of its body. Nobody waits with it full. */
    final ByteBuffer scratch = ByteBuffer.allocateDirect(FIELDS_MAX + OWN_LINES_MAX);

    /** CR, LF. */
    final ByteBuffer lineEnd = ByteBuffer.allocateDirect(2).put(ResponseHead.LINE_END);

    final ByteBuffer[] two = new ByteBuffer[2];
    final ByteBuffer[] three = new ByteBuffer[3];
    /** Those that no connection needs right now. The one that was used last is the next. */
    private final ArrayDeque<Exchange> exchanges = new ArrayDeque<>();

    private int connections;
    private boolean shuttingDown;

    ServerContext(EventLoop loop, HttpServerOptions options, HttpHandler handler) {
        this.loop = loop;
        this.handler = handler;
        // unknown methods and versions are refused here, with a status that says it better than 400
        parserOptions = HttpParserOptions.DEFAULT
                .withLimits(options.limits())
                .withLeniency(HttpLeniency.UNKNOWN_METHODS)
                .withLeniency(HttpLeniency.VERSION);
        bodyBytesMax = options.limits().bodyBytes();
        ticks = new Ticks(loop);
        deadlines = new Deadlines(loop, ticks, options, LINGERING);
        dateLine = new DateLine(ticks);
    }

    Exchange lendExchange(HttpConnection to) {
        Exchange lent = exchanges.poll();
        if (lent == null) {
            return new Exchange(to);
        }
        lent.lend(to);
        return lent;
    }

    void takeBack(Exchange exchange) {
        if (exchanges.size() < EXCHANGES_MAX) {
            exchanges.push(exchange);
        }
    }

    void connectionMade() {
        connections++;
    }

    /** The last one leaves no timer behind. */
    void connectionLost() {
        if (--connections == 0) {
            deadlines.stop();
            ticks.stop();
        }
    }

    boolean isShuttingDown() {
        return shuttingDown;
    }

    /** Every connection ends as soon as what it is about is answered. */
    void shutDown() {
        shuttingDown = true;
        open().forEach(HttpConnection::serverShutsDown);
    }

    /** How many still owe an answer, or bytes of one; those that only wait for their client to close do not. */
    int owing() {
        return (int) open().filter(connection -> !connection.isDone()).count();
    }

    private Stream<HttpConnection> open() {
        return deadlines.entries().stream().map(entry -> ((Patience) entry).connection());
    }
}
