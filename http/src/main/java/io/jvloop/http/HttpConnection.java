// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import io.jvloop.EventLoop;
import io.jvloop.ExceptionContext;
import io.jvloop.Protocol;
import io.jvloop.Transport;
import io.jvloop.httptools.HttpMethod;
import io.jvloop.httptools.HttpParser;
import io.jvloop.httptools.HttpParserException;
import io.jvloop.httptools.HttpRequestParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One connection: takes requests one after the other, and the next only when the one before is answered, so that answers
 * are in order by themselves.
 *
 * <pre>
 *   IDLE --first byte--> HEAD --head complete--> ANSWERING --response finished, body read or dropped--> IDLE
 *     |                    |                         |
 *     '--------------------+-------------------------+--> ending: the last bytes leave, nothing is taken in any more
 * </pre>
 *
 * <p>The parser is paused, and what has come already is kept, while a handler thinks, does not want (more of) the body, or
 * the client does not read. What has come then is at most what one read gave, as the connection is not read any further.
 *
 * <p>Thread: the loop's.
 */
final class HttpConnection extends Deadlines.Entry implements Protocol {
    private enum Phase {
        IDLE,
        HEAD,
        ANSWERING
    }

    /** How much of a body that nobody wants is read for the sake of the connection. */
    private static final int DROPPED_MAX = 64 * 1024;

    private static final byte[] CONTINUE = ResponseHead.bytes("HTTP/1.1 100 Continue\r\n\r\n");

    private final ServerContext context;
    private final HttpRequestParser parser;
    private @Nullable Transport transport;
    private @Nullable HttpRequest request;
    private @Nullable HttpResponse response;
    private Phase phase = Phase.IDLE;

    /** The parser is at work, and calls. */
    private boolean feeding;

    private boolean reusable;
    private boolean writePaused;
    private boolean readingPaused;
    private boolean proceedScheduled;
    private boolean eof;
    private boolean ending;
    private boolean lingering;
    private boolean lost;

    /** The deadline is to start anew: there was progress. */
    private boolean renewed = true;

    private long unsentBytes;
    private @Nullable ByteBuffer kept;

    HttpConnection(ServerContext context) {
        this.context = context;
        parser = new RequestEvents(this, context).parser();
    }

    // ---- what others ask

    EventLoop loop() {
        return context.loop;
    }

    ServerContext context() {
        return context;
    }

    Transport transport() {
        if (transport == null) {
            throw new AssertionError("not connected");
        }
        return transport;
    }

    HttpRequest request() {
        if (request == null) {
            throw new AssertionError("no request");
        }
        return request;
    }

    private HttpResponse response() {
        if (response == null) {
            throw new AssertionError("no response");
        }
        return response;
    }

    void checkInLoop() {
        if (!context.loop.inLoop()) {
            throw new IllegalStateException("This may only be called on the loop's own thread; this is "
                    + Thread.currentThread() + ". From other threads: callSoonThreadsafe");
        }
    }

    boolean isWritable() {
        return !writePaused;
    }

    /** Whether another request may follow; to be said in the head of the response. */
    boolean keepsAlive() {
        return parser.shouldKeepAlive()
                && !context.isShuttingDown()
                && request().body().mayBeLeft(DROPPED_MAX);
    }

    // ---- the life of the connection

    @Override
    public void connectionMade(Transport made) {
        transport = made;
        context.connectionMade();
        settle();
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        if (ending) {
            return;
        }
        if (kept != null || isBlocked()) {
            keep(data);
        } else {
            feed(data);
        }
        settle();
    }

    @Override
    public boolean eofReceived() {
        if (ending) {
            return false;
        }
        eof = true;
        if (kept == null) {
            inputEnded();
            settle();
        }
        return true;
    }

    @Override
    public void connectionLost(@Nullable Throwable cause) {
        lost = true;
        ending = true;
        kept = null;
        context.deadlines.remove(this);
        abandon(new IOException("the connection is lost", cause));
        context.connectionLost();
    }

    @Override
    public void pauseWriting() {
        writePaused = true;
        pauseReading();
        if (!feeding) {
            settle();
        }
    }

    @Override
    public void resumeWriting() {
        writePaused = false;
        renewed = true;
        if (phase == Phase.ANSWERING) {
            response().resumeWriting();
        }
        proceedSoon();
    }

    /** Ends it as soon as no request is in work. */
    void serverShutsDown() {
        if (phase == Phase.IDLE && kept == null && !ending) {
            end(false);
        }
    }

