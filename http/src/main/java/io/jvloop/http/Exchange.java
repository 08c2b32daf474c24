// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

import io.jvloop.httptools.HttpMethod;
import io.jvloop.httptools.HttpParser;
import io.jvloop.httptools.HttpRequestParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The request of a connection that is in work, and its response. One after the other, so that answers are in order by
 * themselves.
 *
 * <pre>
 *   IDLE --first byte--> HEAD --head complete--> ANSWERING --response finished, body read or dropped--> IDLE
 * </pre>
 *
 * <p>Request and response are used again when the handler has finished with them before it returned; then all of it is lent to
 * whichever connection has something next. So a thousand busy connections take turns on what is in the processor's cache
 * already, and an idle one has none.
 *
 * <p>Thread: the loop's.
 */
final class Exchange {
    private enum Phase {
        IDLE,
        HEAD,
        ANSWERING
    }

    /** How much of a body that nobody wants is read for the sake of the connection. */
    private static final int DROPPED_MAX = 64 * 1024;

    private static final byte[] CONTINUE = ResponseHead.bytes("HTTP/1.1 100 Continue\r\n\r\n");

    final HttpRequestParser parser;
    private HttpConnection connection;
    private final ServerContext context;
    private @Nullable HttpRequest request;
    private @Nullable HttpResponse response;
    private Phase phase = Phase.IDLE;
    private boolean reusable;

    Exchange(HttpConnection connection) {
        this.connection = connection;
        context = connection.context;
        parser = new RequestEvents(this, context).parser();
    }

    /** From now on it is of this connection. */
    void lend(HttpConnection to) {
        connection = to;
        if (request != null && response != null) {
            request.lend(to);
            response.lend(to);
        }
    }

    /** Takes it back if nothing of it is in use. */
    boolean giveBack() {
        if (phase != Phase.IDLE
                || !reusable
                || parser.state() != HttpParser.State.RUNNING
                || !parser.isBetweenMessages()) {
            return false;
        }
        parser.reset();
        return true;
    }

    // ---- where it is

    boolean isIdle() {
        return phase == Phase.IDLE;
    }

    boolean isAnswering() {
        return phase == Phase.ANSWERING;
    }

    /** The handler has to say something before more of the request may come. */
    boolean isThinking() {
        return phase == Phase.ANSWERING
                && !response().isFinished()
                && !request().body().isAwaited();
    }

    /** Whether nothing of the request is missing. */
    boolean hasCome() {
        return phase == Phase.ANSWERING && request().body().hasCome();
    }

    HttpRequest request() {
        if (request == null) {
            throw new AssertionError("no request");
        }
        return request;
    }

    HttpResponse response() {
        if (response == null) {
            throw new AssertionError("no response");
        }
        return response;
    }

    /** Whether another request may follow; to be said in the head of the response, which may be a whole one. */
    boolean keepsAlive(boolean whole) {
        RequestBody body = request().body();
        return parser.shouldKeepAlive()
                && !context.isShuttingDown()
                && (whole ? body.mayBeDropped(DROPPED_MAX) : body.mayBeLeft(DROPPED_MAX));
    }

    // ---- what the parser finds

    void requestBegins() {
        phase = Phase.HEAD;
        HttpRequest next = request;
        if (next == null || !reusable) {
            next = new HttpRequest(connection, context.texts);
            request = next;
            response = new HttpResponse(connection);
        }
        reusable = false;
        next.begin();
    }

    void headComplete(HttpMethod method, int versionMinor, boolean hasBody) {
        phase = Phase.ANSWERING;
        response().begin(method == HttpMethod.HEAD, versionMinor);
        if (hasBody) {
            handle();
            advance();
        }
    }

    void bodyReceived(ByteBuffer data) {
        connection.patience.renew();
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
        // what is finished now was not kept by anybody who did not say so; except by mistake: see debug mode
        reusable = answer.isFinished() && !answer.isKept() && !context.loop.isDebug();
    }

    /** What follows from how far request and response have come. The parser's last words, and the handler's. */
    private void advance() {
        if (phase == Phase.ANSWERING && response().isFinished()) {
            RequestBody body = request().body();
            if (body.isComplete()) {
                done();
            } else {
                drop(body);
            }
        }
        connection.input.pauseIfBlocked();
    }

    private void done() {
        phase = Phase.IDLE;
        connection.patience.renew();
        if (!response().keepsAlive() || context.isShuttingDown()) {
            if (parser.shouldKeepAlive()) {
                connection.endLingering(); // the client did not ask for the end, and may have sent more
            } else {
                connection.endNow();
            }
        }
    }

    private void drop(RequestBody body) {
        failBody(new IOException("the response was finished before the body was read"));
        if (!response().keepsAlive() || !body.mayBeDropped(DROPPED_MAX)) {
            connection.endLingering();
        }
    }

    // ---- what the handler does

    void bodyWanted() {
        RequestBody body = request().body();
        if (body.expectsContinue() && !response().isCommitted()) {
            body.continued();
            connection.transport().write(ByteBuffer.wrap(CONTINUE));
        }
        bodyResumed();
    }

    void bodyResumed() {
        connection.patience.renew();
        if (!connection.input.isFeeding()) {
            connection.input.proceedSoon();
        }
    }

    /** It may be the last word of the exchange; if the parser is at work, that asks by itself. */
    void responseFinished() {
        if (!connection.input.isFeeding() && !connection.isEnding()) {
            advance();
            connection.input.proceedAfterResponse();
        }
    }

    void handlerFailed(HttpResponse answer, Throwable failure) {
        connection.report("an HTTP handler failed" + (answer == response ? ": " + request() : ""), failure);
        if (answer != response || answer.isFinished() || answer.isAborted() || connection.isEnding()) {
            return;
        }
        if (answer.isCommitted()) {
            connection.abort();
        } else {
            answer.sendFailure();
        }
    }

    void resumeWriting() {
        if (phase == Phase.ANSWERING) {
            response().resumeWriting();
        }
    }

    // ---- the end

    /** Request and response come to nothing. */
    void abandon(IOException cause) {
        if (phase != Phase.ANSWERING) {
            return;
        }
        phase = Phase.IDLE;
        reusable = false;
        HttpResponse abandoned = response();
        abandoned.abort(cause); // before anybody is told: what a handler says to that must not leave
        failBody(cause);
        try {
            abandoned.tellAborted();
        } catch (Throwable thrown) {
            connection.report("an HTTP handler failed when it was told that its response is aborted", thrown);
        }
    }

    private void failBody(IOException cause) {
        try {
            request().body().fail(cause);
        } catch (Throwable thrown) {
            connection.report("an HTTP handler failed when it was told that the body will not come", thrown);
        }
    }
}