    // ---- bytes in

    private void feed(ByteBuffer data) {
        feeding = true;
        try {
            parser.feed(data);
            if (parser.state() == HttpParser.State.HTTP2) {
                refuse(new Refusal(505, "HTTP/2 is not spoken here"));
            }
        } catch (HttpParserException failure) {
            refuse(Refusal.of(failure));
        } finally {
            feeding = false;
        }
        if (data.hasRemaining() && !ending) {
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

    private void pauseReading() {
        readingPaused = true;
        transport().pauseReading();
    }

    /** Nothing more may be parsed now. */
    private boolean isBlocked() {
        return writePaused
                || (phase == Phase.ANSWERING
                        && !response().isFinished()
                        && !request().body().isAwaited());
    }

    private void proceedSoon() {
        if (!proceedScheduled && !ending) {
            proceedScheduled = true;
            context.loop.callSoon(() -> {
                proceedScheduled = false;
                proceed();
            });
        }
    }

    /** Goes on with what was kept, and with the network's bytes, if nothing is in the way any more. */
    private void proceed() {
        if (!ending && !isBlocked()) {
            parser.resume();
            ByteBuffer data = kept == null ? ByteBuffer.allocate(0) : kept;
            kept = null;
            feed(data);
            if (kept == null && !ending && !isBlocked()) {
                if (readingPaused) {
                    readingPaused = false;
                    transport().resumeReading();
                }
                if (eof) {
                    inputEnded();
                }
            }
        }
        settle();
    }

    /** The client has ended its stream, and everything before that is parsed. It may still read. */
    private void inputEnded() {
        if (phase == Phase.IDLE) {
            end(false);
        } else if (phase == Phase.HEAD || !request().body().isComplete()) {
            refuse(new Refusal(400, "the request ended before it was complete"));
        }
    }

    // ---- what the parser finds

    void requestBegins() {
        phase = Phase.HEAD;
        HttpRequest next = request;
        if (next == null || !reusable) {
            next = new HttpRequest(this, context.texts);
            request = next;
            response = new HttpResponse(this);
        }
        reusable = false;
        next.begin();
    }

    void headComplete(boolean hasBody) {
        phase = Phase.ANSWERING;
        response().begin(parser.method() == HttpMethod.HEAD, parser.versionMinor());
        if (hasBody) {
            handle();
            advance();
        }
    }

    void bodyReceived(ByteBuffer data) {
        renewed = true;
        try {
            request().body().received(data);
        } catch (Throwable thrown) {
            handlerFailed(response(), thrown);
        }
        advance();
    }

    void messageComplete() {
        RequestBody body = request().body();
        boolean hadBody = body.length() != 0;
        try {
            body.completed();
        } catch (Throwable thrown) {
            handlerFailed(response(), thrown);
        }
        if (!hadBody) {
            handle();
        }
        advance();
    }

    private void handle() {
        HttpResponse answer = response();
        try {
            context.handler.handle(request(), answer);
        } catch (Throwable thrown) {
            handlerFailed(answer, thrown);
        }
        // what is finished now was not kept by anybody; except by mistake, which debug mode is there to find
        reusable = answer.isFinished() && !context.loop.isDebug();
    }

    /** What follows from how far request and response have come. The parser's last words, and the handler's. */
    private void advance() {
        if (phase == Phase.ANSWERING && response().isFinished()) {
            RequestBody body = request().body();
            if (body.isComplete()) {
                exchangeDone();
            } else {
                drop(body);
            }
        }
        if (feeding && isBlocked() && !ending) {
            parser.pause();
        }
    }

    private void exchangeDone() {
        phase = Phase.IDLE;
        renewed = true;
        if (!response().keepsAlive() || context.isShuttingDown()) {
            end(parser.shouldKeepAlive()); // then the client did not ask for it, and may have sent more
        }
    }

    private void drop(RequestBody body) {
        failBody(new IOException("the response was finished before the body was read"));
        if (!response().keepsAlive() || !body.mayBeLeft(DROPPED_MAX)) {
            end(true);
        }
    }

    // ---- what the handler does

    void bodyWanted() {
        RequestBody body = request().body();
        if (body.expectsContinue() && !response().isCommitted()) {
            body.continued();
            transport().write(ByteBuffer.wrap(CONTINUE));
        }
        bodyResumed();
    }

    void bodyResumed() {
        renewed = true;
        if (!feeding) {
            proceedSoon();
        }
    }

    /** It may be the last word of the exchange; if the parser is at work, that asks by itself. */
    void responseFinished() {
        if (!feeding && !ending) {
            advance();
            if (kept == null) {
                proceed();
            } else {
                proceedSoon();
            }
        }
    }

    void handlerFailed(HttpResponse answer, Throwable failure) {
        report("an HTTP handler failed", failure);
        if (answer != response || answer.isFinished() || answer.isAborted() || ending) {
            return;
        }
        if (answer.isCommitted()) {
            abort();
        } else {
            answer.sendFailure();
        }
    }

    private void report(String message, Throwable failure) {
        context.loop.callExceptionHandler(
                ExceptionContext.of(message, failure).withTransport(transport).withProtocol(this));
    }

    // ---- the end

    /** The client is told why, if it can be, and nothing more is taken from it. */
    private void refuse(Refusal refusal) {
        if (phase == Phase.ANSWERING) {
            boolean answered = response().isFinished();
            boolean committed = response().isCommitted();
            abandon(new IOException(refusal.getMessage()));
            if (committed && !answered) {
                abort();
                return;
            }
            if (answered) {
                end(true);
                return;
            }
        }
        boolean head = phase != Phase.IDLE && parser.method() == HttpMethod.HEAD;
        ResponseHead.refusal(context, refusal, head);
        transport().write(context.scratch);
        end(true);
    }

    /** Request and response come to nothing. */
    private void abandon(IOException cause) {
        if (phase != Phase.ANSWERING) {
            return;
        }
        phase = Phase.IDLE;
        reusable = false;
        HttpResponse abandoned = response();
        failBody(cause);
        try {
            abandoned.abort(cause);
        } catch (Throwable thrown) {
            report("an HTTP handler failed when it was told that its response is aborted", thrown);
        }
    }

    private void failBody(IOException cause) {
        try {
            request().body().fail(cause);
        } catch (Throwable thrown) {
            report("an HTTP handler failed when it was told that the body will not come", thrown);
        }
    }

    /** A response that was begun comes to nothing, and the client shall not take it for a whole one. */
    void abort() {
        ending = true;
        kept = null;
        parser.stop();
        abandon(new IOException("the connection is aborted"));
        transport().abort();
    }

    /**
     * What was written leaves, then the connection is closed. When the client may still be sending, only after it has had
     * time to read: closing while its bytes are on their way would make the kernel take back what it has not read yet.
     */
    private void end(boolean unread) {
        ending = true;
        kept = null;
        parser.stop();
        if (unread && !eof) {
            lingering = true;
            transport().writeEof();
            transport().resumeReading();
        } else {
            transport().close();
        }
        if (!feeding) {
            settle();
        }
    }

    // ---- deadlines

    private void settle() {
        if (lost) {
            return;
        }
        Deadlines deadlines = context.deadlines;
        Deadlines.Queue queue = waitingFor(deadlines);
        if (renewed || !isIn(queue)) {
            renewed = false;
            if (ending || writePaused) {
                unsentBytes = transport().writeBufferSize();
            }
            deadlines.start(this, queue);
        }
    }

    private Deadlines.Queue waitingFor(Deadlines deadlines) {
        if (ending) {
            return lingering ? deadlines.linger : deadlines.progress;
        }
        if (writePaused) {
            return deadlines.progress;
        }
        return switch (phase) {
            case IDLE -> deadlines.idle;
            case HEAD -> deadlines.head;
            case ANSWERING -> {
                if (response().isFinished() || request().body().isAwaited()) {
                    yield deadlines.progress;
                }
                yield eof ? deadlines.idle : deadlines.none;
            }
        };
    }

    @Override
    void expired(Deadlines.Queue queue) {
        Deadlines deadlines = context.deadlines;
        if (queue == deadlines.head) {
            refuse(new Refusal(408, "the head of the request took too long"));
        } else if (queue == deadlines.idle && phase == Phase.IDLE && transport().writeBufferSize() == 0) {
            end(false);
        } else if (queue == deadlines.progress && !ending && !writePaused) {
            refuse(new Refusal(408, "the body of the request took too long"));
        } else if (queue != deadlines.idle && isUnsentLess()) {
            renewed = true; // the client reads, if slowly
        } else {
            abort();
        }
        settle();
    }

    private boolean isUnsentLess() {
        long unsent = transport().writeBufferSize();
        return unsent > 0 && unsent < unsentBytes;
    }
}
